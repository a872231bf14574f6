import { load } from 'js-yaml';
import type { Manifest } from '../../../lib/kubernetes/manifests/manifest';
import { defaultInhibitions } from '../../../lib/operators/prometheus/rules/inhibitions';
import { waitFor } from '../support/process';
import { expect, expectSame, type Step } from '../support/report';
import type { MonitoringHarness, Written } from './monitoring-harness';
import { namespace, type Selectors, usual } from './monitoring-objects';

interface PrometheusConfiguration {
  readonly scrape_configs: readonly {
    readonly authorization?: { readonly credentials?: string };
    readonly job_name: string;
    readonly kubernetes_sd_configs: readonly { readonly role: string }[];
  }[];
  readonly global: { readonly external_labels: Readonly<Record<string, string>> };
  readonly rule_files: readonly string[];
  readonly alerting: {
    readonly alertmanagers: readonly {
      readonly kubernetes_sd_configs: readonly { readonly namespaces: { readonly names: readonly string[] } }[];
    }[];
  };
}

interface AlertmanagerConfiguration {
  readonly route: {
    readonly receiver: string;
    readonly routes: readonly { readonly receiver: string; readonly matchers: readonly string[] }[];
  };
  readonly receivers: readonly { readonly name: string }[];
  readonly inhibit_rules: readonly { readonly source_matchers: readonly string[]; readonly equal: readonly string[] }[];
}

interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly { readonly alert: string }[] }[];
}

/** The configuration that the operator generates has exactly what is declared, and what our check says is missing. */
export async function checkConfiguration(harness: MonitoringHarness, step: Step, written: Written): Promise<void> {
  await step('Prometheus: exactly the monitors without a finding are jobs', async () => {
    const expected = jobs(written);
    expectSame(expected, [...podMonitorJobs, 'serviceMonitor/apps/api/0'], 'declared jobs');
    expectSame(await jobNames(harness), expected, 'jobs', harness.log);
  });
  await step('Prometheus: exactly the declared alerts are rules', async () => {
    expectSame(await alerts(harness), declaredAlerts(written), 'alerts', harness.log);
  });
  await step('Prometheus: sends alerts to the Service of the Alertmanager', async () => {
    const { alerting, global } = await prometheusConfiguration(harness);
    expect(global.external_labels['environment'] === 'run', 'the external label is missing', harness.log);
    const names = alerting.alertmanagers.flatMap((each) =>
      each.kubernetes_sd_configs.flatMap(({ namespaces }) => namespaces.names),
    );
    expectSame(names, [namespace], 'namespaces of Alertmanagers', harness.log);
    const { stdout } = await harness.cluster.kubectl([
      ...['get', 'endpointslices', '-n', namespace, '-l', 'kubernetes.io/service-name=platform'],
      ...['-o', 'jsonpath={.items[*].endpoints[*].targetRef.name}'],
    ]);
    expectSame(stdout.split(' '), ['alertmanager-platform-0', 'alertmanager-platform-1'], 'endpoints', harness.log);
  });
  await step('Alertmanager: routes, receivers and inhibitions are those declared, for all namespaces', async () => {
    const { inhibit_rules, receivers, route } = await harness.generated<AlertmanagerConfiguration>(
      'alertmanager-platform-generated',
      'alertmanager.yaml.gz',
    );
    const found = JSON.stringify({
      inhibitions: inhibit_rules.map(({ equal, source_matchers }) => [source_matchers, equal]),
      receivers: receivers.map(({ name }) => name),
      route: route.receiver,
      routes: route.routes.map(({ matchers, receiver }) => [matchers, receiver]),
    });
    const expected = JSON.stringify({
      inhibitions: defaultInhibitions.map(({ equal, source }) => [
        source.map(({ label, operator, value }) => `${label}${operator}"${value}"`),
        equal,
      ]),
      receivers: ['monitoring/platform/chat', 'monitoring/platform/pager', 'monitoring/platform/snitch'],
      route: 'monitoring/platform/chat',
      routes: [
        [['alertname="Watchdog"'], 'monitoring/platform/snitch'],
        [['severity="critical"'], 'monitoring/platform/pager'],
        [['severity="critical"'], 'monitoring/platform/chat'],
      ],
    });
    expect(found === expected, `the configuration is ${found}, not ${expected}`, harness.log);
  });
  await step('a monitor without the label: no job, and a finding; with the label: a job, and none', async () => {
    expectSame(
      written.findings.map(({ id, source }) => `${id} ${source}`),
      ['monitor-selected ServiceMonitor other: metadata.labels'],
      'findings',
    );
    const withLabel = await harness.apply('labelled', { otherLabels: usual.selector });
    expect(withLabel.findings.length === 0, 'a labelled monitor has a finding');
    const expected = jobs(withLabel);
    expect(expected.includes('serviceMonitor/apps/other/0'), 'the monitor is no job');
    await waitFor('the labelled monitor is a job', 60, async () =>
      (await jobNames(harness)).length === expected.length ? true : undefined,
    );
    expectSame(await jobNames(harness), expected, 'jobs', harness.log);
  });
}

