import type { Explanations } from '../../core/explanation';

export const explanations = {
  'rabbitmq-quorum': {
    reason:
      'Quorum queues need a majority of the members. An even count tolerates no more failures than the odd count below it; one or two members tolerate none.',
    example: 'replicas: 2',
    fix: 'replicas: 3',
    see: 'https://www.rabbitmq.com/docs/quorum-queues',
  },
  'rabbitmq-image-tag': {
    reason: "The server's version decides which settings it knows. It is read from the tag.",
    example: "image: { repository: 'rabbitmq', tag: 'latest' }",
    fix: "image: { repository: 'rabbitmq', tag: '4.1.4-management' }",
  },
  'rabbitmq-memory-watermark': {
    reason:
      'A member blocks publishers when its memory exceeds the watermark. If the limit is lower, the kernel kills the member first.',
    example: "memoryHighWatermark: '2Gi', resources: { cpu: '1', memory: '2Gi' }",
    fix: "memoryHighWatermark: '1200Mi', resources: { cpu: '1', memory: '2Gi' }",
    see: 'https://www.rabbitmq.com/docs/memory',
  },
  'rabbitmq-mirroring': {
    reason: 'RabbitMQ 4 removed mirroring of classic queues: a policy with ha-mode replicates nothing.',
    example: "policies: [{ name: 'ha', pattern: '.*', definition: { 'ha-mode': 'all' } }]",
    fix: 'no policy: queues are quorum queues by default',
    see: 'https://www.rabbitmq.com/docs/ha',
  },
  'rabbitmq-partition-handling': {
    reason: 'RabbitMQ 4.3 and later ignore the setting.',
    example: "partitionHandling: 'autoheal', image: { repository: 'rabbitmq', tag: '4.3.0' }",
    fix: "image: { repository: 'rabbitmq', tag: '4.3.0' }",
    see: 'https://www.rabbitmq.com/docs/partitions',
  },
  'rabbitmq-priority': {
    reason:
      'When nodes are lost, the scheduler places pods of a higher priority first. Clients of a broker cannot work before it runs.',
    example: 'no priorityClass',
    fix: "priorityClass: 'shop-data'",
    see: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/',
  },
  'improvado-unsupported': {
    reason: 'The improvado operator has no field for the setting, so it would have no effect.',
    example: "backend: RabbitmqBackend.improvado(…), priorityClass: 'shop-data'",
    fix: "backend: RabbitmqBackend.clusterOperator(), priorityClass: 'shop-data'",
  },
} as const satisfies Explanations;
