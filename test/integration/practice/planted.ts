import { parseDocument } from 'yaml';
import type { Files } from '../../../apps/synthesize';
import type { Finding } from './findings';
import { expect } from '../support/report';

/** A change that somebody could make, and what must be found then. */
interface Mistake {
  readonly file: string;
  /** Where in it: keys, and places in lists. */
  readonly at: readonly (string | number)[];
  /** What is there instead. @default nothing */
  readonly value?: unknown;
  /** Whose it is found to be. */
  readonly kind: string;
  readonly name: string;
  readonly found: Partial<Readonly<Record<Finding['tool'], string>>>;
}

/** Where the mistakes are made. */
export const spoiltEnvironment = 'lab';

const stack = (name: string): string => `terraform/lab/${name}/main.tf.json`;
const container = ['spec', 'template', 'spec', 'containers', 0];
const web = { file: 'kubernetes/lab/50-workloads/lab/Deployment.web.yaml', kind: 'Deployment', name: 'web' };

/** They are of all the ways in which the tools come to know something: a value, a neighbour, a policy, any text. */
export const mistakes: readonly Mistake[] = [
  {
    file: stack('data'),
    at: ['resource', 'aws_db_instance', 'database_primary', 'publicly_accessible'],
    value: true,
    kind: 'aws_db_instance',
    name: 'database_primary',
    found: { checkov: 'CKV_AWS_17' },
  },
  {
    file: stack('data'),
    at: ['resource', 'aws_kms_key', 'database-key', 'enable_key_rotation'],
    value: false,
    kind: 'aws_kms_key',
    name: 'database-key',
    found: { checkov: 'CKV_AWS_7' },
  },
  {
    file: stack('cluster'),
    at: ['resource', 'aws_launch_template', 'node-group-general_launch-template', 'metadata_options', 'http_tokens'],
    value: 'optional',
    kind: 'aws_launch_template',
    name: 'node-group-general_launch-template',
    found: { checkov: 'CKV_AWS_79' },
  },
  {
    file: stack('cluster'),
    at: ['resource', 'aws_vpc_security_group_ingress_rule', 'nodes-to-nodes_ingress'],
    value: { cidr_ipv4: '0.0.0.0/0', from_port: 22, ip_protocol: 'tcp', security_group_id: 'sg-1', to_port: 22 },
    kind: 'aws_vpc_security_group_ingress_rule',
    name: 'nodes-to-nodes_ingress',
    found: { checkov: 'CKV_AWS_24' },
  },
  {
    file: stack('cluster'),
    at: ['resource', 'aws_s3_bucket_public_access_block', 'access-logs_bucket_public-access-block'],
    kind: 'aws_s3_bucket',
    name: 'access-logs_bucket',
    found: { checkov: 'CKV2_AWS_6' },
  },
  {
    file: stack('network'),
    at: ['resource', 'aws_flow_log'],
    kind: 'aws_vpc',
    name: 'network_vpc',
    found: { checkov: 'CKV2_AWS_11' },
  },
  {
    file: stack('cluster'),
    at: ['resource', 'aws_iam_role_policy', 'node-role_session', 'policy'],
    value: JSON.stringify({
      Statement: [{ Action: ['iam:PassRole', 'ec2:RunInstances'], Effect: 'Allow', Resource: '*' }],
    }),
    kind: 'aws_iam_role_policy',
    name: 'node-role_session',
    found: { checkov: 'CKV_AWS_110' },
  },
  {
    ...web,
    at: [...container, 'securityContext', 'privileged'],
    value: true,
    found: { 'checkov': 'CKV_K8S_16', 'kube-score': 'container-security-context-privileged' },
  },
  {
    ...web,
    at: [...container, 'readinessProbe'],
    found: { 'checkov': 'CKV_K8S_9', 'kube-score': 'pod-probes' },
  },
  {
    ...web,
    at: [...container, 'env', 0],
    value: { name: 'DATABASE', value: 'postgres://web:correcthorse@postgres/platform' },
    found: { checkov: 'CKV_SECRET_4' },
  },
  {
    ...web,
    at: [...container, 'readynessProbe'],
    value: {},
    found: { kubeconform: 'statusInvalid' },
  },
  {
    file: 'kubernetes/lab/40-data/lab/RabbitmqCluster.dts-master-rabbitmq-ha.yaml',
    at: ['spec', 'replica'],
    value: 3,
    kind: 'RabbitmqCluster',
    name: 'dts-master-rabbitmq-ha',
    found: { kubeconform: 'statusInvalid' },
  },
  {
    file: 'kubernetes/lab/50-workloads/lab/Service.api.yaml',
    at: ['kind'],
    value: 'Servise',
    kind: 'Service',
    name: 'api',
    found: { kubeconform: 'statusError' },
  },
  {
    file: 'kubernetes/lab/50-workloads/lab/HorizontalPodAutoscaler.web.yaml',
    at: ['spec', 'scaleTargetRef', 'name'],
    value: 'wep',
    kind: 'HorizontalPodAutoscaler',
    name: 'web',
    found: { 'kube-score': 'horizontalpodautoscaler-has-target' },
  },
];

/** The same environment, with all of the mistakes in it. */
export function withMistakes(files: Files): Files {
  const spoilt = new Map([...files].filter(([file]) => /^\w+\/lab\//.test(file)));
  for (const { at, file, value } of mistakes) {
    const text = spoilt.get(file);
    expect(text !== undefined, `there is no ${file} to make a mistake in`);
    // JSON is YAML.
    const document = parseDocument(text);
    expect(document.hasIn(value === undefined ? at : at.slice(0, -1)), `${file} has no ${at.join('.')} to spoil`);
    if (value === undefined) document.deleteIn(at);
    else document.setIn(at, document.createNode(value));
    spoilt.set(file, file.endsWith('.json') ? JSON.stringify(document.toJS()) : document.toString());
  }
  return spoilt;
}

/** The mistakes that a tool must find and does not, or finds where nobody made them. */
export function missedBy(tool: Finding['tool'], spoilt: readonly Finding[], whole: readonly Finding[]): string[] {
  return mistakes.flatMap(({ at, found, kind, name }) => {
    const check = found[tool];
    if (check === undefined) return [];
    const isIt = (finding: Finding): boolean =>
      finding.check === check &&
      finding.kind === kind &&
      finding.name === name &&
      finding.environment === spoiltEnvironment;
    const title = `${check} for ${at.join('.')} of ${kind} ${name}`;
    if (whole.some(isIt)) return [`${title}, which it also says where there is no mistake`];
    return spoilt.some(isIt) ? [] : [title];
  });
}
