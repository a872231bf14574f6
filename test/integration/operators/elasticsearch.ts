import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dump, load } from 'js-yaml';
import { ElasticsearchBackend } from '../../../lib/operators/elasticsearch/backend';
import type { ElasticsearchClusterProps, ElasticVersion } from '../../../lib/operators/elasticsearch/props';
import { refusedElasticsearchChanges } from '../../../lib/review/elasticsearch-changes';
import { metricsOf } from '../../support/alerts/promql';
import { rulesOf } from '../../support/alerts/rules';
import { addNodes } from '../kubernetes/prepare';
import { cachePath, emptyFolder, filesBelow, hasTool, root, sharedPath, writeJson } from '../support/project';
import { endGroup, freePorts, isAlive, run, serve, waitFor } from '../support/process';
import { expect, expectSame, type Report, type Step } from '../support/report';
import {
  agentNamespace,
  ElasticsearchHarness,
  mainSet,
  operatorAccount,
  runName,
  usual,
} from './elasticsearch-harness';
import { sixNodes, zoneOf, zones } from './six-nodes';

/** The real ECK with a cluster of the library: pods are admitted, placed over zones, and changed as declared. */
export async function elasticsearch(report: Report): Promise<void> {
  emptyFolder(cachePath(runName));
  for (const tool of ['kubectl', 'go']) {
    if (!hasTool(tool)) return report.missingTool(runName, tool, 'is not installed');
  }
  const build = sharedPath('kubernetes', 'operators', 'build');
  if (build === undefined) return report.missingTool(runName, 'operators', 'needs ../shared/kubernetes/operators');
  const step: Step = (what, action) => report.step(runName, 'eck', what, action);
  const harness = new ElasticsearchHarness();
  await step('build eck', () =>
    run({ program: build, arguments: ['eck'], folder: root, seconds: 1200, log: cachePath(runName, 'build.log') }),
  );
  try {
    await start(harness, step);
    await checkCluster(harness, step);
    await checkFilebeat(harness, step);
    await checkChanges(harness, step);
    await checkRefusals(harness, step);
    await checkOwnPermissions(harness, step);
  } finally {
    await harness.cluster.down();
  }
}

