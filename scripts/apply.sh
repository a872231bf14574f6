#!/usr/bin/env bash
set -euo pipefail
export LC_ALL=C
# With it, cd prints the folder.
unset CDPATH

usage='usage: scripts/apply.sh FOLDER [--force-conflicts]

Applies the Kubernetes waves of an environment, such as dist/kubernetes/lab, to the cluster of the current kubectl context, in
the order of its file WAVES. It waits for the Jobs, Secrets and rollouts of a wave before the next one, and exits non-zero at the
first that fails. It fetches the repositories of addons from GitHub, at their pinned commits.

A migration is skipped if its image has run its command with the same configuration, or if another image has run since, so a
rollback runs no old migration. A ResourceQuota is raised before the workloads, and lowered when their usage allows it. Volumes of
Prometheus and Alertmanager are enlarged before their servers; the operators of RabbitMQ and Elasticsearch enlarge theirs.

No release waits for a lost machine: pods on nodes that are not ready are not waited for, unless they are most of a cluster. The agents
of a DaemonSet are waited for last.

At the end, users of RabbitMQ and their permissions that are no longer in the code are revoked: their objects are deleted, and the
messaging topology operator deletes them in RabbitMQ. Queues, messages and all other objects stay.

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

# Runs a command for each file of a kind in a folder, with these arguments after it. A credential plugin of kubectl may read standard input.
each() {
  local file
  while read -r file <&3; do "$3" "$file" "${@:4}"; done 3< <(files "$1" "$2")
}

# Prints kind, name and namespace of a file, for people.
title() {
  printf '%s in namespace %s' "$(basename -- "$1" .yaml | sed 's/\./ /')" "$(namespace "$1")"
}

