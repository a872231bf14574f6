import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { addCheck, addFindings, forwardSources } from '../../core/diagnostics';
import { grantClusterRole } from '../../kubernetes/cluster/cluster-role';
import { toYaml } from '../../kubernetes/manifests/yaml';
import { recommendedLabels } from '../../kubernetes/pod/labels';
import { DaemonService } from '../../kubernetes/workloads/daemon-service';
import { elasticsearchEndpoint } from '../elasticsearch/endpoint';
import { checkAnnotations } from './annotation-checks';
import { checkFilebeat } from './checks';
import { authorityFile, filebeatConfig, healthPort } from './filebeat-yml';
import type { FilebeatProps } from './props';

/** Resources of an agent without `resources`. */
const defaultResources = { cpu: '100m', memory: '300Mi' } as const;

/**
 * Filebeat on every node, which sends the logs of all containers to an Elasticsearch cluster, with the metadata of their pods. Its
 * registry, the position in each file, stays on the node. The annotation `co.elastic.logs/enabled: 'false'` of a pod excludes its logs.
 * Wave `workloads`.
 *
 * @example
 * new Filebeat(scope, 'filebeat', {
 *   apiServer: [{ name: 'api-server', ports: [443], peer: { addresses: ['172.20.0.1/32'] } }],
 *   image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'registry.example.com/filebeat' },
 *   lifecyclePolicy: 'container-logs',
 *   name: 'filebeat',
 *   namespace: 'node-agents',
 *   output: {
 *     ca: { key: 'ca.crt', secret: 'filebeat' },
 *     name: 'logs',
 *     namespace: 'logging',
 *     password: { key: 'password', secret: 'filebeat' },
 *     username: { key: 'username', secret: 'filebeat' },
 *   },
 *   version: '9.1.3',
 * });
 */
export class Filebeat extends Construct {
  /** DaemonSet of the agents, for `patch`. */
  readonly daemonSet: ApiObject;

  constructor(scope: Construct, id: string, props: FilebeatProps) {
    super(scope, id);
    addFindings(this, checkFilebeat(props));
    addCheck(this, () => checkAnnotations(this));
    const { name, namespace, output, placement, priorityClass, resources = defaultResources } = props;
    createRole(this, props);
    const agents = new DaemonService(this, 'Agents', {
      apiAccess: { nodeName: 'NODE_NAME' },
      connectsTo: [...props.apiServer, elasticsearchEndpoint(output.name, output.namespace)],
      files: { '/usr/share/filebeat/filebeat.yml': toYaml(filebeatConfig(props)) },
      health: { livenessPath: '/stats', port: healthPort, readinessPath: '/' },
      host: {
        paths: {
          '/usr/share/filebeat/data': { path: `/var/lib/filebeat/${namespace}/${name}`, writable: true },
          '/var/log': { path: '/var/log' },
        },
        reason: 'reads the log files of all containers, which belong to root, and keeps its position in them',
        root: true,
      },
      image: props.image,
      name,
      namespace,
      resources,
      secretFiles: { [authorityFile]: output.ca },
      secrets: {
        ELASTICSEARCH_PASSWORD: output.password,
        ELASTICSEARCH_USERNAME: output.username,
      },
      ...(placement && { placement }),
      ...(priorityClass !== undefined && { priorityClass }),
    });
    forwardSources(this, agents, {
      connectsTo: 'output',
      image: 'image',
      name: 'name',
      namespace: 'namespace',
      placement: 'placement',
      priorityClass: 'priorityClass',
      resources: 'resources',
      secretFiles: 'output',
      secrets: 'output',
    });
    this.daemonSet = agents.daemonSet;
  }
}

/** Creates the permission to read pods, their namespaces and nodes: the metadata of the logs. */
function createRole(scope: Construct, { name, namespace }: FilebeatProps): void {
  grantClusterRole(scope, {
    account: { name, namespace },
    labels: recommendedLabels({ component: 'agent', name, partOf: namespace }),
    name: `${namespace}:${name}`,
    rules: [{ apiGroups: [''], resources: ['namespaces', 'nodes', 'pods'], verbs: ['get', 'list', 'watch'] }],
  });
}
