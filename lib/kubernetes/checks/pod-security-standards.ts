import { containersOf, type ContainerFields, type PodFields } from '../manifests/pods';

interface Typed {
  readonly type?: string;
}

interface SecurityContext {
  readonly allowPrivilegeEscalation?: boolean;
  readonly appArmorProfile?: Typed;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly privileged?: boolean;
  readonly procMount?: string;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seLinuxOptions?: { readonly role?: string; readonly type?: string; readonly user?: string };
  readonly seccompProfile?: Typed;
  readonly sysctls?: readonly { readonly name: string }[];
  readonly windowsOptions?: { readonly hostProcess?: boolean };
}

interface Handler {
  readonly httpGet?: { readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
}

type Container = ContainerFields & {
  readonly lifecycle?: { readonly postStart?: Handler; readonly preStop?: Handler };
  readonly livenessProbe?: Handler;
  readonly readinessProbe?: Handler;
  readonly securityContext?: SecurityContext;
  readonly startupProbe?: Handler;
};

type Volume = Readonly<Record<string, unknown>> & { readonly name?: string };

/** A pod's template, with the fields that the Pod Security Standards restrict. */
export interface PodTemplate {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: PodFields & {
    readonly hostIPC?: boolean;
    readonly hostPID?: boolean;
    readonly os?: { readonly name?: string };
    readonly securityContext?: SecurityContext;
    readonly volumes?: readonly Volume[];
  };
}

/** A security context, and its owner: the pod or a container. */
interface Owned {
  readonly owner: string;
  readonly context: SecurityContext;
}

/** Capabilities that containers may add at level `baseline`. */
const baselineCapabilities =
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  );

/** Sysctls of level `baseline`, by the minor version from which on they are admitted. */
const baselineSysctls: Readonly<Record<string, number>> = {
  'kernel.shm_rmid_forced': 0,
  'net.ipv4.ip_local_port_range': 0,
  'net.ipv4.ip_unprivileged_port_start': 0,
  'net.ipv4.ping_group_range': 0,
  'net.ipv4.tcp_syncookies': 0,
  'net.ipv4.ip_local_reserved_ports': 27,
  'net.ipv4.tcp_fin_timeout': 29,
  'net.ipv4.tcp_keepalive_intvl': 29,
  'net.ipv4.tcp_keepalive_probes': 29,
  'net.ipv4.tcp_keepalive_time': 29,
  'net.ipv4.tcp_rmem': 32,
  'net.ipv4.tcp_wmem': 32,
};

/** Types of volumes of level `restricted`. */
const restrictedVolumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/**
 * Returns the fields of a pod that the level `baseline` of a minor version of Kubernetes does not admit.
 *
 * @see https://pkg.go.dev/k8s.io/pod-security-admission/policy
 */
