import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import type { Duration } from '../../../lib/core/units';
import { checkAlertmanager } from '../../../lib/operators/prometheus/alertmanager-checks';
import type { AlertmanagerProps, AlertMatcher } from '../../../lib/operators/prometheus/alertmanager-props';
import { pagerdutyTexts, slackTexts } from '../../../lib/operators/prometheus/notification-texts';
import { defaultInhibitions } from '../../../lib/operators/prometheus/rules/inhibitions';
import { cases } from '../../support/alerts/cases';
import { cachePath, emptyFolder, root, writeJson } from '../support/project';
import { endGroup, freePorts, run, serve, waitFor } from '../support/process';
import { expect, expectSame, type Step } from '../support/report';
import { type MonitoringHarness, runName } from './monitoring-harness';
import { alertmanagerProps } from './monitoring-objects';

interface Route {
  readonly receiver?: string;
  readonly group_by?: readonly string[];
  readonly repeat_interval?: string;
  readonly matchers?: readonly string[];
  readonly routes?: readonly Route[];
}

interface Configuration {
  readonly route: Route;
  readonly receivers: readonly { readonly name: string }[];
  readonly inhibit_rules: readonly object[];
}

/** Alerts by the receivers that get them, with the configuration that the operator generates. */
const routes = [
  { labels: { alertname: 'DeploymentUnavailable', severity: 'critical' }, receivers: ['pager', 'chat'] },
  {
    labels: { alertname: 'NotificationsFail', integration: 'pagerduty', severity: 'critical' },
    receivers: ['pager', 'chat'],
  },
  { labels: { alertname: 'DeploymentRolloutStuck', severity: 'warning' }, receivers: ['chat'] },
  { labels: { alertname: 'Watchdog', severity: 'none' }, receivers: ['snitch'] },
] as const;

/** `amtool` and Alertmanager route, describe and inhibit alerts by the configuration that the operator generates. */
export async function checkNotifications(
  harness: MonitoringHarness,
  step: Step,
  programs: { readonly alertmanager: string; readonly amtool: string },
): Promise<void> {
  const folder = emptyFolder(cachePath(runName, 'notifications'));
  const configuration = await harness.generated<Configuration>(
    'alertmanager-platform-generated',
    'alertmanager.yaml.gz',
  );
  const file = writeConfiguration(folder, 'alertmanager', configuration);
  const amtool = (words: readonly string[], allow = [0]) =>
    run({
      program: programs.amtool,
      arguments: words,
      folder: root,
      seconds: 60,
      log: cachePath(runName, 'amtool.log'),
      allow,
    });
  await step('amtool: the configuration has no mistake', () => amtool(['check-config', file]));
  for (const { labels, receivers } of routes) {
    await step(`amtool: ${labels.alertname} is sent to ${receivers.join(' and ')}`, async () => {
      const matchers = Object.entries({ ...labels, namespace: 'shop' }).map(([label, value]) => `${label}=${value}`);
      const { stdout } = await amtool(['config', 'routes', 'test', `--config.file=${file}`, ...matchers]);
      const expected = receivers.map((receiver) => `monitoring/platform/${receiver}`);
      expectSame(stdout.trim().split(/[\n,]/), expected, 'receivers', harness.log);
    });
  }
  await step('amtool: refuses each configuration that our check refuses', async () => {
    for (const [index, { change, props }] of mistakes.entries()) {
      const changed = writeConfiguration(folder, `mistake-${index}`, change(configuration));
      const { code } = await amtool(['check-config', changed], [0, 1]);
      expect(code === 1, `amtool accepts ${JSON.stringify(props)}`);
      expect(checkAlertmanager({ ...alertmanagerProps, ...props }).length > 0, `we accept ${JSON.stringify(props)}`);
    }
  });
  await step('amtool: accepts what our check accepts', async () => {
    for (const [index, { change, props }] of accepted.entries()) {
      const found = checkAlertmanager({ ...alertmanagerProps, ...props });
      expect(found.length === 0, `we refuse ${JSON.stringify(props)}: ${JSON.stringify(found)}`);
      await amtool(['check-config', writeConfiguration(folder, `accepted-${index}`, change(configuration))]);
    }
  });
  await step('amtool: messages have the environment, the summary, the labels and the runbook', () =>
    checkTexts(folder, amtool),
  );
  await checkInhibitions(step, programs.alertmanager, folder, configuration);
}