name() {
  local file
  file=$(basename -- "$1" .yaml)
  printf '%s' "${file#*.}"
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
  factor[""] = 1; factor["n"] = 1e-9; factor["u"] = 1e-6; factor["m"] = 0.001
  factor["k"] = 1e3; factor["M"] = 1e6; factor["G"] = 1e9; factor["T"] = 1e12; factor["P"] = 1e15; factor["E"] = 1e18
  factor["Ki"] = 1024; factor["Mi"] = 1024 ^ 2; factor["Gi"] = 1024 ^ 3; factor["Ti"] = 1024 ^ 4
  factor["Pi"] = 1024 ^ 5; factor["Ei"] = 1024 ^ 6
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

# Applies a ResourceQuota with the larger of each amount: that of the file, or that in the cluster. Once is enough.
raise_quota() {
  ! grep -qxF -- "$1" "$work/raised" || return 0
  quota "$1" .spec.hard >"$work/live"
  awk "$amounts"'
    FILENAME == ARGV[1] { live[$1] = $2; next }'"$quota_file"'
    isAmount && name in live && amount(live[name]) > amount(value) { print "    " name ": \"" live[name] "\""; next }
    { print }' "$work/live" "$1" >"$work/quota.yaml"
  apply --filename "$work/quota.yaml"
  printf '%s\n' "$1" >>"$work/raised"
}

# Applies a ResourceQuota when the pods of the previous release are gone: below its usage, it would reject new pods.
lower_quota() {
  local deadline=$((SECONDS + 1200)) excess='  its usage cannot be read'
  while :; do
    # A request that fails is repeated.
    if quota "$1" .status.used >"$work/used"; then
      excess=$(awk "$amounts"'
        FILENAME == ARGV[1] { used[$1] = $2; next }'"$quota_file"'
        isAmount && name in used && amount(used[name]) > amount(value) { print "  " name ": used " used[name] ", quota " value }' "$work/used" "$1")
      [[ -n $excess ]] || break
    fi
    ((SECONDS < deadline)) ||
      fail "objects that are not in the code use more than the ResourceQuota, which stays as it was; delete them and apply again:"$'\n'"$excess"
    sleep 5
  done
  apply --filename "$1"
}

# Applies a ResourceQuota before the first wave, in a namespace that exists.
raise_existing_quota() {
  local found
  found=$(kubectl get namespace "$(namespace "$1")" --ignore-not-found --output name)
  [[ -z $found ]] || raise_quota "$1"
}

# Prints the value of a label in a Job's file, or nothing.
label() {
  awk -v key="$2:" '{ name = $1; gsub(/["\047]/, "", name) } name == key { gsub(/["\047]/, "", $2); print $2; exit }' "$1"
}

# Prints the reason to skip a migration, or nothing. Times are compared as text: all are of one format.
reason_to_skip() {
  local migration
  migration=$(label "$1" adamant.dev/migration)
  [[ -n $migration ]] || return 0
  kubectl get jobs --namespace "$(namespace "$1")" \
    --selector "adamant.dev/migration,app.kubernetes.io/instance=$(label "$1" app.kubernetes.io/instance)" \
    --output 'go-template={{range .items}}{{or .status.completionTime "-"}} {{index .metadata.labels "adamant.dev/migration"}} {{or (index .metadata.labels "adamant.dev/migration-inputs") "-"}}{{"\n"}}{{end}}' >"$work/jobs" ||
    fail "the earlier runs of $(title "$1") cannot be read"
  awk -v migration="$migration" -v inputs="$(label "$1" adamant.dev/migration-inputs)" '
    $1 == "-" { next }
    $2 != migration { if ($1 > others) others = $1; next }
    { if ($1 > own) own = $1 }
    # A run of an earlier release of the library has no label of its inputs.
    $3 == inputs || $3 == "-" { same = 1 }
    END {
      if (own == "") exit
      if (others > own) print "another image has run since"
      else if (same) print "its image has run its command with the same configuration"
    }' "$work/jobs"
}

# Waits for a Job until its activeDeadlineSeconds, or for an hour if it has none. A request that fails is repeated.
wait_for_job() {
  local deadline=$((SECONDS + 3600)) state name limit conditions
  while :; do
    if state=$(kubectl get --filename "$1" --ignore-not-found --output \
      'go-template={{.metadata.name}} {{or .spec.activeDeadlineSeconds "-"}}{{range .status.conditions}}{{if eq .status "True"}} {{.type}}{{end}}{{end}}'); then
      if [[ -z $state ]]; then
        echo "$(title "$1") has finished, and is deleted (ttlSecondsAfterFinished)"
        return
      fi
      read -r name limit conditions <<<"$state"
      [[ $limit == - ]] || deadline=$((SECONDS + 3600))
      case " $conditions " in
        *' Complete '*) return ;;
        *' Failed '* | *' FailureTarget '*)
          fail "Job $name in namespace $(namespace "$1") has failed: read its logs, correct the cause, delete it, and apply again"
          ;;
        *' Suspended '*)
          echo "$(title "$1") is not waited for: it is suspended"
          return
          ;;
      esac
    fi
    ((SECONDS < deadline)) || fail "$(title "$1") has not finished in an hour"
    sleep 2
  done
}

# Waits until external-secrets has written the Secret of an ExternalSecret as it is now: an older Secret may lack a key. Pods and operators that need it would fail, and wait longer at each attempt.
wait_for_secret() {
  local deadline=$((SECONDS + 300)) generation='' synced='' reason=''
  while :; do
    if read -r generation synced reason < <(kubectl get --filename "$1" --output \
      'go-template={{.metadata.generation}} {{if .status}}{{or .status.syncedResourceVersion "-"}}{{range .status.conditions}}{{if eq .type "Ready"}} {{.message}}{{end}}{{end}}{{else}}-{{end}}{{"\n"}}'); then
      [[ $synced != "$generation"-* ]] || return 0
    fi
    ((SECONDS < deadline)) ||
      fail "the Secret of $(title "$1") is not written${reason:+: $reason}; see: kubectl describe externalsecret $(name "$1") --namespace $(namespace "$1")"
    sleep 2
  done
}

