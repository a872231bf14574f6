import path from 'node:path';
import { App } from 'cdk8s';
import { rabbitmqVhost } from '../../../apps/rabbitmq-names';
import { sortedEntries } from '../../../lib/core/canonical';
import { collectDiagnostics } from '../../../lib/core/diagnostics';
import { WaveChart } from '../../../lib/kubernetes/manifests/wave';
import { objectFiles, render } from '../../../lib/kubernetes/manifests/render';
import { RabbitmqCluster } from '../../../lib/operators/rabbitmq/rabbitmq-cluster';
import { topologySecretLabels } from '../../../lib/operators/rabbitmq/topology';
import type { RabbitmqTopology } from '../../../lib/operators/rabbitmq/topology-props';
import { emptyFolder, writeFiles, writeJson } from '../support/project';
import { Failure, waitFor } from '../support/process';
import { expect } from '../support/report';
import type { BrokerHarness } from './broker-harness';

/** One of each kind, in two virtual hosts, with names that Kubernetes and RabbitMQ read differently. */
const topology: RabbitmqTopology = {
  vhosts: [{ name: 'audit', limits: { connections: 50, queues: 10 } }],
  queues: [
    { name: 'imports' },
    { name: 'Imports of a day', type: 'classic' },
    { name: 'imports', type: 'stream', vhost: 'audit', arguments: { 'x-max-length-bytes': 2_000_000_000 } },
  ],
  exchanges: [
    { name: 'events', type: 'topic' },
    { name: 'all', type: 'fanout' },
  ],
  bindings: [
    { exchange: 'events', routingKey: 'imports.#', to: { queue: 'imports' } },
    { exchange: 'all', to: { exchange: 'events' } },
    { exchange: 'amq.topic', routingKey: '$(HOME) 100%', to: { queue: 'Imports of a day' } },
  ],
  users: [
    {
      name: 'loader',
      limits: { channels: 100 },
      permissions: { [rabbitmqVhost]: { read: '^imports$', write: '^events$' }, audit: { write: '.*' } },
      topicPermissions: { [rabbitmqVhost]: [{ exchange: 'events', write: '^imports\\.' }] },
    },
    { name: 'reader', permissions: { audit: { read: '.*' } }, tags: ['monitoring'] },
  ],
  federations: [{ name: 'upstream', uriSecret: 'uris' }],
  shovels: [{ name: 'move', destinationQueue: 'imports', sourceQueue: 'Imports of a day', uriSecret: 'uris' }],
};

