#!/usr/bin/env bash
# Locks the providers of every stack in dist/terraform for the platforms that people and builds run on, and keeps the one
# lock that all stacks share in environments/terraform.lock.hcl, from where synthesis puts it beside each stack.
#
#   npm run synth && scripts/lock-providers.sh [ARGUMENT OF terraform providers lock ...]
#
# Needs the registry, or -fs-mirror=FOLDER / -net-mirror=URL as an argument. Nothing is written unless all stacks agree.
set -euo pipefail

root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)"
stacks="${ADAMANT_STACKS:-$root/dist/terraform}"
target="${ADAMANT_LOCK:-$root/environments/terraform.lock.hcl}"
platforms=(linux_amd64 linux_arm64 darwin_amd64 darwin_arm64)

work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT

arguments=()
for platform in "${platforms[@]}"; do arguments+=("-platform=$platform"); done

shared=''
first=''
for stack in "$stacks"/*/*/; do
  [[ -f "${stack}main.tf.json" ]] || continue
  name="${stack#"$stacks"/}"
  name="${name%/}"
  # On a copy: what Terraform leaves behind does not belong in dist.
  copy="$work/$name"
  mkdir -p -- "$copy"
  cp -- "${stack}main.tf.json" "$copy/"
  # Known hashes are kept and checked, so that a provider that was published anew under its version is found.
  if [[ -f "$target" ]]; then cp -- "$target" "$copy/.terraform.lock.hcl"; fi
  # Stacks that ask for the same providers have the same lock; each different set is asked for once.
  wanted="$(node -e '
    const { terraform } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
    console.log(JSON.stringify(terraform.required_providers ?? {}));
  ' "$copy/main.tf.json")"
  known="$work/$(printf '%s' "$wanted" | cksum | tr ' ' '-').hcl"
  if [[ ! -f "$known" ]]; then
    echo "locking $name"
    terraform -chdir="$copy" providers lock "${arguments[@]}" "$@"
    cp -- "$copy/.terraform.lock.hcl" "$known"
  fi
  if [[ -z "$shared" ]]; then
    shared="$known"
    first="$name"
  elif ! cmp -s -- "$shared" "$known"; then
    echo "$name asks for other providers than $first, and one lock cannot hold for both: give them the same" >&2
    exit 1
  fi
done

if [[ -z "$shared" ]]; then
  echo "no stack in $stacks: run npm run synth first" >&2
  exit 1
fi

cp -- "$shared" "$target"
echo "wrote $target"