# Prints the names of nodes that are not ready.
lost_nodes() {
  kubectl get nodes --output \
    'go-template={{range .items}}{{$name := .metadata.name}}{{range .status.conditions}}{{if eq .type "Ready"}}{{if ne .status "True"}}{{$name}}{{"\n"}}{{end}}{{end}}{{end}}{{end}}'
}

# True if the pods of a file's object, by a selector, are ready except on nodes that are not ready, and these are at most half of them. Says so.
waits_for_lost() {
  local lost
  lost=$(lost_nodes) && [[ -n $lost ]] || return 1
  printf '%s\n' "$lost" >"$work/lost"
  kubectl get pods --namespace "$(namespace "$1")" --selector "$2" --output \
    'go-template={{range .items}}{{or .spec.nodeName "-"}} {{range .status.conditions}}{{if eq .type "Ready"}}{{.status}}{{end}}{{end}}{{"\n"}}{{end}}' >"$work/pods" || return 1
  awk '
    FILENAME == ARGV[1] { lost[$1] = 1; next }
    $2 == "True" { ready++; next }
    $1 in lost { missing++; next }
    { others++ }
    END { exit !(missing && !others && ready >= missing) }' "$work/lost" "$work/pods" || return 1
  echo "$(title "$1") is not complete, and is not waited for: these nodes are not ready: ${lost//$'\n'/ }"
}

# Waits until the operator has replaced and started the members of a RabbitmqCluster. It writes observedGeneration at the end.
wait_for_rabbitmq() {
  local started=$SECONDS state generation observed condition=''
  while :; do
    if state=$(kubectl get --filename "$1" --output \
      'go-template={{.metadata.generation}} {{if .status}}{{or .status.observedGeneration 0}} {{if .status.conditions}}read{{end}}{{else}}0{{end}}'); then
      read -r generation observed condition <<<"$state"
      [[ $generation != "$observed" ]] || break
    fi
    [[ -n $condition ]] || ((SECONDS < started + 300)) ||
      fail "no operator has read $(title "$1"): see the logs of the RabbitMQ cluster operator"
    ((SECONDS < started + 7200)) || fail "the members of $(title "$1") are not replaced: kubectl describe --filename $1"
    sleep 2
  done
  kubectl wait --filename "$1" --for=condition=ReconcileSuccess --timeout=300s
  started=$SECONDS
  until kubectl rollout status "statefulset/$(name "$1")-server" --namespace "$(namespace "$1")" --timeout=30s &&
    kubectl wait --filename "$1" --for=condition=AllReplicasReady --timeout=30s; do
    ! waits_for_lost "$1" "app.kubernetes.io/name=$(name "$1")" || return 0
    ((SECONDS < started + 600)) || fail "members of $(title "$1") are not ready; see: kubectl describe --filename $1"
    sleep 2
  done
}

# Waits until RabbitMQ has what an object of the topology operator declares.
wait_for_topology() {
  kubectl wait --filename "$1" --for=condition=Ready --timeout=300s ||
    fail "RabbitMQ has not taken $(title "$1"); see: kubectl describe --filename $1"
}

