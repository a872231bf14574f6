import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'cdk8s';
import { sortedEntries } from '../../../lib/core/canonical';
import { collectDiagnostics } from '../../../lib/core/diagnostics';
import { WaveChart } from '../../../lib/kubernetes/manifests/wave';
import { objectFiles, render } from '../../../lib/kubernetes/manifests/render';
import { Namespace } from '../../../lib/kubernetes/cluster/namespace';
import { RabbitmqCluster } from '../../../lib/operators/rabbitmq/rabbitmq-cluster';
import { emptyFolder, writeFiles, writeJson } from '../support/project';
import { run, waitFor } from '../support/process';
import { expect } from '../support/report';
import type { BrokerHarness, Member } from './broker-harness';
import { type ServerFiles, TlsServer } from './tls-server';

const namespace = 'encrypted';
const name = 'broker';

/** The operator accepts a cluster with TLS, its members are admitted, and a real RabbitMQ starts with its configuration. */
export async function checkTls(harness: BrokerHarness): Promise<void> {
  const { cluster } = harness;
  const certificates = await harness.step('a certificate is valid for every name of the documentation', () =>
    createCertificates(harness),
  );
  const replicas = 3;
  await harness.step(`with TLS, ${replicas} members are admitted and reconciled`, async () => {
    await cluster.apply(await writeCluster(harness, replicas));
    for (const secret of ['broker-tls', 'member-tls']) {
      const files = ['ca.crt', 'tls.crt', 'tls.key'].map((file) => `--from-file=${path.join(certificates, file)}`);
      const type = '--type=kubernetes.io/tls';
      await cluster.kubectl(['create', 'secret', 'generic', secret, '-n', namespace, type, ...files]);
    }
    await waitFor('the members are ready', 120, async () => {
      const pods = (await cluster.get<Member>('pods')).filter(({ metadata }) => metadata.namespace === namespace);
      const ready = pods.filter(({ status }) => status?.conditions?.some(isReady));
      return ready.length === replicas ? true : undefined;
    });
  });
  const files = await harness.step('the operator has written the configuration of the members', () =>
    configuration(harness),
  );
  const server = new TlsServer(path.join(harness.folder, 'tls-server'), certificates, files, harness.log);
  try {
    await harness.step('a real RabbitMQ starts with it, with listeners of TLS only', () => server.start());
    await harness.step('its certificate is valid for clients, operators and Prometheus', async () => {
      await server.verify(server.ports.amqp, `${name}.${namespace}.svc`);
      await server.verify(server.ports.management, `${name}-server-0.${name}-nodes.${namespace}.svc`);
      await server.verify(server.ports.metrics, `${name}.${namespace}.svc`);
    });
    await harness.step('members and rabbitmqctl connect by TLS, and nobody without a certificate', () =>
      server.checkDistribution(),
    );
  } finally {
    await server.stop();
  }
}

function isReady({ status, type }: { readonly status: string; readonly type: string }): boolean {
  return type === 'Ready' && status === 'True';
}

/** Creates an authority, and one certificate for both purposes. */
async function createCertificates({ folder: parent, log }: BrokerHarness): Promise<string> {
  const folder = emptyFolder(path.join(parent, 'certificates'));
  const names = [`${name}.${namespace}.svc`, `*.${name}-nodes.${namespace}.svc`, `*.${name}-nodes.${namespace}`];
  const openssl = (args: string) => run({ program: 'openssl', arguments: args.split(' '), folder, seconds: 30, log });
  // The node of this machine is named after it.
  const alternatives = [...names, 'localhost'].map((each) => `DNS:${each}`).join(',');
  writeFileSync(path.join(folder, 'ext'), `subjectAltName=${alternatives}\nextendedKeyUsage=serverAuth,clientAuth\n`);
  await openssl('req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 2 -subj /CN=authority');
  await openssl('req -newkey rsa:2048 -nodes -keyout tls.key -out tls.csr -subj /CN=broker');
  await openssl('x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile ext -out tls.crt');
  return folder;
}

/** Writes the cluster for the nodes of the environment's own. */
async function writeCluster(harness: BrokerHarness, replicas: number): Promise<string> {
  const { environment } = harness;
  const { priorityClassName } = (await harness.listMembers())[0]?.spec ?? {};
  const { labels = {}, taints = {} } = environment.nodeGroups[environment.rabbitmq.nodeGroup] ?? {};
  const app = new App();
  const namespaces = new WaveChart(app, { environment: environment.name, wave: 'namespaces' });
  new Namespace(namespaces, 'namespace', {
    name: namespace,
    podSecurityVersion: environment.cluster.podSecurityVersion,
  });
  const chart = new WaveChart(app, { environment: environment.name, wave: 'data' });
  new RabbitmqCluster(chart, 'broker', {
    image: { repository: 'rabbitmq', tag: '4.2.9-management' },
    name,
    namespace,
    placement: { labels, taints },
    priorityClass: priorityClassName ?? '',
    replicas,
    resources: { cpu: '100m', memory: '512Mi' },
    storage: '4Gi',
    tls: { memberSecret: 'member-tls', secret: 'broker-tls' },
  });
  const found = collectDiagnostics(app);
  expect(found.length === 0, 'the cluster with TLS has mistakes', harness.log, JSON.stringify(found));
  const folder = emptyFolder(path.join(harness.folder, 'tls'));
  writeFiles(objectFiles(render(app)), '', folder);
  return folder;
}

interface ConfigMap {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly data: Readonly<Record<string, string>>;
}

/** Returns what the pods of the members mount. */
async function configuration({ cluster, folder }: BrokerHarness): Promise<ServerFiles> {
  const maps = (await cluster.get<ConfigMap>('configmaps')).filter(({ metadata }) => metadata.namespace === namespace);
  const data = Object.fromEntries(maps.flatMap((map) => sortedEntries(map.data)));
  mkdirSync(folder, { recursive: true });
  writeJson(path.join(folder, 'configuration.json'), data);
  const read = (key: string): string => {
    const text = data[key];
    expect(text !== undefined, `the members have no ${key}`);
    return text;
  };
  return {
    conf: [read('operatorDefaults.conf'), read('userDefinedConfiguration.conf')].join('\n'),
    environment: read('rabbitmq-env.conf'),
    memberOptions: read('inter-node-tls.config'),
  };
}
