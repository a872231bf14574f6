import type { AlertRulesProps, RequestCounter, ServiceLevelProps } from '../../lib/operators/prometheus/rules/props';
import { Construct } from 'constructs';
import {
  clusterAlerts,
  controlPlaneAlerts,
  elasticsearchAlerts,
  filebeatAlerts,
  operatorAlerts,
  serviceLevel,
} from '../support/alerts/rules';
import { inChart, type Mistake } from '../support/mistakes';

const level = (
  title: string,
  id: string,
  prop: string,
  mistaken: Partial<ServiceLevelProps>,
  corrected: Partial<ServiceLevelProps>,
): Mistake => ({
  title: `ServiceLevel: ${title}`,
  id,
  source: `ServiceLevel: ${prop}`,
  mistaken: inChart((chart) => serviceLevel(chart, mistaken)),
  corrected: inChart((chart) => serviceLevel(chart, corrected)),
});

const rules = (
  title: string,
  id: string,
  prop: string,
  mistaken: Partial<AlertRulesProps>,
  corrected: Partial<AlertRulesProps>,
): Mistake => ({
  title: `ClusterAlerts: ${title}`,
  id,
  source: `ClusterAlerts: ${prop}`,
  mistaken: inChart((chart) => clusterAlerts(chart, mistaken)),
  corrected: inChart((chart) => clusterAlerts(chart, corrected)),
});

/** Requests of a service, with a part of them changed. */
const counted = (changed: Partial<RequestCounter>): Partial<ServiceLevelProps> => ({
  requests: { failed: { code: '5..' }, labels: { job: 'api' }, metric: 'http_requests_total', ...changed },
});

