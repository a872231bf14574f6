import type { Diagnostic } from '../../core/diagnostics';
import type { Manifest } from '../manifests/manifest';
import type { Rendered } from '../manifests/render';
import { baselineViolations, type PodTemplate, restrictedViolations } from './pod-security-standards';

/** Minor version of Kubernetes whose Pod Security Standards apply: the API server's, or an older one. */
export type PodSecurityVersion = `v1.${number}`;

/** Level of the Pod Security Standards. */
export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

/** Levels from the strictest to the least strict. */
const levels: readonly PodSecurityLevel[] = ['restricted', 'baseline', 'privileged'];

/**
 * Returns the labels with which the API server rejects pods, and warns about the Deployment whose pods it would reject:
 * `enforce` alone rejects them later, one by one.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export function podSecurityLabels(level: PodSecurityLevel, version: PodSecurityVersion): Record<string, string> {
  return Object.fromEntries(
    ['enforce', 'warn', 'audit'].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, version],
    ]),
  );
}

/** Kinds that start pods from a template of their own, without DaemonSet. */
const templateKinds = ['CronJob', 'Deployment', 'Job', 'Pod', 'ReplicaSet', 'ReplicationController', 'StatefulSet'];

/** Kinds that start pods, without DaemonSet. An operator completes the templates of its own kinds. */
const podKinds = [
  ...templateKinds,
  'Alertmanager',
  'Elasticsearch',
  'ElasticsearchCluster',
  'Kibana',
  'Prometheus',
  'RabbitmqCluster',
];

interface Fields {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
}

interface Workload {
  readonly metadata: PodTemplate['metadata'] & object;
  readonly spec?: Partial<PodTemplate['spec']> & {
    readonly jobTemplate?: { readonly spec?: { readonly template?: PodTemplate } };
    readonly template?: PodTemplate;
  };
}

/** Standards that a namespace enforces. */
interface Enforced {
  readonly level: PodSecurityLevel;
  /** Minor version of the standards. */
  readonly minor: number;
}

/**
 * Checks that namespaces below the level `restricted` contain node agents only, and that the level of their namespace admits
 * all pods, those of objects from other libraries included.
 */
export function checkPodSecurity(objects: readonly Rendered[]): Diagnostic[] {
  const enforced = new Map(
    objects
      .filter(({ manifest }) => manifest.kind === 'Namespace')
      .map(({ manifest }) => [manifest.metadata.name, enforcedStandards(manifest as Fields)]),
  );
  return objects.flatMap((object) => {
    const standards = enforced.get(object.manifest.metadata.namespace ?? '');
    return standards === undefined ? [] : checkObject(object, standards);
  });
}

function checkObject({ construct, manifest }: Rendered, { level, minor }: Enforced): Diagnostic[] {
  const { kind, metadata } = manifest;
  const location = { path: construct, source: `${kind} ${metadata.name}: metadata.namespace` };
  if (level !== 'restricted' && podKinds.includes(kind)) {
    return [
      {
        id: 'node-agent-namespace',
        ...location,
        message: `namespace of level ${level} must contain DaemonSets only; got a ${kind}`,
        hint: 'move it to a namespace of level restricted, or change it to a DaemonService',
      },
    ];
  }
  const isAgent = kind === 'DaemonSet';
  const template = isAgent || templateKinds.includes(kind) ? podTemplate(manifest) : undefined;
  if (!template) return [];
  const { required, violations } = requiredLevel(template, minor);
  if (levels.indexOf(required) <= levels.indexOf(level)) return [];
  return [
    {
      id: 'pod-security-level',
      ...location,
      message: `namespace of a ${kind} must have the level ${required}, because of ${violations.join(', ')}; got ${level}`,
      hint: isAgent
        ? `move it to a namespace with nodeAgents: { level: '${required}', reason: … }, or correct these fields`
        : `correct these fields: Pod Security ${level} rejects the pods`,
    },
  ];
}

function enforcedStandards({ metadata: { labels = {} } }: Fields): Enforced | undefined {
  const enforce = 'pod-security.kubernetes.io/enforce';
  const level = levels.find((each) => labels[enforce] === each);
  // Without a version, that of the API server applies.
  const minor = /^v1\.(\d+)$/.exec(labels[`${enforce}-version`] ?? '')?.[1];
  return level && { level, minor: minor === undefined ? Infinity : Number(minor) };
}

/** Returns the template of the pods of an object of Kubernetes itself. */
function podTemplate(manifest: Workload & Pick<Manifest, 'kind'>): PodTemplate | undefined {
  const { spec } = manifest;
  if (manifest.kind === 'Pod') return spec && { metadata: manifest.metadata, spec };
  const template = spec?.template ?? spec?.jobTemplate?.spec?.template;
  return template?.spec && template;
}

/** Returns the strictest level that admits the pods, and the fields that the next stricter one does not admit. */
function requiredLevel(
  template: PodTemplate,
  minor: number,
): { readonly required: PodSecurityLevel; readonly violations: readonly string[] } {
  const baseline = baselineViolations(template, minor);
  if (baseline.length > 0) return { required: 'privileged', violations: baseline };
  const violations = restrictedViolations(template);
  return { required: violations.length > 0 ? 'baseline' : 'restricted', violations };
}
