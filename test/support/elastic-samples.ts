import type { Construct } from 'constructs';
import { ElasticsearchBackend } from '../../lib/operators/elasticsearch/backend';
import type { ElasticsearchClusterProps, NodeSet } from '../../lib/operators/elasticsearch/props';
import { EckOperator } from '../../lib/operators/elasticsearch/eck-operator';
import type { EckOperatorProps } from '../../lib/operators/elasticsearch/eck-operator-props';
import { ElasticsearchCluster } from '../../lib/operators/elasticsearch/elasticsearch-cluster';
import { Filebeat } from '../../lib/operators/filebeat/filebeat';
import type { FilebeatProps } from '../../lib/operators/filebeat/props';
import { digest } from './workload-samples';

export const elasticImage = { digest, repository: 'registry.example.com/elasticsearch' };
export const kibanaImage = { digest, repository: 'registry.example.com/kibana' };

export const elasticZones = ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'] as const;

export const nodeSetSample: NodeSet = {
  count: 3,
  resources: { cpu: '1', memory: '4Gi' },
  roles: ['master', 'data', 'ingest'],
  storage: '100Gi',
  zones: elasticZones,
};

/** Returns node sets with one set `main`, which is the sample with changes. */
export function mainSet(changes: Partial<NodeSet> = {}): Readonly<Record<string, NodeSet>> {
  return { main: { ...nodeSetSample, ...changes } };
}

const upmcSet: NodeSet = { ...nodeSetSample, roles: ['data'] };

/** Props of a cluster of the upmc operator, with those that it has no field for removed. */
export const upmcSample = {
  backend: ElasticsearchBackend.upmc(),
  nodeSets: { client: { ...upmcSet, count: 2, roles: [] }, data: upmcSet, master: { ...upmcSet, roles: ['master'] } },
  version: '6.8.23',
} as const satisfies Partial<Record<keyof ElasticsearchClusterProps, unknown>>;

export const snapshotSample = {
  bucket: 'shop-snapshots',
  region: 'eu-central-1',
  roleArn: 'arn:aws:iam::123456789012:role/logs-snapshots',
} as const;

export function elasticsearchCluster(
  scope: Construct,
  props: Partial<ElasticsearchClusterProps> = {},
): ElasticsearchCluster {
  return new ElasticsearchCluster(scope, 'logs', {
    image: elasticImage,
    name: 'logs',
    namespace: 'logging',
    nodeSets: mainSet(),
    ...(props.backend?.settings.operator !== 'upmc' && { priorityClass: 'data' }),
    version: '9.1.3',
    ...props,
  });
}

export function eckOperator(scope: Construct, props: Partial<EckOperatorProps> = {}): EckOperator {
  return new EckOperator(scope, 'operator', {
    apiServer: [{ name: 'api-server', peer: { addresses: ['172.20.0.1/32'] }, ports: [443] }],
    image: { digest, repository: 'registry.example.com/eck-operator' },
    kubernetesVersion: '1.34',
    managedNamespaces: ['logging'],
    ...props,
  });
}

export const filebeatImage = { digest, repository: 'registry.example.com/filebeat' };

export const filebeatOutput = {
  ca: { key: 'ca.crt', secret: 'filebeat' },
  name: 'logs',
  namespace: 'logging',
  password: { key: 'password', secret: 'filebeat' },
  username: { key: 'username', secret: 'filebeat' },
} as const;

export function filebeat(scope: Construct, props: Partial<FilebeatProps> = {}): Filebeat {
  return new Filebeat(scope, 'filebeat', {
    apiServer: [{ name: 'api-server', peer: { addresses: ['172.20.0.1/32'] }, ports: [443] }],
    image: filebeatImage,
    name: 'filebeat',
    namespace: 'node-agents',
    output: filebeatOutput,
    version: '9.1.3',
    ...props,
  });
}
