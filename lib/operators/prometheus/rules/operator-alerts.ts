import { Construct } from 'constructs';
import type { Finding } from '../../../core/diagnostics';
import { checkName } from '../../../core/naming';
import { createRules } from './alert-rules';
import { type Alert, maxBy, type RuleGroup } from './alert';
import type { OperatorAlertsProps } from './props';

/**
 * Alerts about an operator: no pod answers, its container restarts, it fails or hangs. Its custom resources are then not
 * reconciled, while what they created runs on. They need kube-state-metrics and an `OperatorMonitor`. Wave `data`.
 *
 * @example
 * new OperatorAlerts(scope, 'elastic-operator-alerts', {
 *   labels: { prometheus: 'platform' },
 *   name: 'elastic-operator',
 *   namespace: 'monitoring',
 *   operator: 'elastic-operator',
 *   operatorNamespace: 'elastic-system',
 *   runbooks: 'https://git.example.com/infrastructure/docs/runbooks',
 * });
 */
export class OperatorAlerts extends Construct {
  constructor(scope: Construct, id: string, props: OperatorAlertsProps) {
    super(scope, id);
    const findings: Finding[] = [
      ...checkName('deployment', props.operator, 'operator'),
      ...checkName('namespace', props.operatorNamespace, 'operatorNamespace'),
    ];
    createRules(this, props, operatorAlerts(props), findings);
  }
}

/** Returns the alerts about an operator, with its name as the label `operator`. */
function operatorAlerts({ controllerRuntime = true, operator, operatorNamespace }: OperatorAlertsProps): RuleGroup[] {
  const rules = [
    ...availabilityAlerts(operator, operatorNamespace),
    ...(controllerRuntime ? reconciliationAlerts(`{job="${operator}",namespace="${operatorNamespace}"}`) : []),
  ];
  return [
    {
      name: `operator-${operator}`,
      rules: rules.map((rule) => ({ ...rule, labels: { operator, namespace: operatorNamespace } })),
    },
  ];
}

function availabilityAlerts(operator: string, namespace: string): Alert[] {
  const restarts = `kube_pod_container_status_restarts_total{namespace="${namespace}",pod=~"${operator}-.+"}`;
  return [
    {
      alert: 'OperatorDown',
      expr: `absent(up{job="${operator}",namespace="${namespace}"} == 1)`,
      for: '10m',
      severity: 'warning',
      summary: 'Operator {{ $labels.operator }} does not answer',
      description: 'Changes of its objects, renewed certificates and replaced members wait. What runs is not affected.',
    },
    {
      alert: 'OperatorRestarts',
      expr: `${maxBy('pod', `increase(${restarts}[1h])`)} >= 3`,
      for: '5m',
      severity: 'warning',
      summary:
        'Pod {{ $labels.pod }} of operator {{ $labels.operator }} has restarted {{ $value | printf "%.0f" }} times within an hour',
      description: 'It has too little memory, loses its lease because the API server is slow, or ends with an error.',
    },
  ];
}

/**
 * Returns the alerts by metrics of controller-runtime.
 *
 * @see https://github.com/kubernetes-sigs/controller-runtime/blob/v0.24.1/pkg/internal/controller/metrics/metrics.go
 */
function reconciliationAlerts(of: string): Alert[] {
  return [
    {
      alert: 'OperatorFails',
      // An object that always fails is tried again every 1000 seconds at last, so each window of 20 minutes has an error.
      expr: `sum by (controller) (increase(controller_runtime_reconcile_errors_total${of}[20m])) > 0`,
      for: '40m',
      severity: 'warning',
      summary: 'Controller {{ $labels.controller }} of operator {{ $labels.operator }} has failed for 40 minutes',
      description: 'The changes of one of its objects are not applied. Its log names the object and the cause.',
    },
    {
      alert: 'OperatorHangs',
      expr:
        `${maxBy('namespace', `workqueue_longest_running_processor_seconds${of}`)} > 900 ` +
        `or ${maxBy('namespace', `leader_election_master_status${of}`)} == 0`,
      for: '5m',
      severity: 'warning',
      summary: 'Operator {{ $labels.operator }} reconciles nothing',
      description: 'It has worked on one object for a quarter of an hour, or waits for the lease of another pod.',
    },
  ];
}
