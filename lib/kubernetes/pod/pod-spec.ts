import { k8s } from 'cdk8s-plus-27';
import { byCodePoint, sortedEntries } from '../../core/canonical';
import { contentHash } from '../../core/content-hash';
import type { Cpu, Memory } from '../../core/units';

/** An image by its content, so that the same pod is the same program for ever. */
export interface ImageByDigest {
  /** Repository, with its registry. */
  readonly repository: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
}

export interface PodResources {
  /** CPU kept for the pod. It may use more when the node has it. */
  readonly cpu: Cpu;
  /** CPU at most. A limit slows the pod down also where nobody else wants the CPU. @default none */
  readonly cpuLimit?: Cpu;
  /** Memory kept for the pod, and its limit: one that borrows memory is killed when the owner wants it back. */
  readonly memory: Memory;
  /** Disk for logs and writable paths, kept and limited. @default '512Mi' */
  readonly ephemeralStorage?: Memory;
}

/** A value that a Secret of the same namespace holds. */
export interface SecretKey {
  readonly secret: string;
  readonly key: string;
}

/** The nodes that pods run on: those with these labels, taints of theirs included. */
export interface Placement {
  /** Node labels, all of which a node must have. */
  readonly labels: Readonly<Record<string, string>>;
  /** Taints that the pods tolerate, by their key: `{ dedicated: 'transfer:NoSchedule' }`. */
  readonly taints: Readonly<Record<string, string>>;
}

/** What every kind of workload says of its pods. */
export interface PodProps {
  /** The workload's name, part of every name below it. @replaces every object: selectors are immutable */
  readonly name: string;
  /** The namespace. @replaces every object */
  readonly namespace: string;
  /** The application that it belongs to, as a label. @default the namespace @replaces the pods, rolling */
  readonly partOf?: string;
  /** The image, by digest. @replaces the pods, rolling */
  readonly image: ImageByDigest;
  /** What each pod is given. @replaces the pods, rolling */
  readonly resources: PodResources;
  /** Environment variables, kept in an immutable ConfigMap. @default none @replaces the pods, rolling */
  readonly config?: Readonly<Record<string, string>>;
  /** Files that the program finds, by their path, kept in an immutable ConfigMap. @default none @replaces the pods, rolling */
  readonly files?: Readonly<Record<string, string>>;
  /** Environment variables that Secrets hold. @default none @replaces the pods, rolling */
  readonly secrets?: Readonly<Record<string, SecretKey>>;
  /** Directories that may be written, empty at the start of each pod. @default ['/tmp'] @replaces the pods, rolling */
  readonly writablePaths?: readonly string[];
  /** The PriorityClass. @default none: priority 0 @replaces the pods, rolling */
  readonly priorityClass?: string;
  /** The nodes to run on. @default any node without taints @replaces the pods, rolling */
  readonly placement?: Placement;
}

/** The ConfigMaps that pods read, by what they hold. */
export interface ConfigNames {
  readonly variables?: string;
  readonly files?: string;
}

/** What a container adds to the hardened one: ports, probes, a command. */
export type ContainerParts = Pick<
  k8s.Container,
  'args' | 'command' | 'livenessProbe' | 'ports' | 'readinessProbe' | 'startupProbe'
>;

/** What a pod adds to the hardened one: its end, its restarts, its spread. */
export type PodParts = Pick<
  k8s.PodSpec,
  'restartPolicy' | 'terminationGracePeriodSeconds' | 'tolerations' | 'topologySpreadConstraints'
>;

/** Root does not exist in our images; this user owns nothing in them, and a writable path is owned by its group. */
const user = 10001;

/**
 * A pod of one container that Pod Security `restricted` admits, with nothing of the node or of the API server in reach.
 * Deployments, jobs and daemons all start from it.
 */
export function hardenedPod(
  props: PodProps,
  configs: ConfigNames,
  container: ContainerParts,
  pod: PodParts,
): k8s.PodSpec {
  const { files = {}, placement, priorityClass, writablePaths = ['/tmp'] } = props;
  const paths = [...writablePaths].sort(byCodePoint);
  return {
    ...pod,
    serviceAccountName: props.name,
    automountServiceAccountToken: false,
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
        ...(configs.variables !== undefined && { envFrom: [{ configMapRef: { name: configs.variables } }] }),
        resources: resourceRequirements(props.resources),
        securityContext: {
          runAsNonRoot: true,
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
          seccompProfile: { type: 'RuntimeDefault' },
        },
        volumeMounts: [
          ...paths.map((mountPath) => ({ name: volumeName(mountPath), mountPath })),
          // One by one, so that what the image has beside them stays in sight.
          ...sortedEntries(files).map(([mountPath]) => ({
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
      ...(configs.files === undefined ? [] : [{ name: filesVolume, configMap: { name: configs.files } }]),
    ],
  };
}

/** No path gives a volume two hyphens together, so this one is never a writable path's. */
const filesVolume = 'config--files';

/** A file's key in its ConfigMap, which holds no slashes. */
export function fileKey(path: string): string {
  return path.slice(1).replaceAll('/', '.');
}

/** The account that pods run as. Its token is not mounted: a workload that needs the API server says so elsewhere. */
export function serviceAccount(props: Pick<PodProps, 'name' | 'namespace'>, labels: Record<string, string>) {
  const { name, namespace } = props;
  return { metadata: { name, namespace, labels }, automountServiceAccountToken: false };
}

/** Where pods may run, without empty lists. */
function nodePlacement({ labels, taints }: Placement): Pick<k8s.PodSpec, 'nodeSelector' | 'tolerations'> {
  const tolerated = tolerations(taints);
  return { nodeSelector: { ...labels }, ...(tolerated.length > 0 && { tolerations: tolerated }) };
}

/** Tolerations of taints written as `{ dedicated: 'transfer:NoSchedule' }`. */
export function tolerations(taints: Readonly<Record<string, string>>): k8s.Toleration[] {
  return sortedEntries(taints).map(([key, taint]) => {
    const split = taint.lastIndexOf(':');
    return { key, operator: 'Equal', value: taint.slice(0, Math.max(split, 0)), effect: taint.slice(split + 1) };
  });
}

/** Memory request and limit are one; CPU is requested, and limited only where somebody asks for it. */
function resourceRequirements({
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

function secretEnvironment(secrets: Readonly<Record<string, SecretKey>>): k8s.EnvVar[] {
  return sortedEntries(secrets).map(([name, { secret, key }]) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key } },
  }));
}

/** `/var/cache` is `var-cache`; a path whose characters a name cannot hold ends in its hash, so that no two paths share one. */
export function volumeName(path: string): string {
  const slug = path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
  return /^(?:\/[a-z0-9]+)+$/.test(path) && path.length <= 50
    ? slug
    : `${slug}-${contentHash(path, 8)}`.replace(/^-/, '');
}
