import type {
  ClusterAlertsProps,
  ControlPlaneAlertsProps,
  ElasticsearchAlertsProps,
  FilebeatAlertsProps,
  OperatorAlertsProps,
  ServiceLevelProps,
} from '../../../lib/operators/prometheus/rules/props';
import type { Construct } from 'constructs';
import {
  ClusterAlerts,
  ControlPlaneAlerts,
  MonitoringAlerts,
} from '../../../lib/operators/prometheus/rules/cluster-alerts';
import { ElasticsearchAlerts, FilebeatAlerts } from '../../../lib/operators/prometheus/rules/log-alerts';
import { OperatorAlerts } from '../../../lib/operators/prometheus/rules/operator-alerts';
import { ServiceLevel } from '../../../lib/operators/prometheus/rules/service-level';
import { object } from '../manifests';
import { chartWith, rabbitmqCluster } from '../workload-samples';

/** A rule as it is written to a PrometheusRule. */
export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly interval?: string; readonly rules: readonly Rule[] }[];
}

export const runbooks = 'https://git.example.com/infrastructure/docs/runbooks';

const common = { labels: { prometheus: 'platform' }, namespace: 'monitoring', runbooks };

export function clusterAlerts(scope: Construct, props: Partial<ClusterAlertsProps> = {}): ClusterAlerts {
  return new ClusterAlerts(scope, 'cluster-alerts', { ...common, name: 'cluster', ...props });
}

export function controlPlaneAlerts(scope: Construct, props: Partial<ControlPlaneAlertsProps> = {}): ControlPlaneAlerts {
  return new ControlPlaneAlerts(scope, 'control-plane-alerts', {
    ...common,
    etcdMembers: 3,
    name: 'control-plane',
    ...props,
  });
}

function monitoringAlerts(scope: Construct): MonitoringAlerts {
  return new MonitoringAlerts(scope, 'monitoring-alerts', { ...common, name: 'monitoring' });
}

export function elasticsearchAlerts(
  scope: Construct,
  props: Partial<ElasticsearchAlertsProps> = {},
): ElasticsearchAlerts {
  const usual = { cluster: 'logs', members: 6, name: 'elasticsearch' };
  return new ElasticsearchAlerts(scope, 'elasticsearch-alerts', { ...common, ...usual, ...props });
}

export function filebeatAlerts(scope: Construct, props: Partial<FilebeatAlertsProps> = {}): FilebeatAlerts {
  const usual = { agents: { name: 'filebeat', namespace: 'agents' }, cluster: 'logs', name: 'filebeat' };
  return new FilebeatAlerts(scope, 'filebeat-alerts', { ...common, ...usual, ...props });
}

export function operatorAlerts(scope: Construct, props: Partial<OperatorAlertsProps> = {}): OperatorAlerts {
  const usual = { name: 'operator', operator: 'elastic-operator', operatorNamespace: 'elastic-system' };
  return new OperatorAlerts(scope, 'operator-alerts', { ...common, ...usual, ...props });
}

export function serviceLevel(scope: Construct, props: Partial<ServiceLevelProps> = {}): ServiceLevel {
  return new ServiceLevel(scope, 'service-level', {
    ...common,
    availability: 99.9,
    name: 'api-availability',
    requests: { failed: { code: '5..' }, labels: { job: 'api', namespace: 'shop' }, metric: 'http_requests_total' },
    service: 'api',
    ...props,
  });
}

function rabbitmqAlerts(scope: Construct): unknown {
  return rabbitmqCluster(scope, { monitoring: { labels: common.labels, runbooks }, storage: '100Gi' });
}

/** Constructs with alert rules, by the name of their rule file. */
export const constructs = {
  'cluster': clusterAlerts,
  'control-plane': controlPlaneAlerts,
  'elasticsearch': elasticsearchAlerts,
  'filebeat': filebeatAlerts,
  'monitoring': monitoringAlerts,
  'operator': operatorAlerts,
  'rabbitmq': rabbitmqAlerts,
  'service-level': serviceLevel,
} as const;

export type Subject = keyof typeof constructs;

export const subjects = Object.keys(constructs) as Subject[];

/** Returns the rules of a construct, as Prometheus reads them. */
export function ruleFile(subject: Subject): RuleFile {
  return object(chartWith(constructs[subject]), 'PrometheusRule').spec as RuleFile;
}

export function rulesOf(subject: Subject): readonly Rule[] {
  return ruleFile(subject).groups.flatMap(({ rules }) => rules);
}