/** The real topology operator creates a topology in a real RabbitMQ, and the HTTP API reads it back. */
export async function checkTopology(harness: BrokerHarness, operator: string): Promise<void> {
  const { cluster } = harness;
  const { name, namespace } = harness.members;
  const broker = await harness.step('a real RabbitMQ answers in the place of the members', async () => {
    const url = await cluster.startBroker(namespace, name);
    await request(url, 'PUT', `vhosts/${rabbitmqVhost}`);
    // Members of the cluster would give the default user all permissions in it.
    const user = await userOf(harness, `${name}-default-user`);
    const all = { configure: '.*', read: '.*', write: '.*' };
    await request(url, 'PUT', `permissions/${rabbitmqVhost}/${user}`, all);
    return url;
  });
  await harness.step(`${operator} reconciles`, () => cluster.startOperator(operator));
  const folder = writeTopology(harness);
  const uri = 'amqp://guest:guest@127.0.0.1';
  const secret = path.join(harness.folder, 'uris.json');
  writeJson(secret, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { labels: topologySecretLabels, name: 'uris', namespace },
    stringData: { destUri: uri, srcUri: uri, uri },
  });
  await harness.step('every object of the topology becomes ready', async () => {
    await cluster.apply(secret);
    await cluster.apply(folder);
    await waitForReady(harness);
  });
  await harness.step('RabbitMQ has what was declared', async () => {
    for (const [what, found, wanted] of await readBack(harness, broker)) {
      expect(
        JSON.stringify(found) === JSON.stringify(wanted),
        `${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`,
      );
    }
  });
  await harness.step('a second apply changes nothing', () => cluster.expectApplied(folder));
  await harness.step('removed from the code, users and permissions are revoked by apply.sh', async () => {
    const names = [`${name}-loader-user-credentials`, `${name}-reader-user-credentials`];
    const [loader = '', reader = ''] = await Promise.all(names.map((secretName) => userOf(harness, secretName)));
    const users = topology.users?.slice(0, 1).map(({ limits = {}, name: user, permissions }) => ({
      limits,
      name: user,
      permissions: { [rabbitmqVhost]: permissions[rabbitmqVhost] ?? {} },
    }));
    const changed = writeTopology(harness, { ...topology, ...(users && { users }) }, 'revoked');
    // The cluster itself is in no wave: it does not change.
    writeFiles(new Map([[`cluster/${namespace}/RabbitmqCluster.${name}.yaml`, '']]), '', changed);
    writeFiles(new Map([['WAVES', '40-data\n']]), '', changed);
    await cluster.script('scripts/apply.sh', [changed], { seconds: 300 });
    const granted = async (what: string) =>
      ((await request(broker, 'GET', what)) as readonly Row[])
        .filter(({ user }) => user === loader || user === reader)
        .map(({ user, vhost }) => `${user === loader ? 'loader' : 'reader'} ${vhost}`);
    const found = JSON.stringify([await granted('permissions'), await granted('topic-permissions')]);
    expect(found === JSON.stringify([[`loader ${rabbitmqVhost}`], []]), `RabbitMQ still grants ${found}`);
    const remaining = ((await request(broker, 'GET', 'users')) as readonly Row[]).map(({ name: user }) => user);
    expect(remaining.includes(loader), 'the user loader is gone');
    expect(!remaining.includes(reader), 'the user reader remains');
    await cluster.expectApplied(path.join(changed, '40-data'));
  });
  await harness.step('removed from the code, a queue and its messages stay', async () => {
    await cluster.kubectl(['delete', 'queues.rabbitmq.com', '--all', '--namespace', namespace, '--timeout=60s'], {
      seconds: 70,
    });
    const queues = (await request(broker, 'GET', `queues/${rabbitmqVhost}`)) as readonly { readonly name: string }[];
    expect(
      queues.some((queue) => queue.name === 'imports'),
      'the queue imports is gone',
    );
  });
  await harness.step('a user whose Secret does not exist is refused by the operator', async () => {
    const users = [{ credentialsSecret: 'missing', name: 'nobody', permissions: {} }];
    const { output } = await cluster.kubectl(['apply', '-R', '-f', writeTopology(harness, { users }, 'refused')], {
      allow: [1],
    });
    expect(output.includes('secret "missing" not found'), 'the User was not refused', harness.log, output);
  });
}

/** Writes the objects of the topology operator, without the cluster that exists. */
function writeTopology(harness: BrokerHarness, declared: RabbitmqTopology = topology, title = 'declared'): string {
  const { name, namespace } = harness.members;
  const app = new App();
  const chart = new WaveChart(app, { environment: harness.environment.name, wave: 'data' });
  new RabbitmqCluster(chart, 'broker', {
    image: { repository: 'rabbitmq', tag: '4.2.9-management' },
    name,
    namespace,
    priorityClass: 'data',
    replicas: 3,
    storage: '10Gi',
    policies: [{ name: 'short', pattern: '^Imports', definition: { 'max-length': 1000 } }],
    topology: declared,
    vhost: rabbitmqVhost,
  });
  expect(collectDiagnostics(app).length === 0, 'the topology has mistakes');
  const objects = render(app).filter(({ manifest }) => topologyKinds.includes(manifest.kind));
  const folder = emptyFolder(path.join(harness.folder, `topology-${title}`));
  writeFiles(objectFiles(objects), '', folder);
  return folder;
}

const topologyKinds = [
  'Binding',
  'Exchange',
  'Federation',
  'Permission',
  'Policy',
  'Queue',
  'Shovel',
  'TopicPermission',
  'User',
  'Vhost',
];

interface TopologyObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid: string };
  readonly spec: object;
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
}

async function topologyObjects({ cluster }: BrokerHarness): Promise<readonly TopologyObject[]> {
  const kinds = topologyKinds.map((kind) => `${kind.toLowerCase().replace(/y$/, 'ie')}s.rabbitmq.com`);
  return cluster.get<TopologyObject>(...kinds);
}

