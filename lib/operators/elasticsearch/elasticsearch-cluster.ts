import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Endpoint } from '../../core/contract';
import { addFindings } from '../../core/diagnostics';
import { ElasticsearchBackend } from './backend';
import { checkElasticsearchCluster } from './checks';
import { createElasticsearch, createNetworkPolicy, createServiceAccount } from './eck';
import { elasticsearchEndpoint } from './endpoint';
import { createKibana } from './kibana';
import { createPolicies } from './policies';
import type { ElasticsearchClusterProps } from './props';
import { createUpmcCluster } from './upmc';

/**
 * An Elasticsearch cluster that keeps a majority of its master nodes, and a copy of every replicated shard, when a zone is lost and
 * during updates, with its Kibana, snapshots and lifecycle policies. The operator of `backend` creates the nodes, their certificates
 * and the PodDisruptionBudget, which permits one eviction while the cluster is green. Wave `data`.
 *
 * @example
 * const logs = new ElasticsearchCluster(scope, 'logs', {
 *   image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'registry.example.com/elasticsearch' },
 *   lifecyclePolicies: { 'container-logs': { deleteAfter: '14d' } },
 *   name: 'logs',
 *   namespace: 'logging',
 *   nodeSets: {
 *     main: {
 *       count: 3,
 *       resources: { cpu: '1', memory: '4Gi' },
 *       roles: ['master', 'data', 'ingest'],
 *       storage: '100Gi',
 *       zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'],
 *     },
 *   },
 *   priorityClass: 'shop-data',
 *   version: '9.1.3',
 * });
 * const connectsTo = [logs.endpoint];
 */
export class ElasticsearchCluster extends Construct {
  /** Endpoint of the HTTP API, by the labels of ECK, for `connectsTo` of clients. */
  readonly endpoint: Endpoint;
  /** Custom resource of the operator, for `patch`. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: ElasticsearchClusterProps) {
    super(scope, id);
    const { backend = ElasticsearchBackend.eck() } = props;
    const { settings } = backend;
    addFindings(this, checkElasticsearchCluster(props, backend));
    this.endpoint = elasticsearchEndpoint(props.name);
    if (settings.operator === 'upmc') {
      this.resource = createUpmcCluster(this, props, settings);
      return;
    }
    this.resource = createElasticsearch(this, props, settings);
    if (props.snapshots) createServiceAccount(this, props);
    createNetworkPolicy(this, props, settings);
    if (props.kibana) createKibana(this, props, props.kibana);
    createPolicies(this, props);
  }
}
