import { Construct } from 'constructs';
import { sortedEntries } from '../../../core/canonical';
import { createRules } from './alert-rules';
import { capacityAlerts } from './capacity-alerts';
import { checkLabelText, checkMembers, checkServing } from './checks';
import { controlPlaneAlerts } from './control-plane-alerts';
import { monitoringAlerts } from './monitoring-alerts';
import { nodeAlerts } from './node-alerts';
import type { AlertRulesProps, ClusterAlertsProps, ControlPlaneAlertsProps } from './props';
import { workloadAlerts } from './workload-alerts';

/**
 * Alerts about workloads and their limits, and about nodes, of all namespaces. They need kube-state-metrics and node_exporter, whose
 * monitors keep the labels of the exporter (`honorLabels`), and the metrics of kubelets. Wave `data`.
 *
 * @example
 * new ClusterAlerts(scope, 'cluster-alerts', {
 *   labels: { prometheus: 'platform' },
 *   name: 'cluster',
 *   namespace: 'monitoring',
 *   runbooks: 'https://git.example.com/infrastructure/docs/runbooks',
 *   serving: { shop: ['api', 'web'] },
 * });
 */
export class ClusterAlerts extends Construct {
  constructor(scope: Construct, id: string, props: ClusterAlertsProps) {
    super(scope, id);
    const { serving } = props;
    const groups = [...workloadAlerts(serving), ...capacityAlerts(), ...nodeAlerts()];
    createRules(this, props, groups, checkServing(serving));
  }
}

/**
 * Alerts about API servers, kubelets and CoreDNS, and with `etcdMembers` about etcd, controller managers and schedulers, which
 * Prometheus collects of a control plane on nodes of its own only. Wave `data`.
 *
 * @example
 * new ControlPlaneAlerts(scope, 'control-plane-alerts', {
 *   etcdMembers: 3,
 *   labels: { prometheus: 'platform' },
 *   name: 'control-plane',
 *   namespace: 'monitoring',
 *   runbooks: 'https://git.example.com/infrastructure/docs/runbooks',
 * });
 */
export class ControlPlaneAlerts extends Construct {
  constructor(scope: Construct, id: string, props: ControlPlaneAlertsProps) {
    super(scope, id);
    const { etcdMembers, jobs } = props;
    createRules(this, props, controlPlaneAlerts(etcdMembers, jobs), [
      ...(etcdMembers === undefined ? [] : checkMembers('etcdMembers', etcdMembers)),
      ...sortedEntries<string, string>({ ...jobs }).flatMap(([component, job]) =>
        checkLabelText(`jobs.${component}`, job),
      ),
    ]);
  }
}

/**
 * Alerts about the monitoring: targets that do not answer, rules and configurations that fail, notifications that are not delivered,
 * and `Watchdog`, which always fires. Wave `data`.
 *
 * @example
 * new MonitoringAlerts(scope, 'monitoring-alerts', {
 *   labels: { prometheus: 'platform' },
 *   name: 'monitoring',
 *   namespace: 'monitoring',
 *   runbooks: 'https://git.example.com/infrastructure/docs/runbooks',
 * });
 */
export class MonitoringAlerts extends Construct {
  constructor(scope: Construct, id: string, props: AlertRulesProps) {
    super(scope, id);
    createRules(this, props, monitoringAlerts());
  }
}
