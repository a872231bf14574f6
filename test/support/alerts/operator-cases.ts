import { always, type AlertCase, then } from './case';

const operator = { namespace: 'elastic-system', operator: 'elastic-operator' };
const of = 'job="elastic-operator",namespace="elastic-system",pod="elastic-operator-7d4f9-x7k2p"';
const up = (job: string, namespace = 'elastic-system') => `up{job="${job}",namespace="${namespace}"}`;
const restarts = (namespace: string, pod: string) =>
  `kube_pod_container_status_restarts_total{namespace="${namespace}",pod="${pod}",container="elastic-operator"}`;
const errors = (controller = 'elasticsearch-controller') =>
  `controller_runtime_reconcile_errors_total{${of},controller="${controller}"}`;
const processor = `workqueue_longest_running_processor_seconds{${of},name="elasticsearch-controller"}`;
const leader = `leader_election_master_status{${of},name="elastic-operator-leader"}`;

export const operatorCases: readonly AlertCase[] = [
  {
    alert: 'OperatorDown',
    series: { [up('elastic-operator')]: then(1, 5, 0) },
    firesAt: '15m',
    labels: operator,
    quiet: [
      { [up('elastic-operator')]: always(1) },
      // The pod is replaced.
      { [up('elastic-operator')]: `1x5 0x5 ${always(1)}` },
    ],
  },
  {
    alert: 'OperatorDown',
    // The Deployment is deleted. Pods of the same name in another namespace are not the operator.
    series: { [up('elastic-operator', 'other')]: always(1), [up('other')]: always(1) },
    firesAt: '10m',
    labels: operator,
    quiet: [],
  },
  {
    alert: 'OperatorRestarts',
    series: { [restarts('elastic-system', 'elastic-operator-7d4f9-x7k2p')]: '0x9 1x9 2x9 3x9 4x9 5x1440' },
    firesAt: '35m',
    labels: { ...operator, pod: 'elastic-operator-7d4f9-x7k2p' },
    quiet: [
      { [restarts('elastic-system', 'elastic-operator-7d4f9-x7k2p')]: `0x9 1x9 ${always(2)}` },
      { [restarts('elastic-system', 'other-7d4f9-x7k2p')]: '0+1x1440' },
      { [restarts('other', 'elastic-operator-7d4f9-x7k2p')]: '0+1x1440' },
    ],
  },
  {
    alert: 'OperatorFails',
    // One object fails, at last every 1000 seconds.
    series: { [errors()]: '0x9 10x16 11x16 12x16 13x16 14x16 15x16 16x16' },
    firesAt: '50m',
    labels: { ...operator, controller: 'elasticsearch-controller' },
    quiet: [
      { [errors()]: always(20) },
      // Two errors, 19 minutes apart.
      { [errors()]: `0x9 1x18 ${always(2)}` },
    ],
  },
  {
    alert: 'OperatorHangs',
    series: { [processor]: '0x4 0+60x1440', [leader]: always(1) },
    // It is above 900 seconds from the 21st minute on.
    firesAt: '26m',
    labels: operator,
    quiet: [{ [processor]: '0 300 600 840 0 300 600 0x1440', [leader]: always(1) }],
  },
  {
    alert: 'OperatorHangs',
    series: { [leader]: then(1, 5, 0) },
    firesAt: '10m',
    labels: operator,
    quiet: [{ [leader]: `0x3 ${always(1)}` }],
  },
];
