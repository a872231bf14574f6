#!/usr/bin/env bash
set -euo pipefail
export LC_ALL=C

usage='usage: scripts/apply.sh FOLDER [--force-conflicts]

Applies the Kubernetes waves of an environment, such as dist/kubernetes/lab, to the cluster of the current kubectl context, in
the order of its file WAVES. It waits for the Jobs and rollouts of a wave before the next one, and exits non-zero at the first
that fails. It fetches the repositories of addons from GitHub, at their pinned commits.

A Job whose command a completed Job has run with the same image is skipped, so a rollback runs no old migration. A
ResourceQuota is raised before the workloads, and lowered when their usage allows it.

  --force-conflicts   take over fields that another manager has set, as `kubectl rollout undo` does
  --help              print this text'

reject() {
  printf '%s\n\n%s\n' "apply: $1" "$usage" >&2
  exit 2
}

fail() {
  printf 'apply: %s\n' "$1" >&2
  exit 1
}

folder=''
flags=()
for argument in "$@"; do
  case $argument in
    -h | --help) printf '%s\n' "$usage"; exit 0 ;;
    --force-conflicts) flags=(--force-conflicts) ;;
    -*) reject "unknown option '$argument'" ;;
    *)
      [[ -z $folder ]] || reject "one FOLDER is allowed; got '$folder' and '$argument'"
      folder=${argument%/}
      ;;
  esac
done
[[ -n $folder ]] || reject 'FOLDER is required'
[[ -s $folder/WAVES ]] || reject "FOLDER must contain the file WAVES; got '$folder'"

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

apply() {
  kubectl apply --server-side --field-manager=adamant ${flags[@]+"${flags[@]}"} "$@"
}

# Prints the files of a kind in a folder, one a line.
files() {
  find "$1" -name "$2.*.yaml" | sort
}

# Runs a command for each file of a kind in a folder. A credential plugin of kubectl may read standard input.
each() {
  local file
  while read -r file <&3; do "$3" "$file"; done 3< <(files "$1" "$2")
}

# Prints kind, name and namespace of a file, for people.
title() {
  printf '%s in namespace %s' "$(basename -- "$1" .yaml | sed 's/\./ /')" "$(namespace "$1")"
}

namespace() {
  basename -- "$(dirname -- "$1")"
}

# Defines amount(q), which returns the value of a quantity such as 500m or 36Gi.
amounts='
function amount(q, number, unit) {
  number = q; sub(/[A-Za-z]*$/, "", number); unit = substr(q, length(number) + 1)
  if (!(unit in factor)) { print "unknown quantity " q > "/dev/stderr"; exit 1 }
  return number * factor[unit]
}
BEGIN {
  factor[""] = 1; factor["m"] = 0.001; factor["k"] = 1e3; factor["M"] = 1e6; factor["G"] = 1e9; factor["T"] = 1e12
  factor["Ki"] = 1024; factor["Mi"] = 1024 ^ 2; factor["Gi"] = 1024 ^ 3; factor["Ti"] = 1024 ^ 4; factor["Pi"] = 1024 ^ 5
}'

# Sets name and value in the lines of a ResourceQuota's file that are amounts, for which isAmount is true.
quota_file='
  /^[^ ]/ || /^  [^ ]/ { isHard = /^  "?hard"?:/ }
  { isAmount = isHard && /^    / }
  isAmount { name = $1; sub(/:$/, "", name); gsub(/"/, "", name); value = $2; gsub(/["\047]/, "", value) }'

# Prints amounts of a ResourceQuota in the cluster as lines `requests.cpu 4`, or nothing if it does not exist.
quota() {
  kubectl get --filename "$1" --ignore-not-found \
    --output "go-template={{range \$name, \$amount := $2}}{{\$name}} {{\$amount}}{{\"\\n\"}}{{end}}"
}

# Applies a ResourceQuota with the larger of each amount: that of the file, or that in the cluster.
raise_quota() {
  quota "$1" .spec.hard >"$work/live"
  awk "$amounts"'
    FILENAME == ARGV[1] { live[$1] = $2; next }'"$quota_file"'
    isAmount && name in live && amount(live[name]) > amount(value) { print "    " name ": \"" live[name] "\""; next }
    { print }' "$work/live" "$1" >"$work/quota.yaml"
  apply --filename "$work/quota.yaml"
}

