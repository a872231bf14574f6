import type {
  AlertRulesProps,
  ControlPlaneAlertsProps,
  ElasticsearchAlertsProps,
  FilebeatAlertsProps,
  ServiceLevelProps,
} from '../../../lib/operators/prometheus/rules/props';
import { workloadEndpoint } from '../../../lib/kubernetes/workloads/workload';
import type { AlertmanagerProps } from '../../../lib/operators/prometheus/alertmanager-props';
import type { PrometheusProps, ServerProps } from '../../../lib/operators/prometheus/props';
import * as rules from '../../support/alerts/rules';
import { alertmanager, prometheus } from '../../support/monitoring-samples';
import { digest } from '../../support/workload-samples';
import { scene, type Scenes } from './change';

const rolls = ['Prometheus'];
const hook = { type: 'webhook', url: { key: 'url', secret: 'hook' } } as const;
const critical = [{ label: 'severity', value: 'critical' }];

export const monitoring: Scenes = {
  ServerProps: scene<ServerProps>(prometheus, {
    name: { replaces: 'everything', to: 'other' },
    namespace: { replaces: 'everything', to: 'others' },
    image: { rolls, to: { digest, repository: 'registry.example.com/prometheus' } },
    version: { rolls, to: '3.5.1' },
    storage: { rolls, to: '200Gi' },
    storageClass: { rolls, to: 'io2' },
    resources: { rolls, to: { cpu: '2', memory: '8Gi' } },
    priorityClass: { rolls, to: 'monitoring' },
    placement: { rolls, to: { labels: { role: 'monitoring' }, taints: { dedicated: 'monitoring:NoSchedule' } } },
    allowedFrom: { to: [workloadEndpoint('dashboards', 3000)] },
  }),
  PrometheusProps: scene<Omit<PrometheusProps, keyof ServerProps>>(prometheus, {
    selector: { to: { prometheus: 'other' } },
    retention: { rolls, to: '30d' },
    alertmanager: { to: { name: 'platform', namespace: 'monitoring' } },
    targets: { to: [workloadEndpoint('api', 8080)] },
    apiServerAddresses: { to: ['10.0.0.0/16'] },
  }),
  AlertmanagerProps: scene<Omit<AlertmanagerProps, keyof ServerProps>>(alertmanager, {
    receivers: { to: { chat: hook } },
    defaultReceiver: { given: { receivers: { chat: hook, pager: hook } }, to: 'pager' },
    connectsTo: { to: [{ name: 'chat', peer: { addresses: ['192.0.2.0/24'] }, ports: [443] }] },
    routes: { to: [{ matchers: critical, receiver: 'chat' }] },
    watchdog: { given: { receivers: { chat: hook, snitch: hook } }, to: 'snitch' },
    inhibitions: { to: [] },
    groupBy: { to: ['alertname'] },
    repeatInterval: { to: '12h' },
  }),
  AlertRulesProps: scene<AlertRulesProps>(rules.clusterAlerts, {
    name: { replaces: 'everything', to: 'other' },
    namespace: { replaces: 'everything', to: 'others' },
    labels: { to: { prometheus: 'other' } },
    runbooks: { to: 'https://runbooks.example.com' },
  }),
  ControlPlaneAlertsProps: scene<Omit<ControlPlaneAlertsProps, keyof AlertRulesProps>>(rules.controlPlaneAlerts, {
    etcdMembers: { to: 5 },
    jobs: { to: { scheduler: 'scheduler' } },
  }),
  ElasticsearchAlertsProps: scene<Omit<ElasticsearchAlertsProps, keyof AlertRulesProps>>(rules.elasticsearchAlerts, {
    cluster: { to: 'search' },
    members: { to: 3 },
  }),
  FilebeatAlertsProps: scene<Omit<FilebeatAlertsProps, keyof AlertRulesProps>>(rules.filebeatAlerts, {
    agents: { to: { name: 'shipper', namespace: 'agents' } },
  }),
  ServiceLevelProps: scene<Omit<ServiceLevelProps, keyof AlertRulesProps>>(rules.serviceLevel, {
    service: { to: 'web' },
    availability: { to: 99.5 },
    requests: { to: { failed: { code: '5..' }, labels: { job: 'web' }, metric: 'http_requests_total' } },
  }),
};
