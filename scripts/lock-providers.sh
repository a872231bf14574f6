#!/usr/bin/env bash
set -euo pipefail

usage='usage: scripts/lock-providers.sh [-fs-mirror=FOLDER | -net-mirror=URL]

Locks the providers of every stack in dist/terraform for linux and darwin on amd64 and arm64, and writes the lock that all
stacks share to environments/terraform.lock.hcl, from where `npm run synth` copies it into the folder of each stack. Run
`npm run synth` first. Nothing is written unless all stacks agree.

  -fs-mirror=FOLDER, -net-mirror=URL   a source of providers other than their registry, as in `terraform providers lock`
  --help                               print this text'

reject() {
  printf '%s\n\n%s\n' "lock-providers: $1" "$usage" >&2
  exit 2
}

for argument in "$@"; do
  case $argument in
    -h | --help) printf '%s\n' "$usage"; exit 0 ;;
    -fs-mirror=?* | -net-mirror=?*) ;;
    *) reject "unknown argument '$argument'" ;;
  esac
done
(($# <= 1)) || reject 'one mirror is allowed'

root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)"
stacks="$root/dist/terraform"
target="$root/environments/terraform.lock.hcl"
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
  # On a copy: files that Terraform leaves do not belong in dist.
  copy="$work/$name"
  mkdir -p -- "$copy"
  cp -- "${stack}main.tf.json" "$copy/"
  # Known hashes are kept and checked, which detects a provider that was published again under the same version.
  if [[ -f "$target" ]]; then cp -- "$target" "$copy/.terraform.lock.hcl"; fi
  # Stacks that require the same providers have the same lock; each different set is requested once.
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
    echo "$name and $first must require the same providers, because they share one lock" >&2
    exit 1
  fi
done

if [[ -z "$shared" ]]; then
  echo "no stack in $stacks: run npm run synth first" >&2
  exit 1
fi

cp -- "$shared" "$target"
echo "wrote $target"
