import type { Explanations } from '../../core/explanation';

/** Explanations of the checks of services and of the two halves of a program. */
export const explanations = {
  'service-name': {
    reason:
      'Deployment, Service and image pin of a service have its name, so the second service of a name would replace the first.',
    example: "name: 'web' in apps/services/shop.ts, next to apps/services/web.ts",
    fix: "name: 'shop'",
  },
  'reserved-name': {
    reason:
      "In connectsTo, some words name what the platform provides. A service of the same name would be unreachable, and its NetworkPolicy would admit the platform's clients.",
    example: "name: 'database', connectsTo: ['database'] in another service",
    fix: "name: 'reports-database'",
  },
  'reserved-variable': {
    reason:
      'Clients of the database get its host names and port as environment variables. A value of the service would point to a server that no NetworkPolicy allows it to connect to.',
    example: "config: { DATABASE_HOST: 'pgbouncer' }, connectsTo: ['database']",
    fix: "config: { PROXY_HOST: 'pgbouncer' }, connectsTo: ['pgbouncer']",
  },
  'service-availability': {
    reason:
      'The availability of a service is the part of its requests that succeed, by its own counter at the port `metrics`: load balancers count theirs in CloudWatch only.',
    example: 'availability: 99.9',
    fix: 'availability: 99.9, ports: { metrics: { port: 9102 } }',
    see: 'https://sre.google/workbook/alerting-on-slos/',
  },
  'database-pool-size': {
    reason:
      'A program opens at most as many connections as its pool has. The number is counted for each pod, so it is a whole number, and only clients of the database have one.',
    example: "databasePoolSize: 10, connectsTo: ['internet']",
    fix: "databasePoolSize: 10, connectsTo: ['database']",
  },
  'database-pools': {
    reason:
      'Every pod opens its own connections, and keeps them until it has drained: at the end of an update, all new and all old pods have theirs. Above max_connections, PostgreSQL rejects further clients, among them those of a scaled service when its load is highest.',
    example: 'database: { maxConnections: 200 }, for 60 pods with databasePoolSize: 10',
    fix: 'database: { maxConnections: 2500 }, for 60 pods with databasePoolSize: 10',
    see: 'https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-MAX-CONNECTIONS',
  },
  'variant-name': {
    reason: 'The objects of a variant have the name <service>-<variant>. A service of this name would replace them.',
    example: "variants: { canary: { nodePort: 30180 } } in web, next to a service named 'web-canary'",
    fix: 'variants: { next: { nodePort: 30180 } }',
  },
  'node-port-conflict': {
    reason:
      'Every node listens on a node port for one Service. The API server rejects the second Service that requests it.',
    example: 'nodePort: 30080 in two services',
    fix: 'nodePort: 30081 in the new one',
    see: 'https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport',
  },
  'service-address': {
    reason: 'A service has one listener rule. With two addresses, one of them would not be created.',
    example: 'publicAddress: { … }, internalAddress: { … }',
    fix: 'publicAddress: { … }',
  },
  'pod-subnets': {
    reason:
      "A load balancer's requests reach pods from the addresses of nodes, which the NetworkPolicy of an exposed service admits. If pods have addresses of the same subnets, every pod of every namespace is admitted with them.",
    example: "tiers: { public: { access: 'public', slot: 0 }, private: { access: 'private', slot: 1 } }",
    fix: "tiers: { …, pods: { access: 'private', kubernetesRole: 'cni', slot: 4, width: 4 } }",
    see: 'https://docs.aws.amazon.com/eks/latest/userguide/cni-custom-network.html',
  },
  'subdomain': {
    reason:
      'Its domain is appended to a subdomain, and the wildcard of a certificate matches one label. Names below the domain that have a zone of their own, as internal addresses and other environments have, are read from that zone.',
    example: "subdomain: 'app.lab.imp.example'",
    fix: "subdomain: 'app'",
  },
  'connection-target': {
    reason: 'Without a NetworkPolicy rule for the target, the pods time out when they connect to it.',
    example: "connectsTo: ['databse']",
    fix: "connectsTo: ['database']",
  },
  'task-image': {
    reason:
      'A task runs in the image of a service, so that both belong to one release. Without an image there is no task.',
    example: "imageFrom: 'shedule'",
    fix: "imageFrom: 'scheduler'",
  },
  'service-size': {
    reason: 'Requests and replica counts of a service have no default: capacity and cost follow from them.',
    example: 'services: {}',
    fix: "services: { web: { minReplicas: 3, maxReplicas: 12, cpu: '250m', memory: '512Mi' } }",
  },
  'service-settings': {
    reason: 'Settings under a name that no service has take no effect. The service then runs with another size.',
    example: "services: { wbe: { minReplicas: 3, maxReplicas: 12, cpu: '250m', memory: '512Mi' } }",
    fix: "services: { web: { minReplicas: 3, maxReplicas: 12, cpu: '250m', memory: '512Mi' } }",
  },
  'service-node-group': {
    reason: 'Pods with the labels and taints of a node group that does not exist stay Pending.',
    example: "nodeGroup: 'genral'",
    fix: "nodeGroup: 'general'",
    see: 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/',
  },
  'node-group-labels': {
    reason:
      'Pods select the nodes of their group by its labels. Without labels of its own they run on nodes of other groups too.',
    example: 'nodeGroups: { gpu: { labels: {} } }, next to a group without taints',
    fix: "nodeGroups: { gpu: { labels: { 'node.adamant.dev/group': 'gpu' } } }",
    see: 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodeselector',
  },
  'node-group-capacity': {
    reason:
      'At the maximum size of its services, a node group needs room for all of their pods. Without it, the last ones stay Pending when they are needed most. The kubelet and the operating system take a part of every node.',
    example: "nodeGroups: { transfer: { instanceType: 'c6i.large', maxSizePerZone: 1 } }, for 60 pods of 1 CPU",
    fix: "nodeGroups: { transfer: { instanceType: 'c6i.4xlarge', maxSizePerZone: 2 } }",
    see: 'https://kubernetes.io/docs/tasks/administer-cluster/reserve-compute-resources/',
  },
  'rabbitmq-nodes': {
    reason: 'Two members never share a node, so a cluster needs a node for each. The others would wait for ever.',
    example: 'rabbitmq: { replicas: 5 }, on a node group of at most 4 nodes',
    fix: 'rabbitmq: { replicas: 3 }',
  },
  'rabbitmq-zones': {
    reason:
      'Quorum queues need a majority of the members. If one zone has half of them or more, its loss stops all queues.',
    example: 'rabbitmq: { replicas: 3 }, in two zones',
    fix: 'three zones',
    see: 'https://www.rabbitmq.com/docs/quorum-queues',
  },
  'addons-node-group': {
    reason: 'The pods of operators and cluster services run on one node group, which the environment must have.',
    example: "addons: { nodeGroup: 'genral' }",
    fix: "addons: { nodeGroup: 'general' }",
  },
  'logging-node-group': {
    reason: 'Elasticsearch and Kibana run on one node group, which the environment must have.',
    example: "logging: { nodeGroup: 'genral' }",
    fix: "logging: { nodeGroup: 'general' }",
  },
  'monitoring-node-group': {
    reason: 'Prometheus and Alertmanager run on one node group, which the environment must have.',
    example: "monitoring: { nodeGroup: 'genral' }",
    fix: "monitoring: { nodeGroup: 'general' }",
  },
  'rabbitmq-node-group': {
    reason:
      'The node group decides on which nodes RabbitMQ runs, and how long these are drained. Without it, nodes are terminated before queues have moved.',
    example: "rabbitmq: { nodeGroup: 'genral' }",
    fix: "rabbitmq: { nodeGroup: 'general' }",
  },
  'internet-access': {
    reason: 'Without a NAT gateway the private subnets have no route to the internet, and connections time out.',
    example: "connectsTo: ['internet'], with network.nat: 'none'",
    fix: "network: { nat: 'single' }",
    see: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html',
  },
  'aws-api-access': {
    reason:
      'Nodes call EC2, ECR, STS and SSM when they boot. Without NAT and without interface endpoints, no node becomes Ready.',
    example: "network: { nat: 'none', awsApiAccess: 'nat' }",
    fix: "network: { nat: 'none', awsApiAccess: 'interface-endpoints' }",
    see: 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
  },
  'variant-address': {
    reason:
      'The load balancer divides requests between a service and its variants. Without an address no request reaches a variant.',
    example: 'variants: { canary: { weight: 5 } } of a service without publicAddress and internalAddress',
    fix: "publicAddress: { subdomain: 'app', paths: ['/*'], priority: 10, nodePort: 30080 }",
  },
  'variant-definition': {
    reason: 'A variant needs a node port of its own, which its service defines for all environments.',
    example: 'variants: { green: { weight: 5 } } of a service that defines canary',
    fix: 'variants: { canary: { weight: 5 } }',
  },
  'variant-weight': {
    reason: 'Weights are percentages of the requests. The service itself gets what its variants leave.',
    example: 'variants: { canary: { weight: 101 } }',
    fix: 'variants: { canary: { weight: 100 } }',
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html',
  },
  'variant-size': {
    reason:
      'Requests move to a variant at once, and its autoscaler adds pods in minutes. Too few pods are overloaded until then.',
    example: 'variants: { canary: { weight: 50, maxReplicas: 2 } } of a service with maxReplicas: 12',
    fix: 'variants: { canary: { weight: 50, maxReplicas: 6 } }',
  },
  'target-group-backend': {
    reason: 'A target group whose port is no node port has no healthy target: the load balancer answers 503.',
    example: 'exposeServices(stack, { services: [shop] }), without shop in a ServicesChart',
    fix: "new ServicesChart(app, 'shop', { services: [shop] })",
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
  },
  'health-check-mismatch': {
    reason:
      'A load balancer that checks another path than the kubelet sends requests to pods that are not ready, or to none.',
    example: "health check of '/health', readinessPath: '/ready'",
    fix: "readinessPath: '/ready' of one service, passed to both halves",
  },
  'node-port-target-group': {
    reason: 'A node port that no target group uses is open on every node and serves nobody.',
    example: "new ServicesChart(app, 'shop', { services: [shop] }), without exposeServices",
    fix: 'exposeServices(stack, { services: [shop] })',
  },
  'node-selector': {
    reason: 'Pods whose node selector matches no node group stay Pending.',
    example: "nodeGroup: 'fast', with infrastructureContract({ nodeGroups: { fast } }) of another stack",
    fix: "nodeGroup: 'general'",
    see: 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/',
  },
} as const satisfies Explanations;
