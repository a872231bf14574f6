import { sortedEntries } from '../../core/canonical';
import { elasticsearchUrl } from '../elasticsearch/endpoint';
import type { FilebeatMultiline, FilebeatProps } from './props';

/** Port of the agent's own HTTP server, for probes. */
export const healthPort = 5066;

/** Maximum number of events in the queue. */
const queueEvents = 4096;

/** File of the certificate of the authority, which changes with its Secret. */
export const authorityFile = '/etc/elasticsearch/ca.crt';

/** Annotation of a pod whose logs are not read, with the value `false`. */
export const enabledAnnotation = 'co.elastic.logs/enabled';

/** Placeholder of a container's id, which Filebeat replaces in autodiscovered inputs. */
const containerId = '${data.kubernetes.container.id}';

/**
 * Identity of a file: a hash of its first bytes, which is the same after a rename. Inode numbers are used again by other files. With the
 * default length of 1024, short logs of containers would never be read; 64 bytes contain a time in nanoseconds.
 */
const fingerprint = {
  'file_identity.fingerprint': null,
  'prospector.scanner': { fingerprint: { enabled: true, length: 64, offset: 0 }, symlinks: true },
} as const;

/**
 * Returns the configuration of Filebeat, without values of Secrets: Filebeat reads them from its environment. An input stops to read
 * when the queue is full, and continues at the position in the registry when Elasticsearch accepts events again.
 *
 * @see https://www.elastic.co/docs/reference/beats/filebeat/filebeat-reference-yml
 */
export function filebeatConfig({ inputs = {}, lifecyclePolicy, multiline = [], output }: FilebeatProps): object {
  return {
    'filebeat.autodiscover': {
      providers: [
        {
          type: 'kubernetes',
          node: '${NODE_NAME}',
          // The names of Deployments and CronJobs would need rights on replicasets and jobs of all namespaces.
          add_resource_metadata: { cronjob: false, deployment: false },
          templates: containerTemplates(multiline),
        },
      ],
    },
    ...(Object.keys(inputs).length > 0 && {
      'filebeat.inputs': sortedEntries(inputs).map(([id, { paths, type = 'filestream' }]) => ({
        type,
        id,
        paths: [...paths],
        ...(type === 'filestream' && fingerprint),
      })),
    }),
    // Without it, the events of a stopping agent are sent again by the next one.
    'filebeat.shutdown_timeout': '10s',
    'queue.mem': { events: queueEvents, flush: { min_events: 1600, timeout: '5s' } },
    'output.elasticsearch': {
      hosts: [elasticsearchUrl(output.name, output.namespace)],
      username: '${ELASTICSEARCH_USERNAME}',
      password: '${ELASTICSEARCH_PASSWORD}',
      ssl: {
        certificate_authorities: [authorityFile],
        // Filebeat starts again when the operator renews the authority. Later versions read the file again by themselves.
        restart_on_cert_change: { enabled: true, period: '1m' },
        verification_mode: 'full',
      },
      backoff: { init: '1s', max: '60s' },
    },
    // The policy is that of the cluster, which the agents need not be permitted to change.
    'setup.ilm': {
      enabled: true,
      overwrite: false,
      ...(lifecyclePolicy !== undefined && { check_exists: false, policy_name: lifecyclePolicy }),
    },
    'setup.template.settings': { index: { number_of_replicas: 1, number_of_shards: 1 } },
    'http': { enabled: true, host: '0.0.0.0', port: healthPort },
    'logging': { level: 'info', metrics: { enabled: false } },
  };
}

/**
 * Returns the templates of inputs, of which one applies to each container. Annotations of pods do not change an input: those of
 * Filebeat's hints could make an agent, which is root, read other files or send its own password.
 *
 * @see https://www.elastic.co/docs/reference/beats/filebeat/configuration-autodiscover
 */
function containerTemplates(multiline: readonly FilebeatMultiline[]): object[] {
  const isOf = ({ container, namespace }: FilebeatMultiline) => ({
    equals: { 'kubernetes.container.name': container, 'kubernetes.namespace': namespace },
  });
  const read = [
    // Pods without a container have events as well.
    { has_fields: ['kubernetes.container.id'] },
    { not: { equals: { [`kubernetes.annotations.${enabledAnnotation}`]: 'false' } } },
  ];
  return [
    {
      condition: { and: [...read, ...multiline.map((entry) => ({ not: isOf(entry) }))] },
      config: [containerInput()],
    },
    ...multiline.map((entry) => ({
      condition: { and: [...read, isOf(entry)] },
      config: [containerInput(entry)],
    })),
  ];
}

/** Returns the input of one container: an id that several inputs share would lose or repeat lines. */
function containerInput(multiline?: FilebeatMultiline): object {
  return {
    type: 'filestream',
    id: `container-${containerId}`,
    paths: [`/var/log/containers/*-${containerId}.log`],
    parsers: [
      { container: { format: 'auto', stream: 'all' } },
      ...(multiline
        ? [{ multiline: { type: 'pattern', pattern: multiline.firstLine, negate: true, match: 'after' } }]
        : []),
    ],
    ...fingerprint,
  };
}
