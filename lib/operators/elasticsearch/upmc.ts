import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { placed } from './node-set';
import { imageReference } from './eck';
import type { UpmcOptions } from './backend';
import type { ElasticsearchClusterProps } from './props';

/** Names of the node sets that upmc has fields for. */
export const upmcNodeSets = ['client', 'data', 'master'] as const;

/** Creates the ElasticsearchCluster object, from which upmc-enterprises/elasticsearch-operator creates all others. */
export function createUpmcCluster(scope: Construct, props: ElasticsearchClusterProps, options: UpmcOptions): ApiObject {
  const { image, kibana, name, namespace, nodeSets } = props;
  const { client, data, master } = nodeSets;
  const { placement, resources, zones = [] } = data ?? {};
  const quantities = resources && { cpu: resources.cpu, memory: resources.memory };
  return new ApiObject(scope, 'Resource', {
    apiVersion: 'enterprises.upmc.com/v1',
    kind: 'ElasticsearchCluster',
    metadata: { name, namespace },
    spec: {
      'client-node-replicas': client?.count ?? 0,
      'data-node-replicas': data?.count ?? 0,
      'master-node-replicas': master?.count ?? 0,
      'data-volume-size': data?.storage,
      'master-volume-size': master?.storage,
      'elastic-search-image': imageReference(image),
      'zones': [...zones],
      ...(quantities && { resources: { limits: quantities, requests: quantities } }),
      ...placed(placement),
      // The class exists: with a provisioner, the operator would create one for each zone.
      'storage': { 'storage-class': options.storageClass ?? 'gp3' },
      ...(kibana && { kibana: { image: imageReference(kibana.image) } }),
      // Otherwise the certificates, and with them the running nodes, are lost with the object.
      'keep-secrets-on-delete': true,
      'use-ssl': true,
    },
  });
}
