import type { Diagnostic } from '../../core/diagnostics';
import type { Rendered } from '../manifests/render';

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

/** Kinds that start pods, without DaemonSet. */
const podKinds = [
  'CronJob',
  'Deployment',
  'Elasticsearch',
  'ElasticsearchCluster',
  'Job',
  'Kibana',
  'Pod',
  'RabbitmqCluster',
  'ReplicaSet',
  'StatefulSet',
];

interface Fields {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: {
    readonly template?: {
      readonly spec: {
        readonly hostNetwork?: boolean;
        readonly hostPID?: boolean;
        readonly securityContext?: { readonly runAsNonRoot?: boolean };
        readonly volumes?: readonly { readonly name: string; readonly hostPath?: object }[];
      };
    };
  };
}

/**
 * Checks that namespaces below the level `restricted` contain node agents only, and that the level of their namespace admits
 * all agents.
 */
export function checkPodSecurity(objects: readonly Rendered[]): Diagnostic[] {
  const levelByNamespace = new Map(
    objects
      .filter(({ manifest }) => manifest.kind === 'Namespace')
      .map(({ manifest }) => [manifest.metadata.name, enforcedLevel(manifest as Fields)]),
  );
  return objects.flatMap((object) => {
    const level = levelByNamespace.get(object.manifest.metadata.namespace ?? '');
    return level === undefined ? [] : checkObject(object, level);
  });
}

function checkObject({ construct, manifest }: Rendered, level: PodSecurityLevel): Diagnostic[] {
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
  const required = kind === 'DaemonSet' ? requiredLevel(manifest) : 'restricted';
  if (levels.indexOf(required) <= levels.indexOf(level)) return [];
  return [
    {
      id: 'pod-security-level',
      ...location,
      message: `namespace of an agent with access to its node must have the level ${required}; got ${level}`,
      hint: `move it to a namespace with nodeAgents: { level: '${required}', reason: … }`,
    },
  ];
}

function enforcedLevel({ metadata }: Fields): PodSecurityLevel | undefined {
  return levels.find((level) => metadata.labels?.['pod-security.kubernetes.io/enforce'] === level);
}

/** Returns the strictest level that admits the pods. */
function requiredLevel({ spec }: Fields): PodSecurityLevel {
  const { hostNetwork, hostPID, securityContext, volumes = [] } = spec?.template?.spec ?? {};
  if (hostNetwork || hostPID || volumes.some(({ hostPath }) => hostPath)) return 'privileged';
  return securityContext?.runAsNonRoot === true ? 'restricted' : 'baseline';
}