async function start(harness: ElasticsearchHarness, step: Step): Promise<void> {
  const { cluster, folder } = harness;
  await step('start an API server, with six nodes in three zones', async () => {
    await cluster.up(60);
    await addNodes(cluster, folder, sixNodes());
  });
  await step('eck reconciles', async () => {
    const file = path.join(folder, 'storage-class.json');
    const storageClass = (name: string) => ({
      allowVolumeExpansion: true,
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name },
      provisioner: 'ebs.csi.aws.com',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    writeJson(file, { apiVersion: 'v1', items: ['gp3', 'io2'].map(storageClass), kind: 'List' });
    await cluster.kubectl(['create', '-f', file]);
    await cluster.startOperator('eck');
  });
}

/** The pods that the operator creates are admitted by Pod Security `restricted` and the quota, and placed as declared. */
async function checkCluster(harness: ElasticsearchHarness, step: Step): Promise<void> {
  const { cluster } = harness;
  const objects = await step('namespace, quota and cluster apply without warnings', () => harness.apply('first'));
  await step('a second apply changes nothing', () => cluster.expectApplied(objects));
  await step('three nodes are admitted, ready, and in three zones', async () => {
    const pods = await harness.waitForReady('main', 3, () => harness.nodes('main'));
    expectSame(pods.map(zoneOf), zones, 'zones of the nodes', harness.log);
  });
  await step('each node has a volume in its zone, under the name that Elasticsearch uses', async () => {
    const claims = await cluster.get('persistentvolumeclaims');
    const names = [0, 1, 2].map((number) => `elasticsearch-data-logs-es-main-${number}`);
    expectSame(
      claims.map(({ metadata }) => metadata.name),
      names,
      'claims',
      harness.log,
    );
  });
  await step('two pods of Kibana are admitted and ready', () =>
    harness.waitForReady('Kibana', 2, () => harness.pods('kibana.k8s.elastic.co/name', 'logs')),
  );
  await step('the disruption budget permits no eviction of a cluster that is not green', async () => {
    const { stdout } = await cluster.kubectl(['get', 'pdb', 'logs-es-default', '-n', usual.namespace, '-o', 'json']);
    const { spec } = JSON.parse(stdout) as { spec: { minAvailable?: number } };
    expect(spec.minAvailable === 3, `minAvailable is ${spec.minAvailable}`, harness.log, stdout);
  });
}

/** Agents run on every node, and may read the metadata of pods and nothing else. */
async function checkFilebeat(harness: ElasticsearchHarness, step: Step): Promise<void> {
  const { cluster } = harness;
  await step('an agent of Filebeat is admitted and ready on each node', async () => {
    const pods = await harness.waitForReady('Filebeat', 6, () => harness.pods('app.kubernetes.io/name', 'filebeat'));
    expect(new Set(pods.map(({ spec }) => spec.nodeName)).size === 6, 'two agents run on a node', harness.log);
  });
  const account = `system:serviceaccount:${agentNamespace}:filebeat`;
  const can = async (verb: string, resource: string) => {
    const { stdout } = await cluster.kubectl(['auth', 'can-i', verb, resource, '-A', `--as=${account}`], {
      allow: [0, 1],
    });
    return stdout.trim().split('\n').at(-1);
  };
  await step('agents may read pods, namespaces and nodes, and nothing else', async () => {
    for (const resource of ['pods', 'namespaces', 'nodes']) {
      for (const verb of ['get', 'list', 'watch']) {
        expect((await can(verb, resource)) === 'yes', `agents may not ${verb} ${resource}`, harness.log);
      }
    }
    for (const [verb, resource] of [
      ['get', 'secrets'],
      ['get', 'configmaps'],
      ['list', 'replicasets.apps'],
      ['delete', 'pods'],
      ['create', 'pods'],
      ['patch', 'nodes'],
    ] as const) {
      expect((await can(verb, resource)) === 'no', `agents may ${verb} ${resource}`, harness.log);
    }
  });
}

const kubeconfig = cachePath(runName, 'clusters', 'run', 'kubeconfig');

/** The operator's own program with the account and the arguments of its Deployment, in the place of the administrator's. */
async function checkOwnPermissions(harness: ElasticsearchHarness, step: Step): Promise<void> {
  const { cluster } = harness;
  const log = cachePath(runName, 'own-operator.log');
  let operator = 0;
  let port = 0;
  await step('the operator runs with the account and the arguments of its Deployment', async () => {
    const [tools, build] = [
      sharedPath('kubernetes', 'operators', 'run'),
      sharedPath('kubernetes', 'operators', 'build'),
    ];
    expect(tools !== undefined && build !== undefined, 'needs ../shared/kubernetes/operators');
    const common = { folder: root, log: harness.log, seconds: 120 };
    await run({ ...common, arguments: ['down', path.dirname(kubeconfig), 'eck'], program: tools });
    const { stdout } = await run({ ...common, arguments: ['eck'], program: build });
    port = await freePorts(1);
    operator = serve({
      arguments: [...(await deployedArguments(harness)), '--metrics-host=127.0.0.1', `--metrics-port=${port}`],
      env: { KUBECONFIG: impersonatingFile() },
      folder: root,
      log,
      program: stdout.trim().split('\n').at(-1) ?? '',
    });
  });
  try {
    await step(
      'it creates a deleted disruption budget and a deleted Service again, and nothing is forbidden',
      async () => {
        const { namespace } = usual;
        await cluster.kubectl(['delete', 'pdb/logs-es-default', 'service/logs-es-http', '-n', namespace]);
        await waitFor('both exist', 90, async () => {
          expect(isAlive(operator), 'the operator has exited', log);
          const names = ['pdb/logs-es-default', 'service/logs-es-http'];
          const { code } = await cluster.kubectl(['get', ...names, '-n', namespace], { allow: [0, 1] });
          return code === 0 ? true : undefined;
        });
        const refused = readFileSync(log, 'utf8')
          .split('\n')
          .filter((line) => line.includes('forbidden'));
        expect(refused.length === 0, `the operator lacks permissions: ${refused[0]}`, log);
      },
    );
    await step('it has the metrics of the alerts about operators, and is the leader', async () => {
      const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      const names = metricsOf(rulesOf('operator')).filter((name) => !name.startsWith('kube_') && name !== 'up');
      expectSame(
        names.filter((name) => !metrics.includes(`\n${name}{`)),
        [],
        'metrics that the operator does not have',
        log,
      );
      expect(names.length === 3, `the alerts read ${names.join(', ')}`);
      expect(/^leader_election_master_status\{.*\} 1$/m.test(metrics), 'it is not the leader', log);
      expect(metrics.includes('errors_total{controller="elasticsearch-controller"}'), 'no controller', log);
    });
  } finally {
    await endGroup(operator);
  }
}

async function deployedArguments({ cluster }: ElasticsearchHarness): Promise<readonly string[]> {
  const { name, namespace } = operatorAccount;
  const { stdout } = await cluster.kubectl(['get', 'deployment', name, '-n', namespace, '-o', 'json']);
  const { spec } = JSON.parse(stdout) as {
    spec: { template: { spec: { containers: [{ args: readonly string[] }] } } };
  };
  return spec.template.spec.containers[0].args;
}

interface Kubeconfig {
  readonly users: readonly { readonly name: string; readonly user: object }[];
}

/** Writes a kubeconfig that acts as the account of the operator, and returns its path. */
function impersonatingFile(): string {
  const { name, namespace } = operatorAccount;
  const content = load(readFileSync(kubeconfig, 'utf8')) as Kubeconfig;
  const groups = ['system:authenticated', 'system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  const identity = { 'as': `system:serviceaccount:${namespace}:${name}`, 'as-groups': groups };
  const users = content.users.map((entry) => ({ ...entry, user: { ...entry.user, ...identity } }));
  const file = `${kubeconfig}-operator`;
  writeFileSync(file, dump({ ...content, users }));
  return file;
}

interface StatefulSet {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly template: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: { readonly containers: readonly { readonly name: string; readonly image: string }[] };
    };
    readonly volumeClaimTemplates: readonly {
      readonly spec: { readonly resources: { readonly requests: { readonly storage: string } } };
    }[];
  };
}