# Enlarges the claims of a Prometheus or an Alertmanager, which its operator leaves as they are: a server would write more than its volume holds.
enlarge_claims() {
  local size namespace claim
  namespace=$(namespace "$1")
  size=$(awk '
    match($0, /[^ ]/) - 1 <= indent { isTemplate = 0 }
    /^ *"?volumeClaimTemplate"?:/ { isTemplate = 1; indent = match($0, /[^ ]/) - 1 }
    isTemplate && $1 ~ /^"?storage"?:$/ && NF == 2 { gsub(/"/, "", $2); print $2; exit }' "$1")
  [[ -n $size ]] || return 0
  kubectl get persistentvolumeclaims --namespace "$namespace" \
    --selector "app.kubernetes.io/managed-by=prometheus-operator,app.kubernetes.io/name=$2,app.kubernetes.io/instance=$(name "$1")" \
    --output 'go-template={{range .items}}{{.metadata.name}} {{.spec.resources.requests.storage}}{{"\n"}}{{end}}' >"$work/claims"
  awk -v size="$size" "$amounts"'amount($2) < amount(size) { print $1 }' "$work/claims" >"$work/small"
  while read -r claim <&4; do
    kubectl patch persistentvolumeclaim "$claim" --namespace "$namespace" --type=merge \
      --patch "{\"spec\":{\"resources\":{\"requests\":{\"storage\":\"$size\"}}}}" ||
      fail "the volume of $claim in namespace $namespace cannot be enlarged to $size; its StorageClass must have allowVolumeExpansion: true"
  done 4<"$work/small"
}

# Waits until the Prometheus operator has made what a Prometheus or an Alertmanager declares, and its servers run. Each of the two has 10 minutes to end, and 15 to read its write-ahead log.
wait_for_server() {
  local deadline=$((SECONDS + 3600)) state generation conditions
  while :; do
    if state=$(kubectl get --filename "$1" --output \
      'go-template={{.metadata.generation}}{{if .status}}{{range .status.conditions}} {{.type}}={{.status}}:{{.observedGeneration}}{{end}}{{end}}'); then
      read -r generation conditions <<<"$state"
      case " $conditions " in
        *" Reconciled=True:$generation "*)
          case " $conditions " in
            *" Available=True:$generation "*) return ;;
            *" Available=Degraded:$generation "*) ! waits_for_lost "$1" "app.kubernetes.io/instance=$(name "$1"),app.kubernetes.io/name=$2" || return 0 ;;
          esac
          ;;
      esac
    fi
    ((SECONDS < deadline)) || fail "the servers of $(title "$1") do not run; see: kubectl describe --filename $1"
    sleep 2
  done
}

# Waits until ECK has made what an Elasticsearch or a Kibana declares. It replaces a node after the copies of its shards are complete.
wait_for_elastic() {
  local deadline=$((SECONDS + 7200)) state generation observed health=unknown phase=unknown
  while :; do
    if state=$(kubectl get --filename "$1" --output \
      'go-template={{.metadata.generation}} {{if .status}}{{or .status.observedGeneration 0}} {{or .status.health "-"}} {{or .status.phase "Ready"}}{{end}}'); then
      read -r generation observed health phase <<<"$state"
      [[ $generation != "$observed" || $health != green || $phase != Ready ]] || return 0
      [[ $generation != "$observed" || $phase != Ready ]] || ! waits_for_lost "$1" "$2=$(name "$1")" || return 0
      [[ $phase != Invalid ]] || fail "its operator refuses $(title "$1"); see: kubectl describe --filename $1"
    fi
    ((SECONDS < deadline)) || fail "$(title "$1") is $health in the phase $phase, not green and Ready; see: kubectl describe --filename $1"
    sleep 2
  done
}

# Applies a definition of custom resources before the objects, and waits until the API server serves it.
apply_definition() {
  local deadline=$((SECONDS + 120))
  apply --filename "$1"
  # A definition that was just created has no conditions yet, which `kubectl wait` takes for an error.
  until kubectl wait --for=condition=Established --filename "$1" --timeout=10s 2>"$work/definition"; do
    ((SECONDS < deadline)) || fail "$(name "$1") is not served: $(cat "$work/definition")"
    sleep 1
  done
}

# Prints the file of a Deployment's autoscaler, or nothing.
autoscaler() {
  find "$folder" -path "*/$(namespace "$1")/HorizontalPodAutoscaler.$(name "$1").yaml"
}

# Deployments that somebody has scaled to zero. Their autoscaler does nothing at zero.
stopped=()

