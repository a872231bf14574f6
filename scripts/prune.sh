#!/usr/bin/env bash
set -euo pipefail
# Ranges such as [a-z] have no other letters.
export LC_ALL=C

usage='usage: scripts/prune.sh NAMESPACE [--dry-run]

Deletes the ConfigMaps and the NetworkPolicies of connections that no pod template refers to any more, in a namespace of the
current kubectl context. Kept is what a template in any namespace names: of Deployments, StatefulSets and DaemonSets, of the
ReplicaSets and ControllerRevisions that `kubectl rollout undo` returns to, of CronJobs and Jobs, and of existing pods.

Nothing is deleted while a rollout is in progress, or if a list cannot be read. Do not run it during an apply, which creates
ConfigMaps and NetworkPolicies before the workloads that refer to them.

  --dry-run   print what would be deleted, delete nothing
  --help      print this text'

reject() {
  printf '%s\n\n%s\n' "prune: $1" "$usage" >&2
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

# The candidates are listed first: what an apply creates after this line is not among them.
candidates=$(kubectl get configmaps,networkpolicies --namespace "$namespace" \
  --selector app.kubernetes.io/managed-by=adamant,adamant.dev/prune=unreferenced --output name | sort)
if [[ -z $candidates ]]; then
  echo "nothing in $namespace is named by its content: nothing was deleted"
  exit 0
fi

# A controller that has not observed a template has not made its ReplicaSet or ControllerRevision.
rollouts=$(kubectl get deployments,statefulsets,daemonsets --all-namespaces \
  --output 'jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name}{"\t"}{.metadata.generation}{"\t"}{.status.observedGeneration}{"\t"}{.status.replicas}{"\t"}{.status.updatedReplicas}{"\n"}{end}' |
  awk -F '\t' '$1 != "" && ($2 != $3 || $4 + 0 != $5 + 0) { print "  " $1 }')
if [[ -n $rollouts ]]; then
  printf 'a rollout is in progress, nothing was deleted:\n%s\n' "$rollouts" >&2
  exit 1
fi

# Names are enough: they end in the hash of the content, so an equal name is an equal object.
templates=deployments,statefulsets,daemonsets,replicasets,controllerrevisions,cronjobs,jobs,pods
references=$(kubectl get "$templates" --all-namespaces --output \
  'jsonpath={..configMapRef.name}{" "}{..configMapKeyRef.name}{" "}{..configMap.name}{" "}{..annotations.adamant\.dev/connections}' |
  tr -s ' ' '\n' | sort -u)
if [[ -z ${references//[[:space:]]/} ]]; then
  # Without a template there is no list of what is needed.
  echo "no pod template refers to a ConfigMap or a connection: nothing was deleted"
  exit 0
fi

unreferenced=$(awk -F/ 'NR == FNR { kept[$0]; next } !($2 in kept)' <(printf '%s\n' "$references") <(printf '%s\n' "$candidates"))
if [[ -z $unreferenced ]]; then
  echo "every ConfigMap and connection in $namespace is referred to: nothing was deleted"
  exit 0
fi
# Names of objects contain no spaces.
# shellcheck disable=SC2086
kubectl delete --namespace "$namespace" $unreferenced ${flags[@]+"${flags[@]}"}