/** Another version, larger volumes and another node set reach the StatefulSets. */
async function checkChanges(harness: ElasticsearchHarness, step: Step): Promise<void> {
  const { cluster } = harness;
  const until = (what: string, isTrue: (sets: readonly StatefulSet[]) => boolean) =>
    waitFor(what, 60, async () => (isTrue(await cluster.get<StatefulSet>('statefulsets.apps')) ? true : undefined));
  const versionLabel = 'elasticsearch.k8s.elastic.co/version';
  await step(
    'another version: the StatefulSet has it, and the pods remain until the operator deletes them',
    async () => {
      const before = (await harness.nodes('main')).map(({ metadata }) => metadata.uid);
      await harness.apply('version', { version: '9.2.0' });
      await until('the version is in the template', (sets) =>
        sets.every(({ spec }) => spec.template.metadata.labels[versionLabel] === '9.2.0'),
      );
      const after = (await harness.nodes('main')).map(({ metadata }) => metadata.uid);
      expectSame(after, before, 'pods, which the operator deletes one by one after it has reached Elasticsearch');
    },
  );
  await step('larger volumes: the claims grow', async () => {
    await harness.apply('volumes', { nodeSets: { main: { ...mainSet, storage: '200Gi' } }, version: '9.2.0' });
    await waitFor('all claims have the size', 60, async () => {
      const { stdout } = await cluster.kubectl([
        ...['get', 'pvc', '-n', usual.namespace, '-o', 'jsonpath={.items[*].spec.resources.requests.storage}'],
      ]);
      return stdout === '200Gi 200Gi 200Gi' ? true : undefined;
    });
  });
  await step('another node set: its nodes are admitted, ready, and in three zones', async () => {
    const nodeSets: ElasticsearchClusterProps['nodeSets'] = {
      data: { ...mainSet, roles: ['data'] },
      main: { ...mainSet, storage: '200Gi' },
    };
    await harness.apply('node-sets', { nodeSets, version: '9.2.0' });
    const pods = await harness.waitForReady('data', 3, () => harness.nodes('data'));
    expectSame(pods.map(zoneOf), zones, 'zones of the nodes', harness.log);
  });
}

interface Refusal {
  readonly title: string;
  readonly id: string;
  readonly changes: Partial<ElasticsearchClusterProps>;
}

