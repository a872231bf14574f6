import { RabbitmqBackend } from '../../lib/operators/rabbitmq/backend';
import type { RabbitmqClusterProps } from '../../lib/operators/rabbitmq/props';
import { workloadEndpoint } from '../../lib/kubernetes/workloads/workload';
import { inChart, type Mistake } from '../support/mistakes';
import { digest, improvado, rabbitmqCluster } from '../support/workload-samples';

type Props = Partial<RabbitmqClusterProps>;

const broker = (title: string, id: string, prop: string, mistaken: Props, corrected: Props): Mistake => ({
  title: `broker: ${title}`,
  id,
  source: `RabbitmqCluster: ${prop}`,
  mistaken: inChart((chart) => rabbitmqCluster(chart, mistaken)),
  corrected: inChart((chart) => rabbitmqCluster(chart, corrected)),
});

const tag = (version: string) => ({ repository: 'rabbitmq', tag: version });
const mirrored = {
  name: 'ha-three',
  pattern: '.*',
  definition: { 'ha-mode': 'exactly', 'ha-params': 3, 'ha-sync-mode': 'automatic' },
};
const limited = { name: 'short', pattern: '.*', definition: { 'max-length': 1000 } };

export const operators: readonly Mistake[] = [
  broker('even number of members', 'rabbitmq-quorum', 'replicas', { replicas: 4 }, { replicas: 5 }),
  broker('two members', 'rabbitmq-quorum', 'replicas', { replicas: 2 }, { replicas: 3 }),
  broker('single member', 'rabbitmq-quorum', 'replicas', { replicas: 1 }, { replicas: 3 }),
  broker('long name', 'resource-name-length', 'name', { name: 'b'.repeat(46) }, { name: 'b'.repeat(45) }),
  broker(
    'mirrored queues from version 4 on',
    'rabbitmq-mirroring',
    'policies[0].definition',
    { policies: [mirrored] },
    { policies: [limited] },
  ),
  broker(
    'mirrored queues of the improvado operator',
    'rabbitmq-mirroring',
    'policies[0].definition',
    { backend: improvado, policies: [mirrored] },
    { backend: improvado, image: tag('3.13.7'), policies: [mirrored] },
  ),
  broker(
    'partitionHandling from version 4.3 on',
    'rabbitmq-partition-handling',
    'partitionHandling',
    { image: tag('4.3.0'), partitionHandling: 'autoheal' },
    { image: tag('4.2.0'), partitionHandling: 'autoheal' },
  ),
  broker(
    'tag without a version',
    'rabbitmq-image-tag',
    'image.tag',
    { image: tag('latest'), policies: [mirrored] },
    { image: tag('3.13.7'), policies: [mirrored] },
  ),
  broker(
    'short digest',
    'image-digest',
    'image.digest',
    { image: { ...tag('4.1.4'), digest: 'sha256:ab' } },
    { image: { ...tag('4.1.4'), digest } },
  ),
  broker('no storage', 'resource-quantity', 'storage', { storage: '0Gi' }, { storage: '1Gi' }),
  broker(
    'no CPU',
    'resource-quantity',
    'resources.cpu',
    { resources: { cpu: '0', memory: '2Gi' } },
    { resources: { cpu: '1', memory: '2Gi' } },
  ),
  broker(
    'watermark at the memory limit',
    'rabbitmq-memory-watermark',
    'memoryHighWatermark',
    { memoryHighWatermark: '2Gi', resources: { cpu: '1', memory: '2Gi' } },
    { memoryHighWatermark: '1200Mi', resources: { cpu: '1', memory: '2Gi' } },
  ),
  broker(
    'gracePeriod of zero',
    'duration',
    'backend.gracePeriod',
    { backend: RabbitmqBackend.clusterOperator({ gracePeriod: '0s' }) },
    { backend: RabbitmqBackend.clusterOperator({ gracePeriod: '5m' }) },
  ),
  broker('no priority', 'rabbitmq-priority', 'priorityClass', { priorityClass: '' }, { priorityClass: 'data' }),
  broker(
    'priority of the improvado operator',
    'improvado-unsupported',
    'priorityClass',
    { backend: improvado, priorityClass: 'data' },
    { backend: improvado },
  ),
  broker(
    'clients of the improvado operator',
    'improvado-unsupported',
    'allowedFrom',
    { allowedFrom: [workloadEndpoint('api')], backend: improvado },
    { backend: improvado },
  ),
  broker(
    'digest of the improvado operator',
    'improvado-unsupported',
    'image.digest',
    { backend: improvado, image: { ...tag('4.1.4'), digest } },
    { backend: improvado, image: tag('4.1.4') },
  ),
];
