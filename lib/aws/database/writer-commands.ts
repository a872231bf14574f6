/** Selector of the objects of a namespace that may write. */
const selector = '--selector app.kubernetes.io/managed-by=adamant';

/**
 * Commands that stop everything that may write. The record of what ran is created once: `create` rejects a second one, whose
 * numbers would be 0. Nothing is stopped without a record.
 */
export const stopWriters = `    NAMESPACE=…   # of the services; repeat the commands for each namespace
    deployments=$(kubectl --namespace "$NAMESPACE" get deployments ${selector} \\
      --output 'jsonpath={range .items[*]}{.metadata.name} {.spec.replicas}{"\\n"}{end}') &&
      cronjobs=$(kubectl --namespace "$NAMESPACE" get cronjobs ${selector} \\
        --output 'jsonpath={range .items[?(@.spec.suspend==false)]}{.metadata.name}{"\\n"}{end}') &&
      kubectl --namespace "$NAMESPACE" create configmap stopped-writers \\
        --from-literal="deployments=$deployments" --from-literal="cronjobs=$cronjobs"
    kubectl --namespace "$NAMESPACE" get configmaps stopped-writers && {
      kubectl --namespace "$NAMESPACE" get cronjobs ${selector} --output name |
        xargs -I{} kubectl --namespace "$NAMESPACE" patch {} --patch '{"spec":{"suspend":true}}'
      kubectl --namespace "$NAMESPACE" delete jobs --selector app.kubernetes.io/component=task
      kubectl --namespace "$NAMESPACE" scale deployments ${selector} --replicas 0
    }
`;

/** Commands that start what the record of the stop has. */
export const startWriters = `    NAMESPACE=…   # as in step 1
    record() {
      kubectl --namespace "$NAMESPACE" get configmaps stopped-writers --output "jsonpath={.data.$1}{'\\n'}"
    }
    record deployments | while read -r name replicas; do
      kubectl --namespace "$NAMESPACE" scale deployment "$name" --replicas "$replicas" </dev/null
    done
    record cronjobs | xargs -I{} kubectl --namespace "$NAMESPACE" patch cronjob {} --patch '{"spec":{"suspend":false}}'
`;

/** Command that ends the stop. */
export const removeRecord = `    kubectl --namespace "$NAMESPACE" delete configmaps stopped-writers
`;