function writeConfiguration(folder: string, name: string, configuration: object): string {
  const file = path.join(folder, `${name}.yaml`);
  writeFileSync(file, stringify(configuration));
  return file;
}

/** A value of a prop, and its place in the configuration of Alertmanager. */
interface Value {
  readonly props: Partial<AlertmanagerProps>;
  readonly change: (configuration: Configuration) => object;
}

const withRoute = (route: Route) => (configuration: Configuration) => ({
  ...configuration,
  route: { ...configuration.route, ...route },
});

const grouped = (...groupBy: readonly string[]): Value => ({
  change: withRoute({ group_by: groupBy }),
  props: { groupBy },
});

const repeated = (repeatInterval: string): Value => ({
  change: withRoute({ repeat_interval: repeatInterval }),
  props: { repeatInterval: repeatInterval as Duration },
});

const matched = (label: string, operator: NonNullable<AlertMatcher['operator']>, value: string): Value => ({
  change: withRoute({ routes: [{ matchers: [`${label}${operator}${JSON.stringify(value)}`] }] }),
  props: { routes: [{ matchers: [{ label, operator, value }], receiver: 'chat' }] },
});

const named = (name: string, ...more: readonly string[]): Value => ({
  change: (configuration) => ({
    ...configuration,
    receivers: [...configuration.receivers, ...[name, ...more].map((each) => ({ name: each }))],
  }),
  props: { receivers: { ...alertmanagerProps.receivers, [name]: { type: 'webhook', url: { key: 'a', secret: 'b' } } } },
});

const mistakes: readonly Value[] = [
  grouped('a', 'a'),
  grouped('...', 'a'),
  grouped('a', '...'),
  grouped(''),
  ...['0s', '1.5h', '10', '4H', '', '-1h'].map(repeated),
  matched('namespace', '=~', 'shop-['),
  matched('namespace', '!~', '(?!shop)'),
  matched('namespace', '=~', String.raw`\u0041`),
  matched('namespace', '=~', 'a{1001}'),
  matched('', '=', 'a'),
  named(''),
  // Alertmanager has one receiver of each name.
  { ...named('not-sent', 'not-sent') },
];

const accepted: readonly Value[] = [
  grouped(),
  grouped('...'),
  grouped('alertname', 'namespace'),
  ...['4m', '4h', '5d', '3599s'].map(repeated),
  matched('namespace', '=~', '(?i)shop-.*'),
  matched('namespace', '=~', ''),
  matched('namespace', '!~', String.raw`\Ashop\z`),
  matched('namespace', '=', '['),
  matched('_a1', '!=', ''),
].map(({ change, props }) => ({
  change,
  // The sample sends critical alerts to two receivers: one of its routes is not replaced.
  props: props.routes ? { ...props, routes: [...(alertmanagerProps.routes ?? []), ...props.routes] } : props,
}));

const summary = 'Deployment shop/api has no available pod';
const runbook = 'https://git.example.com/runbooks/DeploymentUnavailable.md';

async function checkTexts(
  folder: string,
  amtool: (words: readonly string[]) => Promise<{ readonly stdout: string }>,
): Promise<void> {
  const labels = { alertname: 'DeploymentUnavailable', deployment: 'api', environment: 'run', namespace: 'shop' };
  const alert = {
    annotations: { description: 'It serves customers.', runbook_url: runbook, summary },
    endsAt: '2027-01-01T01:00:00Z',
    labels: { ...labels, severity: 'critical' },
    startsAt: '2027-01-01T00:00:00Z',
    status: 'firing',
  };
  const data = path.join(folder, 'message.json');
  writeJson(data, {
    alerts: Array.from({ length: 12 }, () => alert),
    commonAnnotations: alert.annotations,
    commonLabels: alert.labels,
    groupLabels: {},
    receiver: 'chat',
    status: 'firing',
  });
  const glob = path.join(folder, '*.tmpl');
  writeFileSync(path.join(folder, 'none.tmpl'), '');
  const text = async (template: string): Promise<string> => {
    const words = [`--template.glob=${glob}`, `--template.text=${template}`, `--template.data=${data}`];
    return (await amtool(['template', 'render', ...words])).stdout;
  };
  const expectParts = (found: string, ...parts: readonly string[]) => {
    const missing = parts.filter((part) => !found.includes(part));
    expect(missing.length === 0, `a text has no ${missing.join(', ')}: ${found}`);
  };
  expectParts(await text(slackTexts.title), '[FIRING:12]', 'run:', 'DeploymentUnavailable', 'in shop');
  expectParts(await text(slackTexts.text), 'critical', summary, runbook, 'deployment=`api`', '12 alerts in all');
  expectParts(await text(slackTexts.titleLink), runbook);
  expectParts(await text(pagerdutyTexts.description), 'run:', summary);
  expectParts(await text(pagerdutyTexts.severity), 'critical');
  for (const { value } of pagerdutyTexts.details) expect((await text(value)).trim() !== '', `${value} is empty`);
}