/** Jobs of the broker, its own metrics and those of its queues, and of an operator in another namespace. */
const podMonitorJobs = ['podMonitor/apps/broker/0', 'podMonitor/apps/broker/1', 'podMonitor/apps/elastic-operator/0'];

const labelled = (operator: string, ...values: string[]) => ({
  matchExpressions: [{ key: 'prometheus', operator, ...(values.length > 0 && { values }) }],
});
const inNamespace = (...values: string[]) => ({
  matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }],
});

/** Selectors of ServiceMonitors, of which `api` has the label `prometheus` and `other` has none, with the selected ones. */
const selections: readonly { readonly title: string; readonly selectors: Selectors; readonly selected: string[] }[] = [
  { title: 'In', selectors: everywhere(labelled('In', 'platform', 'next')), selected: ['api'] },
  { title: 'NotIn', selectors: everywhere(labelled('NotIn', 'platform')), selected: ['other'] },
  { title: 'Exists', selectors: everywhere(labelled('Exists')), selected: ['api'] },
  { title: 'DoesNotExist', selectors: everywhere(labelled('DoesNotExist')), selected: ['other'] },
  { title: 'an empty selector', selectors: everywhere({}), selected: ['api', 'other'] },
  { title: 'no selector', selectors: { serviceMonitorNamespaceSelector: {} }, selected: [] },
  { title: 'no selector of namespaces', selectors: { serviceMonitorSelector: {} }, selected: [] },
  {
    title: 'the namespace by its name',
    selectors: { serviceMonitorNamespaceSelector: inNamespace('apps'), serviceMonitorSelector: {} },
    selected: ['api', 'other'],
  },
  {
    title: 'the namespace by a label',
    selectors: {
      serviceMonitorNamespaceSelector: { matchLabels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
      serviceMonitorSelector: {},
    },
    selected: ['api', 'other'],
  },
  {
    title: 'another namespace by its name',
    selectors: { serviceMonitorNamespaceSelector: inNamespace('shop'), serviceMonitorSelector: {} },
    selected: [],
  },
];

function everywhere(serviceMonitorSelector: object): Selectors {
  return { serviceMonitorNamespaceSelector: {}, serviceMonitorSelector };
}

/** Every form of a selector selects what our check says. */
export async function checkSelections(harness: MonitoringHarness, step: Step): Promise<void> {
  for (const { selected, selectors, title } of selections) {
    await step(`${title}: ${selected.join(' and ') || 'nothing'}, by the operator and by our check`, async () => {
      const written = await harness.apply('selectors', { selectors });
      const expected = [...podMonitorJobs, ...selected.map((name) => `serviceMonitor/apps/${name}/0`)];
      expectSame(jobs(written), expected, 'jobs by our check');
      await harness.waitForReconciliation();
      expectSame(await jobNames(harness), expected, 'jobs', harness.log);
    });
  }
  await harness.apply('first');
}

export function prometheusConfiguration(harness: MonitoringHarness): Promise<PrometheusConfiguration> {
  return harness.generated('prometheus-platform', 'prometheus.yaml.gz');
}

export async function jobNames(harness: MonitoringHarness): Promise<string[]> {
  const { scrape_configs } = await prometheusConfiguration(harness);
  return scrape_configs.map(({ job_name }) => job_name);
}

/** Names of the jobs that the operator makes of the monitors without a finding. */
export function jobs({ findings, objects }: Written): string[] {
  return objects
    .map(({ manifest }) => manifest as Manifest & { spec: Endpoints })
    .filter(
      ({ kind, metadata }) => !findings.some(({ source }) => source === `${kind} ${metadata.name}: metadata.labels`),
    )
    .flatMap(({ kind, metadata, spec }) => {
      const name = kind.charAt(0).toLowerCase() + kind.slice(1);
      if (kind === 'ScrapeConfig') return [`${name}/${metadata.namespace}/${metadata.name}`];
      const endpoints = { PodMonitor: spec?.podMetricsEndpoints, ServiceMonitor: spec?.endpoints }[kind] ?? [];
      return endpoints.map((_, index) => `${name}/${metadata.namespace}/${metadata.name}/${index}`);
    });
}

interface Endpoints {
  readonly endpoints?: readonly object[];
  readonly podMetricsEndpoints?: readonly object[];
}

/** Alerts in the ConfigMaps of rules, with the names of their groups. */
async function alerts(harness: MonitoringHarness): Promise<string[]> {
  const { stdout } = await harness.cluster.kubectl([
    ...['get', 'configmap', '-n', namespace, '-l', 'prometheus-name=platform', '-o', 'json'],
  ]);
  const { items } = JSON.parse(stdout) as { items: readonly { data?: Readonly<Record<string, string>> }[] };
  return items
    .flatMap(({ data = {} }) => Object.values(data).map((text) => load(text) as RuleFile))
    .flatMap(alertNames);
}

function declaredAlerts({ objects }: Written): string[] {
  return objects
    .filter(({ manifest }) => manifest.kind === 'PrometheusRule')
    .flatMap(({ manifest }) => alertNames((manifest as Manifest & { spec: RuleFile }).spec));
}

function alertNames({ groups }: RuleFile): string[] {
  return groups.flatMap(({ name, rules }) => rules.map(({ alert }) => `${name}: ${alert}`));
}
