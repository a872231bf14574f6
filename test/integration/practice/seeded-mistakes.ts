import { parseDocument } from 'yaml';
import type { Files } from '../../../apps/synthesize';
import type { Finding } from './findings';
import { expect } from '../support/report';

/** A mistake in one file, and the checks that must detect it. */
interface Mistake {
  readonly file: string;
  /** Path in the file: keys and list indexes. */
  readonly path: readonly (string | number)[];
  /**
   * The wrong value.
   *
   * @default the field is removed
   */
  readonly value?: unknown;
  /** Kind of the resource or object that the check reports. */
  readonly kind: string;
  readonly name: string;
  readonly detectedBy: Partial<Readonly<Record<Finding['tool'], string>>>;
}

/** The environment with the mistakes. */
export const seededEnvironment = 'lab';

const stack = (name: string): string => `terraform/lab/${name}/main.tf.json`;
const container = ['spec', 'template', 'spec', 'containers', 0];
const web = { file: 'kubernetes/lab/50-workloads/lab/Deployment.web.yaml', kind: 'Deployment', name: 'web' };

/** Mistakes of each kind that the tools detect: a value, a related resource, a policy, a secret in a text. */
export const mistakes: readonly Mistake[] = [
  {
    file: stack('data'),
    path: ['resource', 'aws_db_instance', 'database_primary', 'publicly_accessible'],
    value: true,
    kind: 'aws_db_instance',
    name: 'database_primary',
    detectedBy: { checkov: 'CKV_AWS_17' },
  },
  {
    file: stack('data'),
    path: ['resource', 'aws_kms_key', 'database-key', 'enable_key_rotation'],
    value: false,
    kind: 'aws_kms_key',
    name: 'database-key',
    detectedBy: { checkov: 'CKV_AWS_7' },
  },
  {
    file: stack('cluster'),
    path: ['resource', 'aws_launch_template', 'node-group-general_launch-template', 'metadata_options', 'http_tokens'],
    value: 'optional',
    kind: 'aws_launch_template',
    name: 'node-group-general_launch-template',
    detectedBy: { checkov: 'CKV_AWS_79' },
  },
  {
    file: stack('cluster'),
    path: ['resource', 'aws_vpc_security_group_ingress_rule', 'nodes-to-nodes_ingress'],
    value: { cidr_ipv4: '0.0.0.0/0', from_port: 22, ip_protocol: 'tcp', security_group_id: 'sg-1', to_port: 22 },
    kind: 'aws_vpc_security_group_ingress_rule',
    name: 'nodes-to-nodes_ingress',
    detectedBy: { checkov: 'CKV_AWS_24' },
  },
  {
    file: stack('cluster'),
    path: ['resource', 'aws_s3_bucket_public_access_block', 'access-logs_bucket_public-access-block'],
    kind: 'aws_s3_bucket',
    name: 'access-logs_bucket',
    detectedBy: { checkov: 'CKV2_AWS_6' },
  },
  {
    file: stack('network'),
    path: ['resource', 'aws_flow_log'],
    kind: 'aws_vpc',
    name: 'network_vpc',
    detectedBy: { checkov: 'CKV2_AWS_11' },
  },
  {
    file: stack('cluster'),
    path: ['resource', 'aws_iam_role_policy', 'node-role_session', 'policy'],
    value: JSON.stringify({
      Statement: [{ Action: ['iam:PassRole', 'ec2:RunInstances'], Effect: 'Allow', Resource: '*' }],
    }),
    kind: 'aws_iam_role_policy',
    name: 'node-role_session',
    detectedBy: { checkov: 'CKV_AWS_110' },
  },
  {
    ...web,
    path: [...container, 'securityContext', 'privileged'],
    value: true,
    detectedBy: { 'checkov': 'CKV_K8S_16', 'kube-score': 'container-security-context-privileged' },
  },
  {
    ...web,
    path: [...container, 'readinessProbe'],
    detectedBy: { 'checkov': 'CKV_K8S_9', 'kube-score': 'pod-probes' },
  },
  {
    ...web,
    path: [...container, 'env', 0],
    value: { name: 'DATABASE', value: 'postgres://web:correcthorse@postgres/platform' },
    detectedBy: { checkov: 'CKV_SECRET_4' },
  },
  {
    ...web,
    path: [...container, 'readynessProbe'],
    value: {},
    detectedBy: { kubeconform: 'statusInvalid' },
  },
  {
    file: 'kubernetes/lab/40-data/lab/RabbitmqCluster.dts-master-rabbitmq-ha.yaml',
    path: ['spec', 'replica'],
    value: 3,
    kind: 'RabbitmqCluster',
    name: 'dts-master-rabbitmq-ha',
    detectedBy: { kubeconform: 'statusInvalid' },
  },
  {
    file: 'kubernetes/lab/50-workloads/lab/Service.api.yaml',
    path: ['kind'],
    value: 'Servise',
    kind: 'Service',
    name: 'api',
    detectedBy: { kubeconform: 'statusError' },
  },
  {
    file: 'kubernetes/lab/50-workloads/lab/HorizontalPodAutoscaler.web.yaml',
    path: ['spec', 'scaleTargetRef', 'name'],
    value: 'wep',
    kind: 'HorizontalPodAutoscaler',
    name: 'web',
    detectedBy: { 'kube-score': 'horizontalpodautoscaler-has-target' },
  },
];

/** Returns the files of the environment with all mistakes. */
export function seedMistakes(files: Files): Files {
  const seeded = new Map([...files].filter(([file]) => /^\w+\/lab\//.test(file)));
  for (const { file, path, value } of mistakes) {
    const text = seeded.get(file);
    expect(text !== undefined, `there is no file ${file}`);
    // JSON is YAML.
    const document = parseDocument(text);
    expect(document.hasIn(value === undefined ? path : path.slice(0, -1)), `${file} has no ${path.join('.')}`);
    if (value === undefined) document.deleteIn(path);
    else document.setIn(path, document.createNode(value));
    seeded.set(file, file.endsWith('.json') ? JSON.stringify(document.toJS()) : document.toString());
  }
  return seeded;
}

/** Mistakes that a tool does not detect, or that it also reports in the original files. */
export function undetectedMistakes(
  tool: Finding['tool'],
  seeded: readonly Finding[],
  original: readonly Finding[],
): string[] {
  return mistakes.flatMap(({ path, detectedBy, kind, name }) => {
    const check = detectedBy[tool];
    if (check === undefined) return [];
    const isExpected = (finding: Finding): boolean =>
      finding.check === check &&
      finding.kind === kind &&
      finding.name === name &&
      finding.environment === seededEnvironment;
    const title = `${check} for ${path.join('.')} of ${kind} ${name}`;
    if (original.some(isExpected)) return [`${title}, which is also reported without the mistake`];
    return seeded.some(isExpected) ? [] : [title];
  });
}
