import type { Exception } from './findings';

/** Deployments that the repositories of addons define. */
const addons = ['prometheus-operator', 'rabbitmq-cluster-operator'];

/** Kinds with a pod template. */
const pods = ['CronJob', 'DaemonSet', 'Deployment', 'Job'];

/** Findings that are accepted, each with its reason. An unused exception is an error. */
export const exceptions: readonly Exception[] = [
  // Load balancers.
  {
    tool: 'checkov',
    check: 'CKV_AWS_260',
    kinds: ['aws_vpc_security_group_ingress_rule'],
    names: ['load-balancer_http_ingress'],
    reason: 'The listener on port 80 only redirects to HTTPS.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_378',
    kinds: ['aws_lb_target_group'],
    reason: 'TLS ends at the load balancer, and security groups admit only the load balancer to the node ports.',
  },
  {
    tool: 'checkov',
    check: 'CKV2_AWS_28',
    kinds: ['aws_lb'],
    environments: ['lab'],
    reason: 'The lab has no web ACL, because nobody reviews its blocked requests.',
  },
  {
    tool: 'checkov',
    check: 'CKV2_AWS_76',
    kinds: ['aws_lb'],
    environments: ['staging', 'production'],
    reason: 'The web ACL is looked up by name, because the security team owns its rules.',
  },
  {
    tool: 'checkov',
    check: 'CKV2_AWS_71',
    kinds: ['aws_acm_certificate'],
    reason:
      'A wildcard certificate covers all hosts of the zone, so that a new service does not replace the certificate.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_150',
    kinds: ['aws_lb'],
    environments: ['lab'],
    reason: 'The lab may be destroyed at any time.',
  },
  {
    tool: 'kube-score',
    check: 'service-type',
    kinds: ['Service'],
    reason: "The load balancer connects to node ports, and the nodes' security group admits nothing else.",
  },

  // Network ACLs.
  {
    tool: 'checkov',
    check: 'CKV2_AWS_1',
    kinds: ['aws_network_acl'],
    reason: 'Each subnet has its own aws_network_acl_association; checkov expects a list of subnets in the ACL.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_352',
    kinds: ['aws_network_acl_rule'],
    names: ['network_acl-data_rule-within-in'],
    reason: 'Replication within the data tier may use any port; security groups restrict it.',
  },

  // Database.
  {
    tool: 'checkov',
    check: 'CKV_AWS_226',
    kinds: ['aws_db_instance'],
    reason: 'The engine version is pinned and upgraded by a commit, in the lab first.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_161',
    kinds: ['aws_db_instance'],
    reason: 'No service logs in with an IAM token: their users have passwords, which are secrets of the services.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_157',
    kinds: ['aws_db_instance'],
    names: ['database_primary'],
    environments: ['lab'],
    reason: 'The lab tolerates the loss of a zone.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_157',
    kinds: ['aws_db_instance'],
    names: ['database_replica-readers'],
    environments: ['lab', 'staging'],
    reason: 'A lost replica is recreated from the primary; only production has a standby of it.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_133',
    kinds: ['aws_db_instance'],
    names: ['database_replica-readers'],
    reason: 'The backups are taken from the primary.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_293',
    kinds: ['aws_db_instance'],
    names: ['database_replica-readers'],
    reason: 'A replica has no data of its own, and removing one is an ordinary change.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_293',
    kinds: ['aws_db_instance'],
    names: ['database_primary'],
    environments: ['lab'],
    reason: 'The lab may be destroyed at any time.',
  },
  {
    tool: 'checkov',
    check: 'CKV2_AWS_57',
    kinds: ['aws_secretsmanager_secret'],
    names: ['database_password_secret'],
    reason:
      'Terraform sets the password and generates a new one when passwordVersion is raised; a rotation outside Terraform would lock the services out.',
  },

  // Logs and buckets.
  {
    tool: 'checkov',
    check: 'CKV2_AWS_5',
    kinds: ['aws_security_group'],
    names: ['database_fence'],
    reason: 'The runbook of a promotion moves an old primary into it; until then it has no members.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_338',
    kinds: ['aws_cloudwatch_log_group'],
    names: [
      'database_logs_postgresql',
      'database_logs_upgrade',
      'database_replica-readers_logs_postgresql',
      'database_replica-readers_logs_upgrade',
    ],
    reason: 'Database logs may contain personal data in statements, which must not be kept for a year.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_145',
    kinds: ['aws_s3_bucket'],
    names: ['access-logs_bucket'],
    reason: 'An Application Load Balancer supports only SSE-S3 for its access logs.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_18',
    kinds: ['aws_s3_bucket'],
    names: ['access-logs_bucket'],
    reason: 'Access logs of the log bucket would recurse.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_18',
    kinds: ['aws_s3_bucket'],
    names: ['flow-logs-bucket'],
    reason: 'It contains logs, which one service writes; CloudTrail records the use of its KMS key.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_18',
    kinds: ['aws_s3_bucket'],
    names: ['state_bucket'],
    reason: 'The state bucket is created first, when no log bucket exists; CloudTrail records the use of its KMS key.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_144',
    kinds: ['aws_s3_bucket'],
    reason: 'An environment is in one region, and its logs and states are useless without it.',
  },
  {
    tool: 'checkov',
    check: 'CKV2_AWS_62',
    kinds: ['aws_s3_bucket'],
    reason: 'Nothing subscribes to object events.',
  },

  // Pods.
  {
    tool: 'checkov',
    check: 'CKV_K8S_11',
    kinds: pods,
    reason: 'A CPU limit throttles a pod on an idle node; the CPU request guarantees its share.',
  },
  {
    tool: 'kube-score',
    check: 'container-resources',
    kinds: pods,
    message: 'CPU limit is not set',
    reason: 'See CKV_K8S_11.',
  },
  {
    tool: 'kube-score',
    check: 'container-cpu-requests-equal-limits',
    kinds: pods,
    reason: 'There is no CPU limit; see CKV_K8S_11.',
  },
  {
    tool: 'kube-score',
    check: 'container-resource-requests-equal-limits',
    kinds: pods,
    message: 'CPU requests does not match limits',
    reason: 'There is no CPU limit; memory and ephemeral storage are equal.',
  },
  {
    tool: 'checkov',
    check: 'CKV_K8S_35',
    kinds: pods,
    reason: 'Services read all settings from environment variables.',
  },
  {
    tool: 'checkov',
    check: 'CKV_SECRET_6',
    kinds: ['ExternalSecret'],
    reason: 'The names of secret keys look like secrets; the manifests contain no values.',
  },
  {
    tool: 'kube-score',
    check: 'container-image-pull-policy',
    kinds: pods,
    reason: 'An image digest is immutable; Always would make every start depend on the registry.',
  },
  {
    tool: 'kube-score',
    check: 'deployment-has-host-podantiaffinity',
    kinds: ['Deployment'],
    reason:
      'Topology spread constraints separate the pods of each revision; pod anti-affinity would block a rolling update.',
  },
  {
    tool: 'kube-score',
    check: 'networkpolicy-targets-pod',
    kinds: ['NetworkPolicy'],
    names: [
      'alertmanager-platform',
      'dts-master-rabbitmq-ha',
      'dts-master-rabbitmq-ha-from-api',
      'dts-master-rabbitmq-ha-from-dts-scheduler',
      'dts-master-rabbitmq-ha-from-dts-worker',
      'logs-es',
      'logs-es-from-elasticsearch-exporter',
      'logs-es-from-filebeat',
      'logs-es-from-logs-policies',
      'logs-kb',
      'platform-from-grafana',
      'prometheus-platform',
    ],
    reason: 'Operators create its pods.',
  },
  {
    tool: 'kube-score',
    check: 'service-targets-pod',
    kinds: ['Service'],
    names: ['grafana-source', 'platform'],
    reason: 'The Prometheus operator creates the pods of Prometheus and Alertmanager.',
  },
  {
    tool: 'kube-score',
    check: 'service-targets-pod',
    kinds: ['Service'],
    names: ['etcd-metrics', 'kube-controller-manager-metrics', 'kube-scheduler-metrics'],
    reason: 'kubeadm creates the pods of the control plane.',
  },
  // Node agents.
  {
    tool: 'kube-score',
    check: 'container-security-context-user-group-id',
    kinds: ['DaemonSet'],
    names: ['filebeat'],
    reason: 'The log files of containers belong to root.',
  },
  ...['CKV_K8S_23', 'CKV_K8S_40'].map((check): Exception => ({
    tool: 'checkov',
    check,
    kinds: ['DaemonSet'],
    names: ['filebeat'],
    reason: 'The log files of containers belong to root.',
  })),
  {
    tool: 'checkov',
    check: 'CKV_K8S_38',
    kinds: ['DaemonSet', 'Deployment'],
    names: ['elastic-operator', 'filebeat', 'kube-state-metrics'],
    reason: 'It is a client of the API server.',
  },
  ...['CKV_K8S_8', 'CKV_K8S_9'].map((check): Exception => ({
    tool: 'checkov',
    check,
    kinds: ['DaemonSet', 'Deployment'],
    names: ['elastic-operator', 'node-exporter', 'prometheus-operator'],
    reason: 'It has no endpoint for probes; Prometheus reports when it does not answer.',
  })),
  {
    tool: 'checkov',
    check: 'CKV_K8S_49',
    kinds: ['ClusterRole'],
    names: ['prometheus-operator'],
    reason: 'Its repository defines it.',
  },
  // Addons.
  ...addonExceptions(
    'checkov',
    ['CKV_K8S_22', 'CKV_K8S_40'],
    'Its image decides which files it writes, and as which user.',
    ['rabbitmq-cluster-operator'],
  ),
  ...addonExceptions('checkov', ['CKV_K8S_38'], 'It is a client of the API server.'),
  ...addonExceptions(
    'kube-score',
    ['container-security-context-readonlyrootfilesystem'],
    'Its image decides which files it writes.',
    ['rabbitmq-cluster-operator'],
  ),
  ...addonExceptions(
    'kube-score',
    ['container-security-context-user-group-id'],
    'Its image decides as which user it runs.',
  ),
  {
    tool: 'kube-score',
    check: 'pod-probes',
    kinds: ['Deployment'],
    names: ['prometheus-operator'],
    reason: 'Its repository defines no probes, and nothing connects to it.',
  },
  ...addonExceptions(
    'kube-score',
    ['deployment-replicas'],
    'One operator is active at a time. While it restarts, clusters keep running, and changes of them wait.',
  ),
];

/** Findings about the Deployments that the repositories of addons define. */
function addonExceptions(
  tool: Exception['tool'],
  checks: readonly string[],
  reason: string,
  names: readonly string[] = addons,
): Exception[] {
  return checks.map((check) => ({ tool, check, kinds: ['Deployment'], names, reason }));
}