export function baselineViolations({ metadata, spec }: PodTemplate, minor: number): string[] {
  const contexts = securityContexts(spec);
  return [
    ...(['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true),
    ...(spec.volumes ?? []).flatMap(({ hostPath, name }) => (hostPath ? [`hostPath of volume ${name}`] : [])),
    ...allContainers(spec).flatMap((container) => containerBaseline(container, minor)),
    ...contexts.flatMap((owned) => contextBaseline(owned, minor)),
    ...(spec.securityContext?.sysctls ?? []).flatMap(({ name }) =>
      (baselineSysctls[name] ?? Infinity) <= minor ? [] : [`sysctl ${name}`],
    ),
    ...Object.entries(metadata?.annotations ?? {})
      .filter(([key, value]) => key.startsWith('container.apparmor.security.beta.kubernetes.io/') && !isAppArmor(value))
      .map(([key]) => `annotation ${key}`),
  ];
}

/** Returns the fields of a pod that the level `restricted` does not admit, besides those of level `baseline`. */
export function restrictedViolations({ spec }: PodTemplate): string[] {
  const pod = spec.securityContext ?? {};
  const isWindows = spec.os?.name === 'windows';
  return [
    ...(spec.volumes ?? []).flatMap((volume) =>
      restrictedVolumes.some((type) => volume[type]) ? [] : [`type of volume ${volume.name}`],
    ),
    ...(pod.runAsNonRoot === false ? ['runAsNonRoot: false of the pod'] : []),
    ...securityContexts(spec).flatMap(({ context, owner }) =>
      context.runAsUser === 0 ? [`runAsUser: 0 of ${owner}`] : [],
    ),
    ...allContainers(spec).flatMap(({ name = '', securityContext: context = {} }) => [
      ...((context.runAsNonRoot ?? pod.runAsNonRoot) === true ? [] : [`no runAsNonRoot of ${name}`]),
      ...(isWindows ? [] : linuxRestricted(name, context, pod)),
    ]),
  ];
}

/** Returns the violations of a container by fields that pods of Windows do not have. */
function linuxRestricted(name: string, context: SecurityContext, pod: SecurityContext): string[] {
  const { add = [], drop = [] } = context.capabilities ?? {};
  return [
    ...(context.allowPrivilegeEscalation === false ? [] : [`allowPrivilegeEscalation of ${name}`]),
    ...(drop.includes('ALL') ? [] : [`no capabilities.drop: ['ALL'] of ${name}`]),
    ...add.filter((each) => each !== 'NET_BIND_SERVICE').map((each) => `capability ${each} of ${name}`),
    ...((context.seccompProfile ?? pod.seccompProfile) ? [] : [`no seccompProfile of ${name}`]),
  ];
}

function containerBaseline({ name = '', ports = [], ...container }: Container, minor: number): string[] {
  const { lifecycle, livenessProbe, readinessProbe, securityContext = {}, startupProbe } = container;
  const handlers = [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop];
  const hasHost = handlers.some((handler) => [handler?.httpGet?.host, handler?.tcpSocket?.host].some(Boolean));
  return [
    ...(securityContext.privileged === true ? [`privileged of ${name}`] : []),
    ...ports.flatMap(({ hostPort }) => (hostPort ? [`hostPort ${hostPort} of ${name}`] : [])),
    ...(securityContext.capabilities?.add ?? [])
      .filter((each) => !baselineCapabilities.includes(each))
      .map((each) => `capability ${each} of ${name}`),
    ...((securityContext.procMount ?? 'Default') === 'Default' ? [] : [`procMount of ${name}`]),
    ...(hasHost && minor >= 34 ? [`host of a probe or lifecycle handler of ${name}`] : []),
  ];
}

function contextBaseline({ context, owner }: Owned, minor: number): string[] {
  const { appArmorProfile, seLinuxOptions: { role, type, user } = {}, seccompProfile, windowsOptions } = context;
  const types = [
    '',
    'container_t',
    'container_init_t',
    'container_kvm_t',
    ...(minor >= 31 ? ['container_engine_t'] : []),
  ];
  const isSeLinux = types.includes(type ?? '') && !user && !role;
  return [
    ...(appArmorProfile && !isProfile(appArmorProfile) ? [`appArmorProfile of ${owner}`] : []),
    ...(isSeLinux ? [] : [`seLinuxOptions of ${owner}`]),
    ...(seccompProfile && !isProfile(seccompProfile) ? [`seccompProfile of ${owner}`] : []),
    ...(windowsOptions?.hostProcess === true ? [`windowsOptions.hostProcess of ${owner}`] : []),
  ];
}

function isProfile({ type = '' }: Typed): boolean {
  return ['Localhost', 'RuntimeDefault'].includes(type);
}

function isAppArmor(annotation: string): boolean {
  return annotation === '' || annotation === 'runtime/default' || annotation.startsWith('localhost/');
}

/** Returns all containers of a pod, ephemeral ones included. */
function allContainers(spec: PodTemplate['spec']): Container[] {
  const ephemeral = (spec as { readonly ephemeralContainers?: readonly Container[] }).ephemeralContainers ?? [];
  return [...containersOf(spec).map(({ container }): Container => container), ...ephemeral];
}

function securityContexts(spec: PodTemplate['spec']): Owned[] {
  return [
    { context: spec.securityContext ?? {}, owner: 'the pod' },
    ...allContainers(spec).map(({ name = '', securityContext = {} }) => ({ context: securityContext, owner: name })),
  ];
}
