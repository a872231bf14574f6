import { contentHash } from './content-hash';
import type { Finding } from './diagnostics';

interface Convention {
  /** The kind in words, as error messages print it. */
  readonly label: string;
  /** Maximum length that the API accepts, in characters. */
  readonly maxLength: number;
  /** Names that the API accepts. */
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly description: string;
}

const letters = 'letters, digits and hyphens, starting with a letter';
const dnsName = 'lower-case letters, digits and hyphens, starting with a letter and ending with a letter or digit';
const dnsLabel = 'lower-case letters, digits and hyphens, starting and ending with a letter or digit';
const dnsSubdomain = 'lower-case letters, digits, dots and hyphens, starting and ending with a letter or digit';

/** Labels of DNS that start with a letter, such as names of Services. */
export const dnsNamePattern = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/;

/** Labels of DNS, such as names of namespaces. */
export const dnsLabelPattern = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** Domains of DNS, as most names of objects. */
export const dnsSubdomainPattern = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

/** Sources: the Name argument of each AWS API's create call; Kubernetes' object names and the suffixes that controllers add. */
const conventions = {
  'environment': {
    label: 'environment',
    maxLength: 16,
    pattern: /^[a-z][a-z0-9-]*[a-z0-9]$/,
    description: dnsName,
  },
  'vpc': { label: 'VPC', maxLength: 255, pattern: /^[\w.:/=+@-]+$/, description: 'letters, digits and _.:/=+-@' },
  'load-balancer': {
    label: 'load balancer',
    maxLength: 32,
    pattern: /^(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/,
    description: 'letters, digits and inner hyphens, not starting with internal-',
  },
  'target-group': {
    label: 'target group',
    maxLength: 32,
    pattern: /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/,
    description: 'letters, digits and inner hyphens',
  },
  'launch-template': {
    label: 'launch template',
    maxLength: 125,
    pattern: /^[\w.()/-]{3,}$/,
    description: 'three or more letters, digits and ().-/_',
  },
  'auto-scaling-group': {
    label: 'Auto Scaling group',
    maxLength: 255,
    pattern: /^[A-Za-z0-9][\w./-]*$/,
    description: 'letters, digits and ._/-, starting with a letter or digit',
  },
  'security-group': {
    label: 'security group',
    maxLength: 255,
    pattern: /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]+$/,
    description: 'letters, digits and ._-:/()#,@[]+=&;{}!$*, not starting with sg-',
  },
  'iam-role': {
    label: 'IAM role',
    maxLength: 64,
    pattern: /^[\w+=,.@-]+$/,
    description: 'letters, digits and _+=,.@-',
  },
  'db-instance': {
    label: 'DB instance',
    maxLength: 63,
    pattern: /^[a-z](?:-?[a-z0-9])*$/,
    description: `lower-case ${letters}, without two hyphens in a row`,
  },
  's3-bucket': {
    label: 'S3 bucket',
    maxLength: 63,
    pattern: /^[a-z0-9][a-z0-9.-]+[a-z0-9]$/,
    description: 'three or more lower-case letters, digits, and inner dots and hyphens',
  },
  'namespace': {
    label: 'namespace',
    maxLength: 63,
    pattern: dnsLabelPattern,
    description: dnsLabel,
  },
  // A Deployment's pods add 17 characters (-<replica set>-<pod>), which must fit in a label of 63.
  'deployment': { label: 'Deployment', maxLength: 46, pattern: dnsNamePattern, description: dnsName },
  // A CronJob's Jobs add 11 characters, and a MigrationJob's hash as many; both must fit in a label of 63.
  'cron-job': { label: 'CronJob', maxLength: 52, pattern: dnsNamePattern, description: dnsName },
  'job': { label: 'Job', maxLength: 52, pattern: dnsNamePattern, description: dnsName },
  // A DaemonSet's pods add 6 characters, which must fit in a host name of 63.
  'daemon-set': { label: 'DaemonSet', maxLength: 57, pattern: dnsNamePattern, description: dnsName },
  'addon': { label: 'addon', maxLength: 63, pattern: dnsNamePattern, description: dnsName },
  // The finalizer's name is that of the controller after `compositecontroller-` or `decoratorcontroller-`, and has 63 characters.
  'metacontroller': { label: 'controller', maxLength: 43, pattern: dnsNamePattern, description: dnsName },
  'event-rule': {
    label: 'EventBridge rule',
    maxLength: 64,
    pattern: /^[.\-_A-Za-z0-9]+$/,
    description: 'letters, digits, dots, hyphens and underscores',
  },
  'service': { label: 'Service', maxLength: 63, pattern: dnsNamePattern, description: dnsName },
  // The names of a connection's policies contain it, with the client's name and a hash.
  'endpoint': { label: 'endpoint', maxLength: 63, pattern: dnsSubdomainPattern, description: dnsSubdomain },
  'config-map': { label: 'ConfigMap', maxLength: 253, pattern: dnsSubdomainPattern, description: dnsSubdomain },
  'secret': { label: 'Secret', maxLength: 253, pattern: dnsSubdomainPattern, description: dnsSubdomain },
  'secret-store': {
    label: 'ClusterSecretStore',
    maxLength: 253,
    pattern: dnsSubdomainPattern,
    description: dnsSubdomain,
  },
  'priority-class': { label: 'PriorityClass', maxLength: 253, pattern: dnsSubdomainPattern, description: dnsSubdomain },
  // The controller-revision-hash label of the pods holds alertmanager-<name> and 11 more characters; the volumes of the rules
  // are prometheus-<name>-rulefiles-<number>.
  'alertmanager': { label: 'Alertmanager', maxLength: 39, pattern: dnsNamePattern, description: dnsName },
  'prometheus': { label: 'Prometheus', maxLength: 40, pattern: dnsNamePattern, description: dnsName },
  // The operator's ConfigMap has a key <namespace>-<name>-<uid>.yaml of 253 characters or fewer.
  'prometheus-rule': {
    label: 'PrometheusRule',
    maxLength: 147,
    pattern: dnsSubdomainPattern,
    description: dnsSubdomain,
  },
  // The controller-revision-hash label holds the StatefulSet's name and 11 more characters; RabbitMQ's operator adds -server.
  'rabbitmq-cluster': { label: 'RabbitmqCluster', maxLength: 45, pattern: dnsNamePattern, description: dnsName },
  // ECK adds up to 27 characters to the names of objects, which must fit in a label of 63.
  'elasticsearch-cluster': { label: 'Elasticsearch', maxLength: 36, pattern: dnsNamePattern, description: dnsName },
} as const satisfies Record<string, Convention>;