const main = (changes: object): Partial<ElasticsearchClusterProps> => ({
  nodeSets: { main: { ...mainSet, storage: '200Gi', ...changes } },
});

/** Changes of the cluster that exists, with version 9.2.0 and volumes of 200Gi, that the library and the webhook refuse. */
const refusals: readonly Refusal[] = [
  { title: 'no master node', id: 'elasticsearch-quorum', changes: main({ roles: ['data'] }) },
  {
    title: 'roles in two notations',
    id: 'elasticsearch-setting',
    changes: main({ config: { 'node.master': true } }),
  },
  { title: 'version banana', id: 'elasticsearch-version', changes: { version: 'banana' as ElasticVersion } },
  { title: 'version 6.8.0', id: 'elasticsearch-version', changes: { version: '6.8.0' } },
  { title: 'version 10.0.0', id: 'elasticsearch-version', changes: { version: '10.0.0' } },
  {
    title: 'long name of a node set',
    id: 'elasticsearch-node-set-name',
    changes: { nodeSets: { ['n'.repeat(44)]: mainSet } },
  },
  { title: 'name of a node set', id: 'elasticsearch-node-set-name', changes: { nodeSets: { Main: mainSet } } },
  { title: 'reserved setting', id: 'elasticsearch-setting', changes: main({ config: { 'cluster.name': 'logs' } }) },
  { title: 'earlier version', id: 'elasticsearch-upgrade', changes: { version: '9.1.9' } },
  { title: 'smaller volume', id: 'elasticsearch-volume', changes: main({ storage: '100Gi' }) },
  {
    title: 'another StorageClass',
    id: 'elasticsearch-volume',
    changes: { ...main({}), backend: ElasticsearchBackend.eck({ storageClass: 'io2' }) },
  },
];

/** Every example that the library refuses is refused by the webhook, or is a warning of it. */
async function checkRefusals(harness: ElasticsearchHarness, step: Step): Promise<void> {
  const current = { ...main({}), version: '9.2.0' } as const;
  const accepted = filesIn(harness.write('accepted', current).folder);
  const dryRun = async (folder: string) =>
    harness.cluster.kubectl(
      [
        ...['apply', '--server-side', '--force-conflicts', '--field-manager=adamant', '--dry-run=server'],
        ...['--warnings-as-errors', '-f', elasticsearchFile(folder)],
      ],
      { allow: [0, 1] },
    );
  await step('self-check: the webhook admits the accepted cluster', async () => {
    const { code, output } = await dryRun(harness.write('accepted', current).folder);
    expect(code === 0, 'the accepted cluster was refused', harness.log, output);
  });
  for (const { changes, id, title } of refusals) {
    await step(`${title}: refused by the library and by ECK's webhook`, async () => {
      const { folder, ids } = harness.write('refused', { ...current, ...changes });
      const found = [
        ...ids,
        ...refusedElasticsearchChanges(accepted, filesIn(folder)).map(({ finding }) => finding.id),
      ];
      expect(found.includes(id), `the library reports ${found.join(', ') || 'nothing'}, not ${id}`);
      const { code, output } = await dryRun(folder);
      expect(
        code !== 0 && /is invalid|denied the request|[Ww]arning/.test(output),
        'the webhook admits it',
        harness.log,
        output,
      );
    });
  }
  await step(
    "another name of the volume, which the library does not let anyone write: refused by ECK's webhook",
    async () => {
      const { folder } = harness.write('refused', current);
      const file = elasticsearchFile(folder);
      const text = readFileSync(file, 'utf8').replaceAll('elasticsearch-data', 'data');
      writeFileSync(file, dump(load(text)));
      const { code, output } = await dryRun(folder);
      expect(code !== 0, 'the webhook admits it', harness.log, output);
    },
  );
}

function elasticsearchFile(folder: string): string {
  const [file] = filesBelow(folder, '.yaml').filter((each) => path.basename(each).startsWith('Elasticsearch.'));
  expect(file !== undefined, 'there is no Elasticsearch');
  return file;
}

function filesIn(folder: string): ReadonlyMap<string, string> {
  return new Map(filesBelow(folder, '.yaml').map((file) => [file.slice(folder.length), readFileSync(file, 'utf8')]));
}
