import path from 'node:path';
import { addCustomResourceDefinitions, addNodes, addStorageClass } from '../kubernetes/prepare';
import { cachePath, emptyFolder, hasTool, root, sharedPath, writeJson } from '../support/project';
import { run } from '../support/process';
import type { Report, Step } from '../support/report';
import { expect, expectSame } from '../support/report';
import { checkChanges } from './monitoring-changes';
import { checkElasticsearchMetrics } from './elasticsearch-metrics';
import { checkConfiguration, checkSelections } from './monitoring-configuration';
import { checkControlPlane } from './monitoring-control-plane';
import { MonitoringHarness, runName, type Written } from './monitoring-harness';
import { longest, namespace } from './monitoring-objects';
import { operatorPermissions } from './monitoring-permissions';
import { checkNotifications } from './monitoring-notifications';
import { checkExpressions, checkRules, checkStateMetricNames } from './monitoring-rules';
import { sixNodes, zoneOf } from './six-nodes';

const operator = 'prometheus-operator';

/** Modules of `promtool`, `amtool` and Alertmanager. */
const tools = ['prometheus', 'amtool', 'alertmanager'] as const;
const kinds = ['prometheus', 'alertmanager'] as const;

/** The real Prometheus operator with servers of the library: pods are admitted and placed, and select what is declared. */
export async function monitoring(report: Report): Promise<void> {
  emptyFolder(cachePath(runName));
  for (const tool of ['kubectl', 'go', 'openssl']) {
    if (!hasTool(tool)) return report.missingTool(runName, tool, 'is not installed');
  }
  const build = sharedPath('kubernetes', 'operators', 'build');
  if (build === undefined) return report.missingTool(runName, 'operators', 'needs ../shared/kubernetes/operators');
  const step: Step = (what, action) => report.step(runName, 'prometheus', what, action);
  const harness = new MonitoringHarness();
  const programs = await step(`build ${[operator, ...tools].join(', ')}`, async () => {
    const log = cachePath(runName, 'build.log');
    const { stdout } = await run({
      program: build,
      arguments: [operator, ...tools],
      folder: root,
      seconds: 1800,
      log,
    });
    return new Map(stdout.split('\n').map((file) => [path.basename(file), file]));
  });
  const program = (name: string): string => programs.get(name) ?? '';
  await checkStateMetricNames(step);
  await checkElasticsearchMetrics(step, build);
  await checkRules(step, program('promtool'));
  await checkExpressions(step, program('promtool'));
  try {
    const written = await start(harness, step, program(operator));
    await checkServers(harness, step);
    await checkCreated(harness, step, written);
    await checkConfiguration(harness, step, written);
    await checkNotifications(harness, step, { alertmanager: program('alertmanager'), amtool: program('amtool') });
    await checkSelections(harness, step);
    await checkChanges(harness, step);
    await checkControlPlane(harness, step);
    await step('the operator was denied nothing', () => {
      const denied = harness.operatorLog('cannot (?:get|list|watch|create|update|patch|delete)|missing permission');
      expect(denied === '', 'the operator lacks permissions', harness.log, denied);
    });
  } finally {
    await harness.down();
  }
}

async function start(harness: MonitoringHarness, step: Step, program: string): Promise<Written> {
  const { cluster, folder } = harness;
  await step('start an API server, with six nodes in three zones', async () => {
    await cluster.up(60);
    await addNodes(cluster, folder, sixNodes());
  });
  await step('the operator reconciles, with the permissions of its account alone', async () => {
    const { folder: objects } = harness.write('first');
    await addStorageClass(cluster, objects);
    await addCustomResourceDefinitions(cluster, objects);
    await harness.addDefinitions();
    const file = path.join(folder, 'permissions.json');
    writeJson(file, operatorPermissions);
    await cluster.kubectl(['create', '-f', file]);
    await harness.startOperator(program);
  });
  const written = await step('namespaces, quota, servers and monitors apply without warnings', () =>
    harness.apply('first'),
  );
  await step('a second apply changes nothing', () => cluster.expectApplied(written.folder));
  return written;
}

/** The pods that the operator creates are admitted by Pod Security `restricted` and the quota, and placed as declared. */
async function checkServers(harness: MonitoringHarness, step: Step): Promise<void> {
  const { cluster } = harness;
  const read = async <Found>(kind: string, name: string): Promise<Found> => {
    const { stdout } = await cluster.kubectl(['get', kind, name, '-n', namespace, '-o', 'json']);
    return JSON.parse(stdout) as Found;
  };
  for (const kind of kinds) {
    await step(`${kind}: two servers are admitted, ready, and in two zones`, async () => {
      const pods = await harness.waitForPair(kind, 'platform');
      expect(new Set(pods.map(zoneOf)).size === 2, 'both servers are in one zone', harness.log);
    });
    await step(`${kind}: the disruption budget permits one eviction`, async () => {
      const { status } = await read<{ status: Record<string, number> }>('pdb', `${kind}-platform`);
      expect(status['expectedPods'] === 2 && status['disruptionsAllowed'] === 1, 'other pods', harness.log);
    });
    await step(`${kind}: the NetworkPolicy selects its two pods`, async () => {
      const { spec } = await read<{ spec: { podSelector: { matchLabels: Record<string, string> } } }>(
        'networkpolicy',
        `${kind}-platform`,
      );
      const pods = await harness.pods(kind, 'platform');
      const matched = pods.filter(({ metadata }) =>
        Object.entries(spec.podSelector.matchLabels).every(([key, value]) => metadata.labels?.[key] === value),
      );
      expect(matched.length === 2, `it selects ${matched.length} pods`, harness.log);
    });
    await step(`${kind}: a name of ${longest[kind]} characters gets its servers`, () =>
      harness.waitForPair(kind, kind.charAt(0).repeat(longest[kind])),
    );
  }
  await step('the quota is used completely', async () => {
    const { status } = await read<{ status: Record<'hard' | 'used', Record<string, string>> }>(
      'resourcequota',
      'namespace-quota',
    );
    const entries = (amounts: Record<string, string>) =>
      Object.entries(amounts).map(([key, value]) => `${key}: ${value}`);
    expectSame(entries(status.used), entries(status.hard), 'used resources', harness.log);
  });
}

/** Objects whose names the library reserves are those that the operator creates. */
async function checkCreated(harness: MonitoringHarness, step: Step, { objects }: Written): Promise<void> {
  interface Owned {
    readonly kind: string;
    readonly metadata: {
      readonly name: string;
      readonly namespace: string;
      readonly ownerReferences?: readonly { readonly kind: string }[];
    };
  }
  await step('the operator creates the objects whose names are reserved, and Services of both servers', async () => {
    const all = await harness.cluster.get<Owned>('configmaps', 'secrets', 'services', 'statefulsets.apps');
    const found = all
      .filter(({ metadata }) => metadata.namespace === namespace)
      .filter(({ metadata: { ownerReferences = [] } }) =>
        ownerReferences.some(({ kind }) => kind === 'Prometheus' || kind === 'Alertmanager'),
      );
    const reserved = objects
      .filter(({ manifest }) => manifest.metadata.namespace === namespace)
      .flatMap(({ creates }) => creates.map(({ kind, name }) => `${kind} ${name}`));
    expectSame(
      found.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      [...reserved, 'Service alertmanager-operated', 'Service prometheus-operated'],
      'created objects',
      harness.log,
    );
  });
}