# Applies a ResourceQuota when the pods of the previous release are gone: below its usage, it would reject new pods.
lower_quota() {
  local deadline=$((SECONDS + 1200)) excess=''
  while :; do
    quota "$1" .status.used >"$work/used"
    excess=$(awk "$amounts"'
      FILENAME == ARGV[1] { used[$1] = $2; next }'"$quota_file"'
      isAmount && name in used && amount(used[name]) > amount(value) { print "  " name ": used " used[name] ", quota " value }' "$work/used" "$1")
    [[ -n $excess ]] || break
    ((SECONDS < deadline)) ||
      fail "objects that are not in the code use more than the ResourceQuota, which stays as it was; delete them and apply again:"$'\n'"$excess"
    sleep 5
  done
  apply --filename "$1"
}

# True if a completed Job has run this Job's command with its image.
has_run() {
  local migration
  migration=$(awk '/adamant\.dev\/migration"?:/ { gsub(/["\047]/, "", $2); print $2; exit }' "$1")
  [[ -n $migration ]] || return 1
  kubectl get jobs --namespace "$(namespace "$1")" --selector "adamant.dev/migration=$migration" \
    --output 'jsonpath={range .items[*]}{.status.conditions[?(@.status=="True")].type}{"\n"}{end}' >"$work/jobs" ||
    fail "the earlier runs of $(title "$1") cannot be read"
  grep -qw Complete "$work/jobs"
}

# Waits for a Job, which its activeDeadlineSeconds ends.
wait_for_job() {
  local conditions
  while :; do
    conditions=$(kubectl get --filename "$1" --output 'jsonpath={.status.conditions[?(@.status=="True")].type}')
    case " $conditions " in
      *' Complete '*) return ;;
      *' Failed '* | *' FailureTarget '*)
        fail "$(title "$1") has failed: read its logs, correct the cause, delete it, and apply again"
        ;;
    esac
    sleep 2
  done
}

# Waits for a rollout: each batch of pods has the progress deadline.
wait_for_rollout() {
  local replicas deadline surge batches
  read -r replicas deadline surge < <(kubectl get --filename "$1" --output \
    'go-template={{or .spec.replicas .status.desiredNumberScheduled 1}} {{or .spec.progressDeadlineSeconds 600}} {{if .spec.strategy}}{{if .spec.strategy.rollingUpdate}}{{.spec.strategy.rollingUpdate.maxSurge}}{{else}}100%{{end}}{{else}}1{{end}}{{"\n"}}')
  case $surge in
    0 | 0%) batches=$replicas ;;
    *%) batches=$((100 / ${surge%\%} + 2)) ;;
    *) batches=$(((replicas + surge - 1) / surge + 1)) ;;
  esac
  kubectl rollout status --filename "$1" --timeout="$((batches * deadline))s"
}

# Removes the file of a Job that has run before.
skip_job() {
  if has_run "$1"; then
    echo "$(title "$1") is skipped: its image has run its command"
    rm -- "$1"
  fi
}

# Renders the kustomizations of a wave, which fetches their repositories, and removes them from the copy of the wave.
render_kustomizations() {
  local addon name
  rm -rf -- "$work/addons"
  mkdir "$work/addons"
  while read -r addon <&3; do
    addon=$(dirname -- "$addon")
    name=$(basename -- "$addon")
    echo "fetching the addon $name"
    kubectl kustomize "$folder/$1/$addon" >"$work/addons/$name.yaml" ||
      fail "the repository of the addon $name cannot be read: $(awk '/^resources:/ { getline; print $2 }' "$folder/$1/$addon/kustomization.yaml")"
    rm -r -- "$work/wave/$addon"
  done 3< <(cd -- "$folder/$1" && find . -name kustomization.yaml | sort)
}

# Applies an addon, and waits until its definitions are served and its pods run.
apply_addon() {
  local kind name namespace
  apply --filename "$1"
  kubectl get --filename "$1" --output \
    'go-template={{range .items}}{{.kind}} {{.metadata.name}} {{or .metadata.namespace "-"}}{{"\n"}}{{end}}' >"$work/objects"
  while read -r kind name namespace <&3; do
    case $kind in
      CustomResourceDefinition) kubectl wait --for=condition=Established "customresourcedefinition/$name" --timeout=120s ;;
      DaemonSet | Deployment | StatefulSet)
        kubectl rollout status "$kind/$name" --namespace "$namespace" --timeout=1200s
        ;;
    esac
  done 3<"$work/objects"
}

lower_and_remove() {
  lower_quota "$1"
  rm -- "$1"
}

while read -r wave <&4; do
  echo "wave $wave"
  rm -rf -- "$work/wave"
  cp -R -- "$folder/$wave" "$work/wave"
  each "$work/wave" Job skip_job
  each "$work/wave" ResourceQuota lower_and_remove
  render_kustomizations "$wave"
  [[ -z $(find "$work/wave" -name '*.yaml') ]] || apply --recursive --filename "$work/wave"
  for addon in "$work"/addons/*.yaml; do [[ ! -e $addon ]] || apply_addon "$addon"; done
  # A quota exists from the beginning of its namespace.
  [[ -z $(files "$work/wave" Namespace) ]] || each "$folder" ResourceQuota raise_quota
  each "$work/wave" Job wait_for_job
  for kind in StatefulSet DaemonSet Deployment; do each "$work/wave" "$kind" wait_for_rollout; done
done 4<"$folder/WAVES"
echo "applied $folder"
