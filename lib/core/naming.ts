import { contentHash } from './content-hash';
import type { Finding } from './diagnostics';

interface Convention {
  /** The longest name that the API takes, in characters. */
  readonly maxLength: number;
  /** What a name may look like, as the API says it. */
  readonly pattern: RegExp;
  /** The same in words. */
  readonly description: string;
}

const letters = 'letters, digits and hyphens, starting with a letter';
const dnsName = 'lower-case letters, digits and hyphens, starting with a letter and ending with a letter or digit';
const dnsLabel = 'lower-case letters, digits and hyphens, starting and ending with a letter or digit';

/** Sources: the Name argument of each AWS API's create call; Kubernetes' object names and the controllers that add a suffix. */
const conventions = {
  'environment': { maxLength: 16, pattern: /^[a-z][a-z0-9-]*[a-z0-9]$/, description: dnsName },
  'vpc': { maxLength: 255, pattern: /^[\w.:/=+@-]+$/, description: 'letters, digits and _.:/=+-@' },
  'load-balancer': {
    maxLength: 32,
    pattern: /^(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/,
    description: 'letters, digits and inner hyphens, not starting with internal-',
  },
  'target-group': {
    maxLength: 32,
    pattern: /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/,
    description: 'letters, digits and inner hyphens',
  },
  'launch-template': {
    maxLength: 125,
    pattern: /^[\w.()/-]{3,}$/,
    description: 'letters, digits and ().-/_, at least 3',
  },
  'auto-scaling-group': { maxLength: 255, pattern: /^[A-Za-z0-9][\w./-]*$/, description: 'letters, digits and ._/-' },
  'security-group': {
    maxLength: 255,
    pattern: /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]+$/,
    description: 'letters, digits and ._-:/()#,@[]+=&;{}!$*, not starting with sg-',
  },
  'iam-role': { maxLength: 64, pattern: /^[\w+=,.@-]+$/, description: 'letters, digits and _+=,.@-' },
  'db-instance': {
    maxLength: 63,
    pattern: /^[a-z](?:-?[a-z0-9])*$/,
    description: `${letters}, lower case, no two hyphens together`,
  },
  's3-bucket': {
    maxLength: 63,
    pattern: /^[a-z0-9][a-z0-9.-]+[a-z0-9]$/,
    description: 'lower-case letters, digits, dots and hyphens',
  },
  'namespace': { maxLength: 63, pattern: /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, description: dnsLabel },
  // A Deployment's pods add 17 characters (-<replica set>-<pod>), which must fit in a label of 63.
  'deployment': {
    maxLength: 46,
    pattern: /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/,
    description: dnsName,
  },
  // A CronJob's Jobs add 11 characters, and a MigrationJob's hash as many; both must fit in a label of 63.
  'cron-job': { maxLength: 52, pattern: /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/, description: dnsName },
  'job': { maxLength: 52, pattern: /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/, description: dnsName },
  // A DaemonSet's pods add 6 characters, which must fit in a host name of 63.
  'daemon-set': { maxLength: 57, pattern: /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/, description: dnsName },
  'service': { maxLength: 63, pattern: /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/, description: dnsName },
  'config-map': {
    maxLength: 253,
    pattern: /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/,
    description: 'lower-case letters, digits, dots and hyphens',
  },
  // The controller-revision-hash label holds the StatefulSet's name and 11 more characters; RabbitMQ's operator adds -server.
  'rabbitmq-cluster': {
    maxLength: 45,
    pattern: /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/,
    description: dnsName,
  },
} as const satisfies Record<string, Convention>;

/** The kinds of things that have a physical name. */
export type Kind = keyof typeof conventions;

/**
 * A physical name: the parts joined by hyphens. One that is too long for its kind is cut and ends in a hash of the whole,
 * so that two long names stay apart and the same parts always give the same name.
 */
export function physicalName(kind: Kind, ...parts: readonly string[]): string {
  const { maxLength } = conventions[kind];
  const whole = parts.join('-');
  if (whole.length <= maxLength) return whole;
  const hash = contentHash(whole, 8);
  return `${whole.slice(0, maxLength - hash.length - 1).replace(/-+$/, '')}-${hash}`;
}

/** What is wrong with a name that a person chose. */
export function checkName(kind: Kind, name: string, setting = 'name'): Finding[] {
  const { maxLength, pattern, description } = conventions[kind];
  if (name.length > maxLength) {
    return [
      {
        setting,
        message: `${article(kind)} ${kind} name has at most ${maxLength} characters, got '${name}' (${name.length})`,
        hint: `shorten it by ${name.length - maxLength}`,
      },
    ];
  }
  if (!pattern.test(name)) {
    return [
      {
        setting,
        message: `${article(kind)} ${kind} name is ${description}, got '${name}'`,
        hint: `rename it, for example to '${suggestion(name)}'`,
      },
    ];
  }
  return [];
}

function suggestion(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/^(?:internal-|sg-)+/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return plain === '' ? 'web' : plain;
}

function article(kind: Kind): 'a' | 'an' {
  return /^[aeiou]/.test(kind) ? 'an' : 'a';
}
