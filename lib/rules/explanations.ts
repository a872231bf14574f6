import type { Explanations } from '../core/explanation';

export const explanations = {
  'unused-waiver': {
    reason:
      'A waiver that matches no diagnostic is misspelt, or its mistake has been corrected. If it stays, it hides the next mistake of its kind.',
    example: "check: 'rabitmq-quorum'",
    fix: "check: 'rabbitmq-quorum'",
  },
  'waiver-check': {
    reason:
      'Some mistakes cannot be accepted: a secret in a file is read by everybody who reads the file, and settings that are no settings yield nothing to apply.',
    example: "waivers: [{ check: 'secret-in-config', … }]",
    fix: "secrets: { TOKEN: { secret: 'web', key: 'token' } }",
  },
  'waiver-reason': {
    reason: 'A waiver accepts a consequence. A reviewer has to know which one is accepted, and who decided it.',
    example: "reason: '', owner: 'platform'",
    fix: "reason: 'messages in the lab may be lost', owner: 'platform'",
  },
  'live-exposure': {
    reason:
      'A load balancer sends requests to a target group as soon as a listener rule names it: it does not wait until its targets are healthy. If the address of a backend changes while it receives requests, they fail until pods and target group match again.',
    example: 'nodePort: 30081 becomes nodePort: 30085',
    fix: 'add a variant with nodePort 30085 at weight 0, move the requests to it, change the service, and move them back',
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html',
  },
  'moved-priority': {
    reason:
      'A listener has one rule of each priority at any time, and Terraform changes rules in any order. A rule that takes the priority of another one in the same apply is rejected with PriorityInUse; two rules that exchange theirs never converge.',
    example: 'web 10 and api 20 become web 20 and api 10',
    fix: 'web 22 and api 21, apply, web 20 and api 10, apply',
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetRulePriorities.html',
  },
  'unused-removal': {
    reason:
      'An entry that allows no removal is misspelt or left over. If it stays, it allows the next removal of its address.',
    example: "environment: 'prod'",
    fix: "environment: 'production'",
  },
  'removal-reason': {
    reason: 'A removal destroys data. A reviewer has to know why it is not needed, and who decided it.',
    example: "reason: '', owner: 'platform'",
    fix: "reason: 'copied to the shared server', owner: 'platform'",
  },
  'database-shrunk': {
    reason: 'RDS rejects a smaller volume, after the apply has changed other resources.',
    example: "storage: '500Gi' becomes storage: '200Gi'",
    fix: "storage: '500Gi'",
    see: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.StorageTypes.html',
  },
  'database-version': {
    reason:
      'RDS never returns to an older version, and upgrades to a new major one only with permission. It rejects both after the apply has replaced the parameter group.',
    example: "engineVersion: '17.9' becomes engineVersion: '18.3'",
    fix: "engineVersion: '18.3', allowMajorVersionUpgrade: true",
    see: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html',
  },
  'rabbitmq-shrunk': {
    reason:
      'The RabbitMQ operator refuses fewer members and smaller volumes, and does not update the cluster any more. Members that are removed by hand take their queues with them.',
    example: "rabbitmq: { storage: '10Gi' }, after '20Gi'",
    fix: "rabbitmq: { storage: '20Gi' }",
    see: 'https://www.rabbitmq.com/kubernetes/operator/using-operator#scale',
  },
  'rabbitmq-topology-change': {
    reason:
      'RabbitMQ never changes the type, the durability or the arguments of a queue or an exchange, and the topology operator refuses other virtual hosts. The object stays as it was, and the apply fails.',
    example: "queues: [{ name: 'jobs', type: 'stream' }], after type 'quorum'",
    fix: "queues: [{ name: 'jobs' }, { name: 'job-log', type: 'stream' }]",
    see: 'https://www.rabbitmq.com/docs/queues#property-equivalence',
  },
  'elasticsearch-upgrade': {
    reason:
      'Elasticsearch reads no data of a later version, and upgrades to a major version only from the last minor versions of the one before.',
    example: "version: '9.1.3', after '8.15.0'",
    fix: "version: '8.19.2', and '9.1.3' afterwards",
    see: 'https://www.elastic.co/docs/deploy-manage/upgrade',
  },
  'elasticsearch-volume': {
    reason: 'The operator can only enlarge the volumes of a node set. It refuses every other change of them.',
    example: "nodeSets: { main: { storage: '50Gi', … } }, after '100Gi'",
    fix: "nodeSets: { small: { storage: '50Gi', … } }, in place of main",
    see: 'https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/volume-claim-templates',
  },
  'lost-nodes': {
    reason:
      'Terraform deletes the terminating hook of an Auto Scaling group before the group, so that all nodes of a removed or replaced group end at the same time, without a drain, and before those of a new group are ready.',
    example: 'nodeGroups: { batch: null }',
    fix: 'nodeGroups: { batch: { minSizePerZone: 0, maxSizePerZone: 0 } }, applied before the group is removed',
    see: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks.html',
  },
  'stateful-removal': {
    reason: 'Terraform destroys a resource whose block is removed, and with it the data that it stores.',
    example: 'replicas: { readers: null }',
    fix: 'add the address to test/allowed-deletions.ts, with the reason and an owner',
    see: 'https://developer.hashicorp.com/terraform/language/resources/syntax',
  },
} as const satisfies Explanations;
