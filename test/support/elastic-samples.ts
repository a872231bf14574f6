import type { Construct } from 'constructs';
import type { ElasticsearchClusterProps, NodeSet } from '../../lib/operators/elasticsearch/props';
import { ElasticsearchCluster } from '../../lib/operators/elasticsearch/elasticsearch-cluster';
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
    priorityClass: 'data',
    version: '9.1.3',
    ...props,
  });
}