async function waitForReady(harness: BrokerHarness): Promise<void> {
  let state = '';
  await waitFor('every object is ready', 90, async () => {
    const objects = await topologyObjects(harness);
    const waiting = objects.filter(
      ({ status }) => !status?.conditions?.some(({ status: is, type }) => type === 'Ready' && is === 'True'),
    );
    state = waiting
      .map(
        ({ kind, metadata, status }) => `${kind} ${metadata.name}: ${status?.conditions?.[0]?.message ?? 'no status'}`,
      )
      .join('\n');
    return objects.length > 0 && waiting.length === 0 ? true : undefined;
  }).catch((error: unknown) => {
    throw error instanceof Failure ? new Failure(error.message, harness.log, state) : error;
  });
}

type Comparison = readonly [what: string, found: unknown, wanted: unknown];
/** An object of the HTTP API. Its values are texts here, except nested objects. */
type Row = Readonly<Record<string, string>>;

async function readBack(harness: BrokerHarness, broker: string): Promise<Comparison[]> {
  const rows = async (what: string) => (await request(broker, 'GET', what)) as readonly Row[];
  const sorted = (values: readonly string[]) => [...values].sort();
  const user = await userOf(harness, `${harness.members.name}-loader-user-credentials`);
  const ofUser = (items: readonly Row[]) => items.filter((item) => item['user'] === user);
  return [
    [
      'queues',
      sorted(
        (await rows('queues')).map(
          ({ arguments: own, name, vhost }) => `${vhost} ${name} ${(own as unknown as Row)['x-queue-type']}`,
        ),
      ),
      sorted([`${rabbitmqVhost} imports quorum`, `${rabbitmqVhost} Imports of a day classic`, 'audit imports stream']),
    ],
    [
      'exchanges',
      sorted(
        (await rows('exchanges'))
          .map(({ name, type, vhost }) => `${vhost} ${name} ${type}`)
          .filter((text) => /events|all/.test(text)),
      ),
      sorted([`${rabbitmqVhost} events topic`, `${rabbitmqVhost} all fanout`]),
    ],
    [
      'bindings',
      sorted(
        (await rows(`bindings/${rabbitmqVhost}`))
          .filter(({ source }) => source !== '')
          .map(({ destination, routing_key: key, source }) => `${source} ${key} ${destination}`),
      ),
      sorted(['events imports.# imports', 'all  events', 'amq.topic $(HOME) 100% Imports of a day']),
    ],
    [
      'permissions',
      sorted(
        ofUser(await rows('permissions')).map(({ configure, read, vhost, write }) =>
          [vhost, configure, read, write].join('|'),
        ),
      ),
      sorted([`${rabbitmqVhost}||^imports$|^events$`, 'audit|||.*']),
    ],
    [
      'topic permissions',
      ofUser(await rows('topic-permissions')).map(({ exchange, read, write }) => [exchange, read, write].join('|')),
      ['events||^imports\\.'],
    ],
    [
      'limits of the virtual host',
      (await rows('vhost-limits/audit')).map(({ value }) =>
        sortedEntries(value as unknown as Readonly<Record<string, number>>),
      ),
      [
        [
          ['max-connections', 50],
          ['max-queues', 10],
        ],
      ],
    ],
    ['policies', (await rows('policies')).map(({ name, vhost }) => `${vhost} ${name}`), [`${rabbitmqVhost} short`]],
    ['shovels', (await rows('parameters/shovel')).map(({ name }) => name), ['move']],
    ['federation upstreams', (await rows('parameters/federation-upstream')).map(({ name }) => name), ['upstream']],
  ];
}

interface SecretObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly uid: string };
  readonly spec: object;
  readonly data: Readonly<Record<string, string>>;
}

/** Returns the user name in a Secret. */
async function userOf({ cluster }: BrokerHarness, secret: string): Promise<string> {
  const found = (await cluster.get<SecretObject>('secrets')).find(({ metadata }) => metadata.name === secret);
  expect(found !== undefined, `there is no Secret ${secret}`);
  return Buffer.from(found.data['username'] ?? '', 'base64').toString('utf8');
}

/** Calls the HTTP API of the RabbitMQ on this machine. */
async function request(broker: string, method: 'GET' | 'PUT', what: string, body?: object): Promise<unknown> {
  const response = await fetch(`${broker}/api/${what}`, {
    headers: {
      'authorization': `Basic ${Buffer.from('guest:guest').toString('base64')}`,
      'content-type': 'application/json',
    },
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(response.ok, `${method} ${what} has status ${response.status}`);
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}
