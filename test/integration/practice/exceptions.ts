import type { Exception } from './findings';

/** The kinds that make pods. */
const pods = ['CronJob', 'Deployment', 'Job'];

/** What tools hold to be good practice and we do not do. One that excuses nothing fails. */
export const exceptions: readonly Exception[] = [
  // The way in.
  {
    tool: 'checkov',
    check: 'CKV_AWS_260',
    kinds: ['aws_vpc_security_group_ingress_rule'],
    names: ['load-balancer_http_ingress'],
    reason: 'Port 80 answers with a redirect to HTTPS and nothing else, for people who type a bare name.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_378',
    kinds: ['aws_lb_target_group'],
    reason: 'TLS ends at the load balancer: it alone has the certificate, and only it may ask the node ports.',
  },
  {
    tool: 'checkov',
    check: 'CKV2_AWS_28',
    kinds: ['aws_lb'],
    environments: ['lab'],
    reason: 'Rules mean something only with people who watch what they refuse, and nobody watches the lab.',
  },
  {
    tool: 'checkov',
    check: 'CKV2_AWS_76',
    kinds: ['aws_lb'],
    environments: ['staging', 'production'],
    reason: 'The web ACL is found by its name: its rules belong to who watches them, and are in no state of ours.',
  },
  {
    tool: 'checkov',
    check: 'CKV2_AWS_71',
    kinds: ['aws_acm_certificate'],
    reason:
      'The names are of one zone that is ours, and a service more must not replace the certificate of all others.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_150',
    kinds: ['aws_lb'],
    environments: ['lab'],
    reason: 'The lab is made to be destroyed.',
  },
  {
    tool: 'kube-score',
    check: 'service-type',
    kinds: ['Service'],
    reason: 'The load balancer reaches node ports; the security groups of the nodes let nobody else near them.',
  },

  // Between subnets.
  {
    tool: 'checkov',
    check: 'CKV2_AWS_1',
    kinds: ['aws_network_acl'],
    reason: 'Each subnet is attached by a resource of its own, so that one more moves none; checkov looks for a list.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_352',
    kinds: ['aws_network_acl_rule'],
    names: ['network_acl-data_rule-within-in'],
    reason: 'Within the data tier copies talk to each other; what each may be asked is a matter of its security group.',
  },

  // The database.
  {
    tool: 'checkov',
    check: 'CKV_AWS_226',
    kinds: ['aws_db_instance'],
    reason: 'A version is a pin: it is raised by a commit, in the lab first, and not behind our back.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_157',
    kinds: ['aws_db_instance'],
    names: ['database_primary'],
    environments: ['lab'],
    reason: 'Nobody waits for the lab.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_157',
    kinds: ['aws_db_instance'],
    names: ['database_replica-readers'],
    environments: ['lab', 'staging'],
    reason: 'A reader that is lost is made anew from the primary; only production keeps a standby of it.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_133',
    kinds: ['aws_db_instance'],
    names: ['database_replica-readers'],
    reason: 'The primary has the backups, and a replica is made from it.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_293',
    kinds: ['aws_db_instance'],
    names: ['database_replica-readers'],
    reason: 'A replica holds nothing to lose: one less is an ordinary change.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_293',
    kinds: ['aws_db_instance'],
    names: ['database_primary'],
    environments: ['lab'],
    reason: 'The lab is made to be destroyed.',
  },
  {
    tool: 'checkov',
    check: 'CKV2_AWS_57',
    kinds: ['aws_secretsmanager_secret'],
    names: ['database_password_secret'],
    reason:
      'Terraform passes the password on to the database and makes a new one when passwordVersion is raised; a second hand would lock us out.',
  },

  // What is kept.
  {
    tool: 'checkov',
    check: 'CKV_AWS_338',
    kinds: ['aws_cloudwatch_log_group'],
    names: ['flow-logs_log-group'],
    environments: ['lab', 'staging'],
    reason: 'What happened to nobody is not looked into a year later.',
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
    reason:
      'Slow queries and errors are for who looks after the database now; statements may hold what people wrote, which is not to be kept.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_145',
    kinds: ['aws_s3_bucket'],
    names: ['access-logs_bucket'],
    reason: 'An application load balancer cannot write to a bucket with a key of KMS, only of S3.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_18',
    kinds: ['aws_s3_bucket'],
    names: ['access-logs_bucket'],
    reason: 'Logs of who reads logs end nowhere.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_18',
    kinds: ['aws_s3_bucket'],
    names: ['state_bucket'],
    reason:
      'It is the first thing there is, so there is nothing to write to; CloudTrail knows who used the key of the states.',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_144',
    kinds: ['aws_s3_bucket'],
    reason: 'An environment stands in one region: without it, its logs and states are about nothing.',
  },
  {
    tool: 'checkov',
    check: 'CKV2_AWS_62',
    kinds: ['aws_s3_bucket'],
    reason: 'Nothing waits for an object.',
  },

  // Pods.
  {
    tool: 'checkov',
    check: 'CKV_K8S_11',
    kinds: pods,
    reason: 'A limit of CPU slows a pod down while the node is idle; what it is given is what it requests.',
  },
  {
    tool: 'kube-score',
    check: 'container-resources',
    kinds: pods,
    says: 'CPU limit is not set',
    reason: 'The same, asked for by another.',
  },
  {
    tool: 'kube-score',
    check: 'container-cpu-requests-equal-limits',
    kinds: pods,
    reason: 'The same: there is no limit to be equal to.',
  },
  {
    tool: 'kube-score',
    check: 'container-resource-requests-equal-limits',
    kinds: pods,
    says: 'CPU requests does not match limits',
    reason: 'The same; memory and disk are equal.',
  },
  {
    tool: 'checkov',
    check: 'CKV_K8S_35',
    kinds: pods,
    reason:
      'Services read their settings, secret or not, from their environment: one way, known before the first request.',
  },
  {
    tool: 'checkov',
    check: 'CKV_SECRET_6',
    kinds: ['ExternalSecret'],
    reason: 'It names the keys of secrets, which look like secrets to a machine; the values are in none of our files.',
  },
  {
    tool: 'kube-score',
    check: 'container-image-pull-policy',
    kinds: pods,
    reason: 'An image by its digest is the same for ever; asking the registry at each start makes every start need it.',
  },
  {
    tool: 'kube-score',
    check: 'deployment-has-host-podantiaffinity',
    kinds: ['Deployment'],
    reason:
      'Topology spread keeps pods apart, counting each variant by itself; affinity cannot, and then a roll finds no node.',
  },
  {
    tool: 'kube-score',
    check: 'networkpolicy-targets-pod',
    kinds: ['NetworkPolicy'],
    names: ['dts-master-rabbitmq-ha'],
    reason: 'Its pods are made in the cluster, by the operator of RabbitMQ.',
  },
];