# Waits for a rollout: each batch of pods has the progress deadline, or 10 minutes and the time in which the pods before it end. A pod of the strategy OnDelete is replaced by hand.
wait_for_rollout() {
  local replicas deadline grace surge strategy batches limit paused
  read -r strategy replicas deadline grace surge paused < <(kubectl get --filename "$1" --output \
    'go-template={{if .spec.updateStrategy}}{{or .spec.updateStrategy.type "-"}}{{else}}-{{end}} {{if eq (printf "%v" .spec.replicas) "0"}}0{{else}}{{or .spec.replicas 1}}{{end}} {{or .spec.progressDeadlineSeconds 600}} {{if .spec.progressDeadlineSeconds}}0{{else}}{{or .spec.template.spec.terminationGracePeriodSeconds 30}}{{end}} {{if .spec.strategy}}{{if .spec.strategy.rollingUpdate}}{{.spec.strategy.rollingUpdate.maxSurge}}{{else}}100%{{end}}{{else}}1{{end}} {{or .spec.paused false}}{{"\n"}}')
  [[ $paused != true ]] || fail "$(title "$1") is paused; resume it, and apply again: kubectl rollout resume deployment/$(name "$1") --namespace $(namespace "$1")"
  if [[ $strategy == OnDelete ]]; then
    echo "$(title "$1") is not waited for: its pods are replaced by hand (OnDelete)"
    return
  fi
  [[ $replicas != 0 || -z $(autoscaler "$1") ]] || stopped+=("$1")
  case $surge in
    0 | 0%) batches=$replicas ;;
    *%) batches=$((100 / ${surge%\%} + 2)) ;;
    *) batches=$(((replicas + surge - 1) / surge + 1)) ;;
  esac
  # The API's word for no deadline is 2147483647, whose multiples are no duration.
  limit=$((batches * (deadline + grace)))
  kubectl rollout status --filename "$1" --timeout="$((limit < 86400 ? limit : 86400))s"
}

# Waits for the agents of a DaemonSet, as long as one becomes ready every 10 minutes: its title, and the arguments of kubectl that name it. Agents of lost nodes are not waited for.
wait_for_agents() {
  local title=$1 since=$SECONDS before='' lost='' state strategy generation observed desired updated available missing
  shift
  while :; do
    if state=$(kubectl get "$@" --output \
      'go-template={{or .spec.updateStrategy.type "-"}} {{.metadata.generation}} {{or .status.observedGeneration 0}} {{or .status.desiredNumberScheduled 0}} {{or .status.updatedNumberScheduled 0}} {{or .status.numberAvailable 0}}'); then
      # Without permission to read nodes, all are waited for.
      lost=$(lost_nodes) || lost=''
      read -r strategy generation observed desired updated available <<<"$state"
      if [[ $strategy == OnDelete ]]; then
        echo "$title is not waited for: its pods are replaced by hand (OnDelete)"
        return
      fi
      [[ $state == "$before" ]] || since=$SECONDS before=$state
      if [[ $generation == "$observed" ]]; then
        ((updated < desired || available < desired)) || return 0
        missing=$(wc -l <<<"$lost")
        # Agents of lost nodes use up maxUnavailable: then the others work, and are replaced when those nodes are ready or gone.
        if [[ -n $lost ]] && ((desired - available <= missing && (desired - updated <= missing || SECONDS >= since + 60))); then
          echo "$title has $updated of $desired agents of this release; these nodes are not ready: ${lost//$'\n'/ }"
          return
        fi
      fi
    fi
    ((SECONDS < since + 600)) || fail "the agents of $title do not become ready; see: kubectl describe $*"
    sleep 2
  done
}

# Waits for the agents of a DaemonSet's file.
wait_for_daemon_set() {
  wait_for_agents "$(title "$1")" --filename "$1"
}