export const alertRules: readonly Mistake[] = [
  rules('name with an underscore', 'resource-name', 'name', { name: 'my_rules' }, { name: 'my.rules' }),
  rules('label with a space', 'label-value', 'labels.team', { labels: { team: 'a b' } }, { labels: { team: 'a-b' } }),
  ...[
    { title: 'without workloads', id: 'alert-serving', serving: { shop: [] }, source: 'serving.shop' },
    { title: 'of no name', id: 'resource-name', serving: { shop: ['api', 'a b'] }, source: 'serving.shop[1]' },
    { title: 'in a namespace of no name', id: 'resource-name', serving: { Shop: ['api'] }, source: 'serving.Shop' },
  ].map(({ id, serving, source, title }): Mistake => ({
    title: `ClusterAlerts: serving ${title}`,
    id,
    source: `ClusterAlerts: ${source}`,
    mistaken: inChart((chart) => clusterAlerts(chart, { serving })),
    corrected: inChart((chart) => clusterAlerts(chart, { serving: { shop: ['api'] } })),
  })),
  rules('no labels', 'alert-labels', 'labels', { labels: {} }, { labels: { team: 'a' } }),
  ...['docs/runbooks', 'https://git.example.com/runbooks/', ''].map((runbooks) =>
    rules(`runbooks '${runbooks}'`, 'alert-runbooks', 'runbooks', { runbooks }, { runbooks: 'https://example.com' }),
  ),
  ...[0, 2.5, Number.NaN].map((etcdMembers): Mistake => ({
    title: `ControlPlaneAlerts: ${etcdMembers} members`,
    id: 'alert-members',
    source: 'ControlPlaneAlerts: etcdMembers',
    mistaken: inChart((chart) => controlPlaneAlerts(chart, { etcdMembers })),
    corrected: inChart((chart) => controlPlaneAlerts(chart, { etcdMembers: 1 })),
  })),
  {
    title: 'ElasticsearchAlerts: no members',
    id: 'alert-members',
    source: 'ElasticsearchAlerts: members',
    mistaken: inChart((chart) => elasticsearchAlerts(chart, { members: 0 })),
    corrected: inChart((chart) => elasticsearchAlerts(chart, { members: 3 })),
  },
  {
    title: 'OperatorAlerts: name of an expression',
    id: 'resource-name',
    source: 'OperatorAlerts: operator',
    mistaken: inChart((chart) => operatorAlerts(chart, { operator: 'elastic.*' })),
    corrected: inChart((chart) => operatorAlerts(chart, { operator: 'elastic-operator' })),
  },
  {
    title: 'OperatorAlerts: namespace in capitals',
    id: 'resource-name',
    source: 'OperatorAlerts: operatorNamespace',
    mistaken: inChart((chart) => operatorAlerts(chart, { operatorNamespace: 'ECK' })),
    corrected: inChart((chart) => operatorAlerts(chart, { operatorNamespace: 'eck' })),
  },
  ...[0.999, 93.9, 100, Number.NaN].map((availability) =>
    level(
      `availability ${availability}`,
      'service-level-availability',
      'availability',
      { availability },
      { availability: 94 },
    ),
  ),
  {
    title: 'ElasticsearchAlerts: no cluster',
    id: 'alert-label-value',
    source: 'ElasticsearchAlerts: cluster',
    mistaken: inChart((chart) => elasticsearchAlerts(chart, { cluster: '' })),
    corrected: inChart((chart) => elasticsearchAlerts(chart, { cluster: 'my "logs"' })),
  },
  {
    title: 'ControlPlaneAlerts: job without a name',
    id: 'alert-label-value',
    source: 'ControlPlaneAlerts: jobs.etcd',
    mistaken: inChart((chart) => controlPlaneAlerts(chart, { jobs: { etcd: ' ' } })),
    corrected: inChart((chart) => controlPlaneAlerts(chart, { jobs: { etcd: 'kube-etcd' } })),
  },
  {
    title: 'FilebeatAlerts: name of no DaemonSet',
    id: 'resource-name',
    source: 'FilebeatAlerts: agents.name',
    mistaken: inChart((chart) => filebeatAlerts(chart, { agents: { name: 'file"beat', namespace: 'agents' } })),
    corrected: inChart((chart) => filebeatAlerts(chart, { agents: { name: 'filebeat', namespace: 'agents' } })),
  },
  {
    title: 'ServiceLevel: two of one service',
    id: 'service-level-service',
    source: 'ServiceLevel: service',
    mistaken: inChart((chart) => {
      serviceLevel(new Construct(chart, 'first'));
      return serviceLevel(chart, { name: 'other' });
    }),
    corrected: inChart((chart) => {
      serviceLevel(new Construct(chart, 'first'));
      return serviceLevel(chart, { name: 'other', service: 'api-imports' });
    }),
  },
  level('no name', 'alert-label-value', 'service', { service: '' }, { service: 'api' }),
  level(
    'metric with a hyphen',
    'service-level-requests',
    'requests.metric',
    counted({ metric: 'http-requests' }),
    counted({ metric: 'http:requests' }),
  ),
  level(
    'requests of all services',
    'service-level-requests',
    'requests.labels',
    counted({ labels: {} }),
    counted({ labels: { job: 'web' } }),
  ),
  level(
    'label with a dot',
    'service-level-requests',
    'requests.failed',
    counted({ failed: { 'http.code': '5..' } }),
    counted({ failed: { http_code: '5..' } }),
  ),
  level(
    'pattern that is no regular expression',
    'service-level-requests',
    'requests.failed',
    counted({ failed: { code: '5[0' } }),
    counted({ failed: { code: '5[0-9]{2}' } }),
  ),
  ...['[^]a', 'a{1001}', String.raw`\u0041`, String.raw`\cA`, String.raw`\Z`, '(?=5)', ''].map((code) =>
    level(
      `pattern ${code} of JavaScript`,
      'service-level-requests',
      'requests.failed',
      counted({ failed: { code } }),
      counted({ failed: { code: '(?i)error' } }),
    ),
  ),
  ...['labels', 'failed'].map((prop) =>
    level(
      `name of the metric among ${prop}`,
      'service-level-requests',
      `requests.${prop}`,
      counted({ [prop]: { __name__: 'up' } }),
      counted({ [prop]: { name: 'up' } }),
    ),
  ),
  level(
    'word of PromQL in place of a metric',
    'promql',
    'requests',
    counted({ metric: 'inf' }),
    counted({ metric: 'by' }),
  ),
];
