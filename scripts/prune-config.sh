#!/usr/bin/env bash
# Deletes the ConfigMaps of a namespace that no revision reads any more. What a rollback can go back to is a ReplicaSet or a
# ControllerRevision, of which workloads keep five; they and jobs carry the label of the configuration that they read.
set -euo pipefail
namespace=${1:?usage: scripts/prune-config.sh NAMESPACE [kubectl flags: --dry-run=server]}
shift
label=adamant.dev/config

kept=$(kubectl get replicasets,controllerrevisions,cronjobs,jobs,pods --namespace "$namespace" --selector "$label" \
  --output 'jsonpath={range .items[*]}{.metadata.labels.adamant\.dev/config}{"\n"}{end}' | sort -u | paste -sd, -)
if [ -z "$kept" ]; then
  # Nothing runs: then nothing says what is needed, and to delete nothing is right.
  echo "no revision in $namespace reads a configuration: nothing was deleted"
  exit 0
fi
kubectl delete configmaps --namespace "$namespace" --selector "app.kubernetes.io/managed-by=adamant,$label,$label notin ($kept)" "$@"