# Removes the file of a migration that must not run.
skip_job() {
  local reason
  reason=$(reason_to_skip "$1")
  if [[ -n $reason ]]; then
    echo "$(title "$1") is skipped: $reason"
    rm -- "$1"
  fi
}

# True if the cluster has the workloads or definitions of this kustomization: a rollback must not need GitHub.
is_applied() {
  local content
  content=$(awk '/adamant\.dev\/addon"?:/ { gsub(/"/, "", $2); print $2; exit }' "$1/kustomization.yaml")
  [[ -n $content && -n $(kubectl get customresourcedefinitions,deployments,statefulsets --namespace "$(namespace "$1")" --selector "adamant.dev/addon=$content" --output name) ]]
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
    if ! kubectl kustomize "$folder/$1/$addon" >"$work/addons/$name.yaml"; then
      is_applied "$folder/$1/$addon" ||
        fail "the repository of the addon $name cannot be read: $(awk '/^resources:/ { getline; print $2 }' "$folder/$1/$addon/kustomization.yaml")"
      echo "the repository of the addon $name cannot be read; its objects stay as they are, since nothing of it has changed"
      rm -- "$work/addons/$name.yaml"
    fi
    rm -r -- "$work/wave/$addon"
  done 3< <(cd -- "$folder/$1" && find . -name kustomization.yaml | sort)
}

# Applies an addon, its definitions first, and waits until its pods run.
apply_addon() {
  local kind name namespace
  # The API server knows an object of a definition after the definition.
  awk -v definitions="$work/definitions.yaml" '
    function flush() { if (isDefinition) printf "---\n%s", text >definitions; text = ""; isDefinition = 0 }
    BEGIN { printf "" >definitions }
    /^---/ { flush(); next }
    /^kind: CustomResourceDefinition$/ { isDefinition = 1 }
    { text = text $0 "\n" }
    END { flush() }' "$1"
  [[ ! -s $work/definitions.yaml ]] || apply_definition "$work/definitions.yaml"
  apply --filename "$1"
  kubectl get --filename "$1" --output \
    'go-template={{if eq .kind "List"}}{{range .items}}{{.kind}} {{.metadata.name}} {{or .metadata.namespace "-"}}{{"\n"}}{{end}}{{else}}{{.kind}} {{.metadata.name}} {{or .metadata.namespace "-"}}{{"\n"}}{{end}}' >"$work/objects"
  while read -r kind name namespace <&3; do
    case $kind in
      DaemonSet) wait_for_agents "DaemonSet $name in namespace $namespace" daemonset "$name" --namespace "$namespace" ;;
      Deployment | StatefulSet) kubectl rollout status "$kind/$name" --namespace "$namespace" --timeout=1200s ;;
    esac
  done 3<"$work/objects"
}

# Kinds of rabbitmq/messaging-topology-operator.
topology='Vhost User Permission TopicPermission Exchange Queue Binding Policy OperatorPolicy Shovel Federation'

# Kinds of rabbitmq/messaging-topology-operator that grant access. Permissions go first: without topic permissions, a user has more.
grants='Permission/permissions TopicPermission/topicpermissions User/users'

