import type { Explanations } from '../../core/explanation';

export const explanations = {
  'elasticsearch-version': {
    reason:
      'The operator creates Elasticsearch up to major version 9. Images before 8.8.0 do not run as a numeric user, and Pod Security restricted refuses them.',
    example: "version: '8.7.1'",
    fix: "version: '9.1.3'",
    see: 'https://www.elastic.co/support/matrix#matrix_kubernetes',
  },
  'elasticsearch-operator-version': {
    reason:
      'ECK before 3.4.0 has no zoneAwareness: it would neither spread the nodes over zones nor the copies of a shard.',
    example: "backend: ElasticsearchBackend.eck({ version: '3.3.0' })",
    fix: "backend: ElasticsearchBackend.eck({ version: '3.5.0' })",
    see: 'https://github.com/elastic/cloud-on-k8s/releases/tag/v3.4.0',
  },
  'eck-operator-version': {
    reason:
      'The definitions of custom resources belong to a version of the operator, and the library knows the commit of each that it was tested with.',
    example: "version: '3.4.0'",
    fix: "version: '3.5.0'",
    see: 'https://github.com/elastic/cloud-on-k8s/releases/tag/v3.5.0',
  },
  'eck-managed-namespaces': {
    reason:
      'Without a list, the operator manages every namespace, and needs the permission to read all Secrets of the cluster.',
    example: 'managedNamespaces: []',
    fix: "managedNamespaces: ['logging']",
    see: 'https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/configure-eck',
  },
  'elasticsearch-quorum': {
    reason:
      'Master nodes elect one of them by a majority. Two tolerate the loss of none, and an even number no more losses than the odd number below it. Without a master node the operator creates no cluster.',
    example: "nodeSets: { main: { count: 2, roles: ['master', 'data'], … } }",
    fix: "nodeSets: { main: { count: 3, roles: ['master', 'data'], … } }",
    see: 'https://www.elastic.co/docs/deploy-manage/distributed-architecture/discovery-cluster-formation/modules-discovery-voting',
  },
  'elasticsearch-zone-quorum': {
    reason: 'With half of the master nodes or more in one zone, the loss of the zone stops all reads and writes.',
    example: "count: 3, roles: ['master'], zones: ['eu-central-1a', 'eu-central-1b']",
    fix: "count: 3, roles: ['master'], zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c']",
    see: 'https://www.elastic.co/docs/deploy-manage/production-guidance/availability-and-resilience/resilience-in-larger-clusters',
  },
  'elasticsearch-data-nodes': {
    reason:
      'Elasticsearch keeps the copies of a shard in different zones. With data nodes in one zone, its loss loses the data.',
    example: "data: { count: 2, roles: ['data'], zones: ['eu-central-1a'] }",
    fix: "data: { count: 2, roles: ['data'], zones: ['eu-central-1a', 'eu-central-1b'] }",
    see: 'https://www.elastic.co/docs/deploy-manage/distributed-architecture/shard-allocation-relocation-recovery/shard-allocation-awareness',
  },
  'elasticsearch-node-count': {
    reason: 'A node set is a StatefulSet. Without nodes it says nothing, and its name is taken.',
    example: 'nodeSets: { cold: { count: 0, … } }',
    fix: 'nodeSets: { cold: { count: 2, … } }',
  },
  'elasticsearch-node-set-name': {
    reason:
      'The StatefulSet is called <cluster>-es-<node set>. A label of its pods contains that with the ordinal and a hash, in 63 characters.',
    example: "name: 'logs', nodeSets: { 'hot-nodes-with-large-volumes-of-production-eu': … }",
    fix: "name: 'logs', nodeSets: { hot: … }",
    see: 'https://github.com/kubernetes/kubernetes/issues/64023',
  },
  'elasticsearch-zones': {
    reason:
      'Volumes lie in one zone. Without a list of zones, the nodes are spread over all zones that have nodes when they start.',
    example: 'zones: []',
    fix: "zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c']",
  },
  'elasticsearch-memory': {
    reason:
      'Half of the memory is the heap, and the rest caches files of the index. With less, the kernel kills the node.',
    example: "resources: { cpu: '1', memory: '1Gi' }",
    fix: "resources: { cpu: '1', memory: '4Gi' }",
    see: 'https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/manage-compute-resources',
  },
  'elasticsearch-setting': {
    reason:
      'The operator writes these settings itself, or its Services, probes and certificates rely on them. It reports another value as a warning only: the node does not join or is never ready, or node.roles and node.master are combined, which it refuses.',
    example: "config: { 'node.master': true }",
    fix: "roles: ['master']",
    see: 'https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/settings-managed-by-eck',
  },
  'elasticsearch-priority': {
    reason:
      'When nodes are lost, the scheduler places pods of a higher priority first. Clients of a cluster cannot work before it runs.',
    example: "priorityClass: ''",
    fix: "priorityClass: 'shop-data'",
    see: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/',
  },
  'elasticsearch-policy-name': {
    reason: 'The name is part of a path of the HTTP API and of the name of a file.',
    example: "lifecyclePolicies: { 'Logs/All': … }",
    fix: "lifecyclePolicies: { 'container-logs': … }",
    see: 'https://www.elastic.co/docs/manage-data/lifecycle/index-lifecycle-management',
  },
  'elasticsearch-built-in-policy': {
    reason:
      'Elasticsearch, Kibana and Filebeat create policies for their own data streams. A policy of the same name replaces it, and deletes the data of all that use it.',
    example: "lifecyclePolicies: { logs: { deleteAfter: '14d' } }",
    fix: "lifecyclePolicies: { 'container-logs': { deleteAfter: '14d' } }",
    see: 'https://www.elastic.co/docs/manage-data/lifecycle/index-lifecycle-management/tutorial-customize-built-in-policies',
  },
  'elasticsearch-snapshot-role': {
    reason:
      'The nodes exchange the token of their ServiceAccount for credentials of the role. Nodes of Kubernetes have none for them.',
    example: "snapshots: { roleArn: 'snapshots', … }",
    fix: "snapshots: { roleArn: 'arn:aws:iam::123456789012:role/snapshots', … }",
    see: 'https://www.elastic.co/docs/deploy-manage/tools/snapshot-and-restore/s3-repository',
  },
  'elasticsearch-snapshot-schedule': {
    reason:
      "The schedule has Elasticsearch's own notation, which begins with seconds. It refuses cron's five fields, a value out of its range, and snapshots that are less than 15 minutes apart. A day that no month has, such as 30 FEB, is accepted and never comes.",
    example: "schedule: '30 1 * * *'",
    fix: "schedule: '0 30 1 * * ?'",
    see: 'https://www.elastic.co/docs/explore-analyze/alerting/watcher/schedule-types#schedule-cron',
  },
  'upmc-version': {
    reason:
      'The images of the upmc operator are of Elasticsearch 5 and 6. Later versions form a cluster by other settings.',
    example: "backend: ElasticsearchBackend.upmc(), version: '9.1.3'",
    fix: "backend: ElasticsearchBackend.eck(), version: '9.1.3'",
    see: 'https://github.com/upmc-enterprises/elasticsearch-operator',
  },
  'upmc-node-set': {
    reason:
      'The upmc operator has fields for masters, data nodes and clients, and one for the resources, zones and nodes of all of them.',
    example: 'backend: ElasticsearchBackend.upmc(), nodeSets: { main: … }',
    fix: 'backend: ElasticsearchBackend.upmc(), nodeSets: { client: …, data: …, master: … }',
  },
  'upmc-unsupported': {
    reason: 'The upmc operator has no field for the setting, or one that would contain a password in clear text.',
    example: 'backend: ElasticsearchBackend.upmc(), snapshots: { … }',
    fix: 'backend: ElasticsearchBackend.eck(), snapshots: { … }',
  },
  'kibana-replicas': {
    reason: 'Without pods, Kibana is an object that serves nobody.',
    example: 'kibana: { replicas: 0, … }',
    fix: 'no kibana',
  },
  'kibana-memory': {
    reason:
      'Kibana loads all plugins at its start. Its heap is half of the memory, or three quarters of it from 9.4 on; with less it is exhausted, and the pod restarts for ever.',
    example: "kibana: { resources: { cpu: '500m', memory: '1Gi' }, … }",
    fix: "kibana: { resources: { cpu: '500m', memory: '2Gi' }, … }",
    see: 'https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/manage-compute-resources',
  },
  'elasticsearch-setting-name': {
    reason:
      'ECK reads the name of a setting as a path. A setting with a value has no others below it, and its webhook refuses the whole cluster, with another reason.',
    example: "config: { 'logger.org': 'info', 'logger.org.elasticsearch': 'debug' }",
    fix: "config: { 'logger.org.elasticsearch': 'debug' }",
    see: 'https://github.com/elastic/cloud-on-k8s/pull/8470',
  },
  'elasticsearch-setting-start': {
    reason:
      'Elasticsearch does not start with a setting of an index, with memory that it may not lock, or with a variable that its container does not have.',
    example: "config: { 'index.number_of_replicas': 1 }",
    fix: 'number_of_replicas in an index template',
    see: 'https://www.elastic.co/docs/deploy-manage/deploy/self-managed/bootstrap-checks',
  },
  'elasticsearch-role': {
    reason: 'Elasticsearch does not start with a role that it does not know.',
    example: "roles: ['master', 'dta']",
    fix: "roles: ['master', 'data']",
    see: 'https://www.elastic.co/docs/deploy-manage/distributed-architecture/clusters-nodes-shards/node-roles',
  },
  'elasticsearch-secret': {
    reason: 'ECK merges the content of all Secrets, so a second entry has no effect, or hides a mistake in its name.',
    example: "userSecrets: ['filebeat', 'filebeat']",
    fix: "userSecrets: ['filebeat', 'exporter']",
    see: 'https://www.elastic.co/docs/deploy-manage/users-roles/cluster-or-deployment-auth/file-based',
  },
} as const satisfies Explanations;
