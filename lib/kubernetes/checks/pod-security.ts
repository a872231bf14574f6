import type { Diagnostic } from '../../core/diagnostics';
import type { Rendered } from '../manifests/render';

/** The minor version of Kubernetes whose Pod Security standards are meant: what the API server is, or older. */
export type PodSecurityVersion = `v1.${number}`;

/** Pod Security's levels, the strictest first. */
export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

/** Labels that make the API server refuse pods, and name the objects whose pods it would refuse. */
export function podSecurity(level: PodSecurityLevel, version: PodSecurityVersion): Record<string, string> {
  // `warn` and `audit` as well: they name the Deployment at fault, where `enforce` only refuses its pods later.
  return Object.fromEntries(
    ['enforce', 'warn', 'audit'].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, version],
    ]),
  );
}

/** Kinds that start pods, but for a DaemonSet. */
const podKinds = ['CronJob', 'Deployment', 'Job', 'Pod', 'RabbitmqCluster', 'ReplicaSet', 'StatefulSet'];

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
 * A namespace that lets pods do more than `restricted` is there for agents of the machines: anything else in it would have
 * what only they have a reason for. And an agent that needs more than its namespace allows would never start.
 */
export function checkPodSecurity(objects: readonly Rendered[]): Diagnostic[] {
  const levels = new Map(
    objects
      .filter(({ manifest }) => manifest.kind === 'Namespace')
      .map(({ manifest }) => [manifest.metadata.name, enforcedLevel(manifest as Fields)]),
  );
  return objects.flatMap(({ construct, manifest }) => {
    const { kind, metadata } = manifest;
    const level = levels.get(metadata.namespace ?? '');
    if (level === undefined) return [];
    const about = { path: construct, source: `${kind} ${metadata.name} in namespace ${metadata.namespace}` };
    if (level !== 'restricted' && podKinds.includes(kind)) {
      const rule = `a namespace of level ${level} holds agents of the machines only, got a ${kind}`;
      return [
        { ...about, message: rule, hint: 'move it to a namespace of level restricted, or make it a DaemonService' },
      ];
    }
    const needed = kind === 'DaemonSet' ? neededBy(manifest as Fields) : 'restricted';
    if (order.indexOf(needed) <= order.indexOf(level)) return [];
    const rule = `an agent with access to its machine needs a namespace of level ${needed}, got ${level}`;
    return [
      { ...about, message: rule, hint: `move it to a namespace with nodeAgents: { level: '${needed}', reason: … }` },
    ];
  });
}

const order: readonly PodSecurityLevel[] = ['restricted', 'baseline', 'privileged'];

function enforcedLevel({ metadata }: Fields): PodSecurityLevel | undefined {
  return order.find((level) => metadata.labels?.['pod-security.kubernetes.io/enforce'] === level);
}

function neededBy({ spec }: Fields): PodSecurityLevel {
  const { hostNetwork, hostPID, securityContext, volumes = [] } = spec?.template?.spec ?? {};
  if (hostNetwork || hostPID || volumes.some(({ hostPath }) => hostPath)) return 'privileged';
  return securityContext?.runAsNonRoot === true ? 'restricted' : 'baseline';
}