# Deletes users and permissions of a RabbitmqCluster that have no file. The operator deletes them in RabbitMQ before their objects.
revoke_grants() {
  local cluster namespace labels kind grant object stale
  cluster=$(name "$1")
  namespace=$(namespace "$1")
  labels="app.kubernetes.io/managed-by=adamant,app.kubernetes.io/part-of=$cluster"
  : >"$work/revoked"
  for grant in $grants; do
    kind=${grant%/*}
    stale=()
    kubectl get "${grant#*/}.rabbitmq.com" --namespace "$namespace" --selector "$labels" --ignore-not-found --output name >"$work/granted"
    while read -r object <&4; do
      [[ -n $(find "$folder" -path "*/$namespace/$kind.${object#*/}.yaml") ]] || stale+=("$object")
    done 4<"$work/granted"
    ((${#stale[@]} > 0)) || continue
    printf 'revoking %s\n' "${stale[@]}" | tee -a "$work/revoked"
    kubectl delete --namespace "$namespace" --ignore-not-found --timeout=300s "${stale[@]}" ||
      fail "RabbitMQ still grants what is no longer in the code; see: kubectl describe --namespace $namespace ${stale[*]}"
  done
  [[ -s $work/revoked ]] || return 0
  # A user or permission under another name may be the same one in RabbitMQ. A changed object is declared again.
  for grant in $grants; do
    kubectl annotate "${grant#*/}.rabbitmq.com" --namespace "$namespace" --selector "$labels" --overwrite adamant.dev/declare=again
    kubectl annotate "${grant#*/}.rabbitmq.com" --namespace "$namespace" --selector "$labels" adamant.dev/declare-
  done
}

# True if the messaging topology operator is installed.
has_topology_operator() {
  local found
  found=$(kubectl get customresourcedefinitions permissions.rabbitmq.com --ignore-not-found --output name) ||
    fail "it cannot be read whether the cluster has the messaging topology operator"
  [[ -n $found ]]
}

define_and_remove() {
  apply_definition "$1"
  rm -- "$1"
}

lower_and_remove() {
  lower_quota "$1"
  rm -- "$1"
}

: >"$work/raised"
each "$folder" ResourceQuota raise_existing_quota
while read -r wave <&4; do
  echo "wave $wave"
  rm -rf -- "$work/wave"
  cp -R -- "$folder/$wave" "$work/wave"
  each "$work/wave" Job skip_job
  each "$work/wave" ResourceQuota lower_and_remove
  each "$work/wave" CustomResourceDefinition define_and_remove
  render_kustomizations "$wave"
  each "$work/wave" Alertmanager enlarge_claims alertmanager
  each "$work/wave" Prometheus enlarge_claims prometheus
  [[ -z $(find "$work/wave" -name '*.yaml') ]] || apply --recursive --filename "$work/wave"
  for addon in "$work"/addons/*.yaml; do [[ ! -e $addon ]] || apply_addon "$addon"; done
  # A quota exists from the beginning of its namespace.
  [[ -z $(files "$work/wave" Namespace) ]] || each "$folder" ResourceQuota raise_quota
  each "$work/wave" ExternalSecret wait_for_secret
  each "$work/wave" RabbitmqCluster wait_for_rabbitmq
  for kind in $topology; do each "$work/wave" "$kind" wait_for_topology; done
  each "$work/wave" Job wait_for_job
  for kind in StatefulSet Deployment; do each "$work/wave" "$kind" wait_for_rollout; done
done 4<"$folder/WAVES"
# Pods of the release before are gone, which may have needed what the code no longer grants.
if [[ -n $(files "$folder" RabbitmqCluster) ]] && has_topology_operator; then each "$folder" RabbitmqCluster revoke_grants; fi
# Nothing of a release needs agents, monitoring and logging, so they do not delay it.
each "$folder" DaemonSet wait_for_daemon_set
each "$folder" Alertmanager wait_for_server alertmanager
each "$folder" Prometheus wait_for_server prometheus
each "$folder" Elasticsearch wait_for_elastic elasticsearch.k8s.elastic.co/cluster-name
each "$folder" Kibana wait_for_elastic kibana.k8s.elastic.co/name
if ((${#stopped[@]} > 0)); then
  for file in "${stopped[@]}"; do
    printf '  kubectl scale deployment/%s --namespace %s --replicas=%s\n' "$(name "$file")" "$(namespace "$file")" \
      "$(awk '/^  minReplicas:/ { print $2 }' "$(autoscaler "$file")")"
  done >"$work/stopped"
  fail "everything is applied, but these Deployments have no pods, and no autoscaler starts one from zero:"$'\n'"$(cat "$work/stopped")"
fi
echo "applied $folder"