interface Active {
  readonly labels: Readonly<Record<string, string>>;
  readonly status: { readonly inhibitedBy: readonly string[] };
}

/** Alertmanager inhibits the weaker alert of each pair, and not that of another object. */
async function checkInhibitions(
  step: Step,
  program: string,
  folder: string,
  configuration: Configuration,
): Promise<void> {
  const port = await freePorts(1);
  const hook = { webhook_configs: [{ url: 'http://127.0.0.1:9/' }] };
  // Nothing is sent to an address outside of this machine.
  const local = { ...configuration, receivers: configuration.receivers.map(({ name }) => ({ name, ...hook })) };
  const file = writeConfiguration(folder, 'local', { ...local, global: {} });
  const group = serve({
    program,
    arguments: [
      `--config.file=${file}`,
      `--storage.path=${path.join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    env: {},
    folder: root,
    log: cachePath(runName, 'alertmanager.log'),
  });
  const address = `http://127.0.0.1:${port}/api/v2/alerts`;
  try {
    await step('Alertmanager: starts with the configuration', () =>
      waitFor('Alertmanager answers', 30, async () =>
        (await fetch(address).catch(() => undefined))?.ok ? true : undefined,
      ),
    );
    await step('Alertmanager: inhibits the weaker alerts about the same object, and no others', async () => {
      const posted = inhibitionPairs();
      await fetch(address, {
        body: JSON.stringify(posted.map(({ labels }) => ({ labels }))),
        headers: { 'content-type': 'application/json' },
        method: 'POST',
      });
      const found = await waitFor('all alerts are active', 30, async () => {
        const active = (await (await fetch(address)).json()) as readonly Active[];
        return active.length === posted.length ? active : undefined;
      });
      const inhibited = found.filter(({ status }) => status.inhibitedBy.length > 0).map(({ labels }) => title(labels));
      const expected = posted.filter(({ isInhibited }) => isInhibited).map(({ labels }) => title(labels));
      expect(expected.length > 8, 'there are no pairs');
      expectSame(inhibited, expected, 'inhibited alerts');
    });
  } finally {
    await endGroup(group);
  }
}

interface Posted {
  readonly labels: Readonly<Record<string, string>>;
  readonly isInhibited: boolean;
}

/** Returns the alerts of the default inhibitions with the labels that they have, and the weaker ones of another object too. */
function inhibitionPairs(): readonly Posted[] {
  const all = Object.values(cases).flat();
  const labelsOf = (name: string) => all.find(({ alert }) => alert === name)?.labels ?? {};
  return defaultInhibitions.flatMap(({ equal, source: [source], target: [target] }, index) => {
    const object = Object.fromEntries(equal.map((label) => [label, `object-${index}`]));
    const other = Object.fromEntries(equal.map((label) => [label, `other-${index}`]));
    const alert = (name: string, own: Readonly<Record<string, string>>, isInhibited: boolean): Posted => ({
      isInhibited,
      labels: { ...labelsOf(name), ...own, alertname: name },
    });
    const names = (pattern = '') => pattern.split('|');
    return [
      ...names(source?.value).map((name) => alert(name, object, false)),
      ...names(target?.value).flatMap((name) => [alert(name, object, true), alert(name, other, false)]),
    ];
  });
}

function title(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort());
}
