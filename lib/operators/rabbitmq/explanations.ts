import type { Explanations } from '../../core/explanation';

export const explanations = {
  'rabbitmq-quorum': {
    reason:
      'Quorum queues need a majority of the members. An even count tolerates no more failures than the odd count below it; one or two members tolerate none.',
    example: 'replicas: 2',
    fix: 'replicas: 3',
    see: 'https://www.rabbitmq.com/docs/quorum-queues',
  },
  'rabbitmq-replicas': {
    reason:
      "The operator's field has 32 bits. It cannot read a cluster with a larger number, and then reconciles no cluster any more.",
    example: 'replicas: 2147483649',
    fix: 'replicas: 3',
    see: 'https://www.rabbitmq.com/kubernetes/operator/using-operator#scale',
  },
  'rabbitmq-image-tag': {
    reason:
      "The server's version decides which settings it knows and which probes it answers. It is read from the tag. A release candidate precedes the release of its number.",
    example: "image: { repository: 'rabbitmq', tag: 'latest' }",
    fix: "image: { repository: 'rabbitmq', tag: '4.2.9-management' }",
  },
  'rabbitmq-operator-version': {
    reason:
      "The operator creates the pods, so their probes depend on its version. The library describes pods of 2.16.0 and later. Another operator's are unknown.",
    example: "backend: RabbitmqBackend.clusterOperator({ version: '1.14.0' })",
    fix: "backend: RabbitmqBackend.clusterOperator({ version: '2.20.0' })",
    see: 'https://github.com/rabbitmq/cluster-operator/releases',
  },
  'rabbitmq-operator-image': {
    reason:
      'The startup probe of operators from 2.22.0 on is an HTTP request that RabbitMQ answers from 4.2.4 on. An earlier server answers 404, and the kubelet restarts each member after five minutes, for ever.',
    example: "backend: RabbitmqBackend.clusterOperator({ version: '2.22.3' }), image: { tag: '4.1.4-management', … }",
    fix: "image: { tag: '4.2.9-management', … }",
    see: 'https://github.com/rabbitmq/cluster-operator/releases/tag/v2.22.0',
  },
  'rabbitmq-memory': {
    reason:
      'RabbitMQ needs 256 MiB at all times. The operator lets it use four fifths of the limit, of which it uses a part before it blocks publishers.',
    example: "resources: { cpu: '1', memory: '100Mi' }",
    fix: "resources: { cpu: '1', memory: '2Gi' }",
    see: 'https://www.rabbitmq.com/docs/production-checklist',
  },
  'rabbitmq-storage': {
    reason:
      'The cluster operator sets disk_free_limit.absolute to 2GB. A member with less free space blocks all publishers, so a smaller volume accepts no message.',
    example: "storage: '1Gi'",
    fix: "storage: '10Gi'",
    see: 'https://www.rabbitmq.com/docs/disk-alarms',
  },
  'rabbitmq-grace-period': {
    reason:
      'cluster-autoscaler runs with --max-graceful-termination-sec=900. When it removes a node, it kills pods that take longer, in the middle of their handover.',
    example: "backend: RabbitmqBackend.clusterOperator({ gracePeriod: '30m' })",
    fix: "backend: RabbitmqBackend.clusterOperator({ gracePeriod: '15m' })",
    see: 'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md',
  },
  'rabbitmq-vhost': {
    reason:
      "The default virtual host is a value in rabbitmq.conf, which the operator's parser and the server's read. A comment sign, a quote or a line break would change or end it.",
    example: "vhost: 'dts#1'",
    fix: "vhost: 'dts-1'",
    see: 'https://www.rabbitmq.com/docs/configure',
  },
  'rabbitmq-topology-name': {
    reason:
      'RabbitMQ has one object of a kind and name in a virtual host. A second declaration changes the first one, or is rejected.',
    example: "queues: [{ name: 'imports' }, { name: 'imports', type: 'stream' }]",
    fix: "queues: [{ name: 'imports' }, { name: 'events', type: 'stream' }]",
    see: 'https://www.rabbitmq.com/docs/queues#names',
  },
  'rabbitmq-topology-vhost': {
    reason:
      'An object of a virtual host that does not exist is never created: the operator tries again for ever, and clients are refused.',
    example: "topology: { queues: [{ name: 'imports', vhost: 'dst' }] }, vhost: 'dts'",
    fix: "topology: { queues: [{ name: 'imports' }] }, vhost: 'dts'",
    see: 'https://www.rabbitmq.com/docs/vhosts',
  },
  'rabbitmq-topic-permission': {
    reason: 'Topic permissions restrict the permissions of a user in a virtual host. Without those, the user has none.',
    example: "permissions: {}, topicPermissions: { dts: [{ exchange: 'events', write: '^imports' }] }",
    fix: "permissions: { dts: { write: '^events$' } }, topicPermissions: { dts: [{ exchange: 'events', write: '^imports' }] }",
    see: 'https://www.rabbitmq.com/docs/access-control#topic-authorisation',
  },
  'rabbitmq-binding': {
    reason: 'A binding without one of its ends is never created, and messages that it should route are dropped.',
    example: "bindings: [{ exchange: 'events', to: { queue: 'import' } }], queues: [{ name: 'imports' }]",
    fix: "bindings: [{ exchange: 'events', to: { queue: 'imports' } }]",
    see: 'https://www.rabbitmq.com/tutorials/amqp-concepts',
  },
  'rabbitmq-secret': {
    reason:
      'The topology operator reads only Secrets with its label. Its webhook refuses an object that names another one, and the apply fails. Without its keys, a Secret is read again for ever.',
    example:
      "new ExternalSecret(scope, 'uris', { keys: ['uri'], name: 'uris', … }), shovels: [{ uriSecret: 'uris', … }]",
    fix: "new ExternalSecret(scope, 'uris', { keys: ['destUri', 'srcUri'], labels: topologySecretLabels, name: 'uris', … })",
    see: 'https://github.com/rabbitmq/messaging-topology-operator/releases/tag/v1.20.0',
  },
  'rabbitmq-dead-letter': {
    reason:
      "RabbitMQ delivers dead letters at least once only with the overflow 'reject-publish', and at most once otherwise: it writes a warning to its log, and messages are lost when a member restarts. Without a dead-letter exchange it delivers none. A policy takes precedence over x-overflow, and other arguments over the policy.",
    example: "arguments: { 'x-dead-letter-exchange': 'dead', 'x-dead-letter-strategy': 'at-least-once' }",
    fix: "arguments: { 'x-dead-letter-exchange': 'dead', 'x-dead-letter-strategy': 'at-least-once', 'x-overflow': 'reject-publish' }",
    see: 'https://www.rabbitmq.com/docs/quorum-queues#activating-at-least-once-dead-lettering',
  },
  'rabbitmq-undeclared-exchange': {
    reason:
      'RabbitMQ accepts the name of a dead-letter or alternate exchange that does not exist, and drops the messages that it would receive.',
    example: "queues: [{ name: 'jobs', arguments: { 'x-dead-letter-exchange': 'dead' } }]",
    fix: "exchanges: [{ name: 'dead', type: 'fanout' }], bindings: [{ exchange: 'dead', to: { queue: 'dead-jobs' } }]",
    see: 'https://www.rabbitmq.com/docs/dlx#overview',
  },
  'rabbitmq-limit': {
    reason: 'Limits are 32-bit numbers. RabbitMQ takes a negative one as no limit.',
    example: 'limits: { connections: -5 }',
    fix: 'limits: { connections: 500 }',
    see: 'https://www.rabbitmq.com/docs/user-limits',
  },
  'rabbitmq-expression': {
    reason:
      'RabbitMQ refuses a policy or a permission whose regular expression it cannot compile, and the operator tries again for ever.',
    example: "policies: [{ name: 'short', pattern: '(jobs', definition: { 'max-length': 1000 } }]",
    fix: "policies: [{ name: 'short', pattern: '^(jobs|imports)', definition: { 'max-length': 1000 } }]",
    see: 'https://www.erlang.org/doc/apps/stdlib/re.html',
  },
  'rabbitmq-argument': {
    reason:
      'RabbitMQ refuses a queue, an exchange or a binding with an argument of another type, range or kind of queue, and ignores arguments that it does not know. A queue keeps its arguments: a later correction needs another queue.',
    example: "queues: [{ name: 'jobs', arguments: { 'x-message-ttl': '60000' } }]",
    fix: "queues: [{ name: 'jobs', arguments: { 'x-message-ttl': 60000 } }]",
    see: 'https://www.rabbitmq.com/docs/queues#optional-arguments',
  },
  'rabbitmq-routing-key': {
    reason: 'AMQP has routing keys of at most 255 bytes. RabbitMQ refuses a binding with a longer one.',
    example: "bindings: [{ exchange: 'events', routingKey: 'a.very.long…', to: { queue: 'imports' } }]",
    fix: "bindings: [{ exchange: 'events', routingKey: 'imports.#', to: { queue: 'imports' } }]",
    see: 'https://www.rabbitmq.com/tutorials/amqp-concepts',
  },
  'rabbitmq-policy-key': {
    reason:
      'RabbitMQ refuses a policy with a key that it does not know. It does not apply a policy to a queue whose type does not have one of its keys.',
    example: "policies: [{ name: 'short', pattern: '.*', definition: { 'max-lenght': 1000 } }]",
    fix: "policies: [{ name: 'short', pattern: '.*', definition: { 'max-length': 1000 } }]",
    see: 'https://www.rabbitmq.com/docs/policies',
  },
  'rabbitmq-policy-value': {
    reason:
      'RabbitMQ refuses a policy with a value of another type or range, and the operator tries again for ever. A day is D in RabbitMQ.',
    example: "policies: [{ name: 'old', pattern: '.*', applyTo: 'streams', definition: { 'max-age': '7d' } }]",
    fix: "policies: [{ name: 'old', pattern: '.*', applyTo: 'streams', definition: { 'max-age': '7D' } }]",
    see: 'https://www.rabbitmq.com/docs/policies',
  },
  'rabbitmq-policy-name': {
    reason: 'RabbitMQ keeps one policy of a name in each virtual host. A second one would replace the first.',
    example: "policies: [{ name: 'short', … }, { name: 'short', … }]",
    fix: "policies: [{ name: 'short', … }, { name: 'long', … }]",
    see: 'https://www.rabbitmq.com/docs/policies',
  },
  'rabbitmq-policy-content': {
    reason: 'RabbitMQ refuses a policy without a pattern or a definition, and the operator tries again for ever.',
    example: "policies: [{ name: 'short', pattern: '', definition: {} }]",
    fix: "policies: [{ name: 'short', pattern: '.*', definition: { 'max-length': 1000 } }]",
    see: 'https://www.rabbitmq.com/docs/policies',
  },
  'rabbitmq-policy-number': {
    reason: 'Limits, lengths, times and priorities of policies are whole numbers. JSON has no notation for NaN.',
    example: "definition: { 'max-length': 0.5 }",
    fix: "definition: { 'max-length': 1000 }",
    see: 'https://www.rabbitmq.com/docs/policies',
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
    example: "partitionHandling: 'autoheal', image: { repository: 'rabbitmq', tag: '4.3.6-management' }",
    fix: "image: { repository: 'rabbitmq', tag: '4.3.6-management' }",
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
  'improvado-kubernetes-version': {
    reason:
      'The improvado operator creates PodDisruptionBudgets of policy/v1beta1, which Kubernetes 1.25 removed. The version of the cluster is read from the namespaces of the program.',
    example: "new Namespace(…, { podSecurityVersion: 'v1.34' }), backend: RabbitmqBackend.improvado(…)",
    fix: 'backend: RabbitmqBackend.clusterOperator()',
    see: 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/#poddisruptionbudget-v125',
  },
} as const satisfies Explanations;