/** Kinds of resources and objects that have a physical name. */
export type ResourceKind = keyof typeof conventions;

/**
 * Returns a physical name: the parts joined by hyphens. One that is too long for its kind is cut and ends in a hash of the
 * whole, so that two long names stay distinct and the same parts always give the same name.
 */
export function physicalName(kind: ResourceKind, ...parts: readonly string[]): string {
  const { maxLength } = conventions[kind];
  const whole = parts.join('-');
  if (whole.length <= maxLength) return whole;
  const hash = contentHash(whole, 8);
  return `${whole.slice(0, maxLength - hash.length - 1).replace(/-+$/, '')}-${hash}`;
}

/** Checks a name that a user chose against the limits of its API. */
export function checkName(kind: ResourceKind, name: string, setting = 'name'): Finding[] {
  const { description, label, maxLength, pattern } = conventions[kind];
  if (name.length > maxLength) {
    return [
      {
        id: 'resource-name-length',
        setting,
        message: `${setting} must be at most ${maxLength} characters (${label} name); got '${name}' (${name.length})`,
        hint: `shorten it by ${name.length - maxLength}`,
      },
    ];
  }
  if (pattern.test(name)) return [];
  return [
    {
      id: 'resource-name',
      setting,
      message: `${setting} must be ${description} (${label} name); got '${name}'`,
      hint: `rename it, for example to '${suggestion(name, pattern)}'`,
    },
  ];
}

function suggestion(name: string, pattern: RegExp): string {
  const plain = name
    .toLowerCase()
    .replace(/^(?:internal-|sg-)+/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return pattern.test(plain) ? plain : 'web';
}
