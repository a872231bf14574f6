import { App } from 'cdk8s';
import path from 'node:path';
import { collectDiagnostics } from '../../../lib/core/diagnostics';
import { Namespace } from '../../../lib/kubernetes/cluster/namespace';
import { PriorityClass } from '../../../lib/kubernetes/cluster/priority-class';
import { ResourceQuota } from '../../../lib/kubernetes/cluster/resource-quota';
import { objectFiles, render } from '../../../lib/kubernetes/manifests/render';
import { WaveChart } from '../../../lib/kubernetes/manifests/wave';
import { EckOperator } from '../../../lib/operators/elasticsearch/eck-operator';
import { ElasticsearchCluster } from '../../../lib/operators/elasticsearch/elasticsearch-cluster';
import type { ElasticsearchClusterProps, NodeSet } from '../../../lib/operators/elasticsearch/props';
import { Filebeat } from '../../../lib/operators/filebeat/filebeat';
import { Cluster } from '../kubernetes/cluster';
import { readWaves } from '../kubernetes/prepare';
import { removeAddons } from '../support/addon-sources';
import { cachePath, emptyFolder, writeFiles } from '../support/project';
import { waitFor } from '../support/process';
import { expect } from '../support/report';
import { isReady, type Pod, zones } from './six-nodes';

/** The name of the run. */
export const runName = 'elasticsearch';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

export const mainSet: NodeSet = {
  count: 3,
  resources: { cpu: '1', memory: '4Gi' },
  roles: ['master', 'data', 'ingest'],
  storage: '100Gi',
  zones,
};

const namespace = 'logging';

/** Namespace of node agents. */
export const agentNamespace = 'node-agents';

/** Props of the cluster of the run: every part of it. */
export const usual = {
  image: { digest, repository: 'registry.example.com/elasticsearch' },
  kibana: { image: { digest, repository: 'registry.example.com/kibana' } },
  lifecyclePolicies: { 'container-logs': { deleteAfter: '14d' } },
  name: 'logs',
  namespace,
  nodeSets: { main: mainSet },
  priorityClass: 'run-data',
  snapshots: {
    bucket: 'run-snapshots',
    region: 'eu-central-1',
    roleArn: 'arn:aws:iam::123456789012:role/snapshots',
  },
  version: '9.1.3',
} as const satisfies ElasticsearchClusterProps;

/** ServiceAccount of the operator. */
export const operatorAccount = { name: 'elastic-operator', namespace: 'elastic-system' };

function createOperator(scope: WaveChart): void {
  new EckOperator(scope, 'operator', {
    apiServer: [{ name: 'api-server', peer: { addresses: ['10.96.0.1/32'] }, ports: [443] }],
    image: { digest, repository: 'registry.example.com/eck-operator' },
    kubernetesVersion: '1.34',
    managedNamespaces: [namespace],
  });
}

function createFilebeat(scope: WaveChart): void {
  const secret = 'filebeat';
  new Filebeat(scope, 'filebeat', {
    apiServer: [{ name: 'api-server', peer: { addresses: ['10.96.0.1/32'] }, ports: [443] }],
    image: { digest, repository: 'registry.example.com/filebeat' },
    lifecyclePolicy: 'container-logs',
    name: 'filebeat',
    namespace: agentNamespace,
    output: {
      ca: { key: 'ca.crt', secret },
      name: usual.name,
      namespace,
      password: { key: 'password', secret },
      username: { key: 'username', secret },
    },
    version: '9.1.3',
  });
}

/** An Elasticsearch cluster on an API server of its own, with the real ECK. */
export class ElasticsearchHarness {
  readonly log = cachePath(runName, 'run.log');
  readonly folder = emptyFolder(cachePath(runName, 'work'));
  readonly cluster = new Cluster(runName, 'run', this.log);

  /** Writes the objects of a cluster with its namespace, and returns their folder. Mistakes are returned, not thrown. */
  write(label: string, changes: Partial<ElasticsearchClusterProps> = {}): { ids: string[]; folder: string } {
    const app = new App();
    const chart = (wave: 'configuration' | 'data' | 'namespaces' | 'operators' | 'workloads') =>
      new WaveChart(app, { environment: 'run', wave });
    const namespaces = chart('namespaces');
    new Namespace(namespaces, 'namespace', { name: namespace, podSecurityVersion: 'v1.34' });
    new Namespace(namespaces, 'operator', { name: operatorAccount.namespace, podSecurityVersion: 'v1.34' });
    new Namespace(namespaces, 'agents', {
      name: agentNamespace,
      nodeAgents: { level: 'privileged', reason: 'agents read the log files of the nodes' },
      podSecurityVersion: 'v1.34',
    });
    createOperator(chart('operators'));
    const configuration = chart('configuration');
    new PriorityClass(configuration, 'priority', { name: usual.priorityClass, value: 1_000_000 });
    const data = chart('data');
    new ElasticsearchCluster(data, 'elasticsearch', { ...usual, ...changes });
    createFilebeat(chart('workloads'));
    new ResourceQuota(configuration, 'quota', { namespace, nodes: 6 });
    const folder = emptyFolder(path.join(this.folder, label));
    writeFiles(objectFiles(render(app)), '', folder);
    // The definitions come with the operator's program.
    removeAddons(folder);
    return { folder, ids: collectDiagnostics(app).map(({ id }) => id) };
  }

  /** Applies a changed cluster. Warnings are errors. */
  async apply(label: string, changes: Partial<ElasticsearchClusterProps> = {}): Promise<string> {
    const { folder, ids } = this.write(label, changes);
    expect(ids.length === 0, `the cluster has mistakes: ${ids.join(', ')}`);
    for (const wave of readWaves(folder)) await this.cluster.apply(path.join(folder, wave));
    return folder;
  }

  /** Returns the pods of a node set, or of Kibana. */
  async pods(label: string, value: string): Promise<readonly Pod[]> {
    const pods = await this.cluster.get<Pod>('pods');
    return pods.filter(({ metadata }) => metadata.labels?.[label] === value);
  }

  /** Returns the pods of a node set. */
  nodes(set: string): Promise<readonly Pod[]> {
    return this.pods('elasticsearch.k8s.elastic.co/statefulset-name', `logs-es-${set}`);
  }

  /** Waits for a number of ready pods. */
  async waitForReady(what: string, count: number, list: () => Promise<readonly Pod[]>): Promise<readonly Pod[]> {
    let found: readonly Pod[] = [];
    try {
      return await waitFor(`${what}: ${count} ready pods`, 120, async () => {
        found = await list();
        return found.length === count && found.every(isReady) ? found : undefined;
      });
    } catch (error) {
      const { stdout } = await this.cluster.kubectl(['get', 'events', '-n', namespace]);
      const state = found.map((pod) => `${pod.metadata.name}: ${pod.spec.nodeName ?? 'on no node'}`).join('\n');
      expect(false, (error as Error).message, this.log, `${state}\n${stdout}`);
    }
  }
}
