import { k8s } from 'cdk8s-plus-27';
import { byCodePoint, sortedEntries } from '../../core/canonical';
import { contentHash } from '../../core/content-hash';
import type { Placement, PodProps, PodResources, SecretKey } from './props';

/** Names of the ConfigMaps that pods read. */
export interface ConfigMapNames {
  /** ConfigMap of environment variables. */
  readonly variables?: string;
  /** ConfigMap of files. */
  readonly files?: string;
}

/** Fields that a workload adds to the hardened container: ports, probes, a command. */
export type ContainerParts = Pick<
  k8s.Container,
  'args' | 'command' | 'livenessProbe' | 'ports' | 'readinessProbe' | 'startupProbe'
>;

/** Fields that a workload adds to the hardened pod: grace period, restart policy, spread, the token of the API server. */
export type PodParts = Pick<
  k8s.PodSpec,
  | 'automountServiceAccountToken'
  | 'restartPolicy'
  | 'terminationGracePeriodSeconds'
  | 'tolerations'
  | 'topologySpreadConstraints'
>;

/** User and group of containers. It owns no file of an image; writable paths belong to its group. */
const user = 10001;

/** Security context of a container that Pod Security `restricted` admits. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
} satisfies k8s.SecurityContext;

/**
 * Returns the spec of a pod with one container that Pod Security `restricted` admits: no root, no capabilities, a read-only
 * file system, no access to the node and no token of the API server.
 */
export function hardenedPod(
  props: PodProps,
  configMaps: ConfigMapNames,
  container: ContainerParts,
  pod: PodParts,
): k8s.PodSpec {
  const { files = {}, placement, priorityClass, writablePaths = ['/tmp'] } = props;
  const paths = [...writablePaths].sort(byCodePoint);
  return {
    automountServiceAccountToken: false,
    ...pod,
    serviceAccountName: props.name,
    // Otherwise every Service of the namespace becomes seven environment variables, and a new one can break a program.
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...(priorityClass !== undefined && { priorityClassName: priorityClass }),
    ...(placement && nodePlacement(placement)),
    containers: [
      {
        ...container,
        name: props.name,
        image: `${props.image.repository}@${props.image.digest}`,
        imagePullPolicy: 'IfNotPresent',
        ...(props.secrets && { env: secretEnvironment(props.secrets) }),
        ...(configMaps.variables !== undefined && { envFrom: [{ configMapRef: { name: configMaps.variables } }] }),
        resources: resourceRequirements(props.resources),
        securityContext: { ...restrictedContainer, readOnlyRootFilesystem: true },
        volumeMounts: [
          ...paths.map((mountPath) => ({ name: volumeName(mountPath), mountPath })),
          // A mount for each file leaves the image's own files in the same directory visible.
          ...sortedEntries<string, string | Uint8Array>(files).map(([mountPath]) => ({
            name: filesVolume,
            mountPath,
            subPath: fileKey(mountPath),
            readOnly: true,
          })),
        ],
      },
    ],
    volumes: [
      ...paths.map((path) => ({ name: volumeName(path), emptyDir: {} })),
      ...(configMaps.files === undefined ? [] : [{ name: filesVolume, configMap: { name: configMaps.files } }]),
    ],
  };
}

/** Volume of files. Names of other volumes never contain two consecutive hyphens, so this one is unique. */
const filesVolume = 'config--files';

/** Returns the key of a file in its ConfigMap. Keys may not contain slashes. */
export function fileKey(path: string): string {
  return path.slice(1).replaceAll('/', '.');
}

/** Returns node selector and tolerations, without empty lists. */
export function nodePlacement({ labels, taints }: Placement): Pick<k8s.PodSpec, 'nodeSelector' | 'tolerations'> {
  const tolerated = tolerations(taints);
  return { nodeSelector: { ...labels }, ...(tolerated.length > 0 && { tolerations: tolerated }) };
}

/** Returns the tolerations of taints such as `{ dedicated: 'transfer:NoSchedule' }`. */
export function tolerations(taints: Readonly<Record<string, string>>): k8s.Toleration[] {
  return sortedEntries(taints).map(([key, taint]) => {
    const split = taint.lastIndexOf(':');
    return { key, operator: 'Equal', value: taint.slice(0, Math.max(split, 0)), effect: taint.slice(split + 1) };
  });
}

/** Returns requests and limits: equal for memory and ephemeral storage; CPU has a limit only if one is set. */
export function resourceRequirements({
  cpu,
  cpuLimit,
  memory,
  ephemeralStorage = '512Mi',
}: PodResources): k8s.ResourceRequirements {
  const kept = {
    'memory': k8s.Quantity.fromString(memory),
    'ephemeral-storage': k8s.Quantity.fromString(ephemeralStorage),
  };
  const limits = cpuLimit === undefined ? kept : { cpu: k8s.Quantity.fromString(cpuLimit), ...kept };
  return { requests: { cpu: k8s.Quantity.fromString(cpu), ...kept }, limits };
}

/** Returns environment variables that read keys of Secrets. */
function secretEnvironment(secrets: Readonly<Record<string, SecretKey>>): k8s.EnvVar[] {
  return sortedEntries(secrets).map(([name, { secret, key }]) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key } },
  }));
}

/**
 * Returns the name of a path's volume: `var-cache` for `/var/cache`. A path with other characters adds a hash, which keeps
 * names unique.
 *
 * @param maxSlug maximum number of characters before the hash, which adds nine
 */
export function volumeName(path: string, maxSlug = 50): string {
  const slug = path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, maxSlug);
  return /^(?:\/[a-z0-9]+)+$/.test(path) && path.length <= 50
    ? slug
    : `${slug}-${contentHash(path, 8)}`.replace(/^-/, '');
}
