#!/usr/bin/env bash
set -euo pipefail
# Ranges such as [a-z] have no other letters.
export LC_ALL=C

usage='usage: scripts/prune-config.sh NAMESPACE [--dry-run]

Deletes the ConfigMaps of a namespace that no revision reads, in the cluster of the current kubectl context. A rollback
returns to a ReplicaSet or a ControllerRevision, of which each workload keeps five; these and Jobs carry the label of the
configuration that they read.

  --dry-run   print the ConfigMaps, delete none
  --help      print this text'

reject() {
  printf '%s\n\n%s\n' "prune-config: $1" "$usage" >&2
  exit 2
}

namespace=''
flags=()
for argument in "$@"; do
  case $argument in
    -h | --help) printf '%s\n' "$usage"; exit 0 ;;
    --dry-run) flags=(--dry-run=server) ;;
    -*) reject "unknown option '$argument'" ;;
    *)
      [[ -z $namespace ]] || reject "one NAMESPACE is allowed; got '$namespace' and '$argument'"
      [[ $argument =~ ^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$ ]] ||
        reject "NAMESPACE must be lower-case letters, digits and hyphens, 63 at most; got '$argument'"
      namespace=$argument
      ;;
  esac
done
[[ -n $namespace ]] || reject 'NAMESPACE is required'

label=adamant.dev/config
kept=$(kubectl get replicasets,controllerrevisions,cronjobs,jobs,pods --namespace "$namespace" --selector "$label" \
  --output 'jsonpath={range .items[*]}{.metadata.labels.adamant\.dev/config}{"\n"}{end}' | sort -u | paste -sd, -)
if [[ -z $kept ]]; then
  # Without a revision there is no list of what is needed.
  echo "no revision in $namespace reads a configuration: nothing was deleted"
  exit 0
fi
kubectl delete configmaps --namespace "$namespace" \
  --selector "app.kubernetes.io/managed-by=adamant,$label,$label notin ($kept)" ${flags[@]+"${flags[@]}"}
