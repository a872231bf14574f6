import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { Endpoint } from '../../core/contract';
import type { Finding } from '../../core/diagnostics';
import type { Duration } from '../../core/units';
import { checkAmount, checkPath, checkReason } from '../checks/pod-checks';
import { gracePeriod, minReadySeconds, probes } from '../pod/probes';
import { volumeName } from '../pod/pod-spec';
import { checkHealth, type WorkerHealth } from './worker';
import { containerPorts, Workload, type WorkloadProps } from './workload';

export interface DaemonServiceProps extends WorkloadProps {
  /** Where the kubelet asks how it is. @default a pod counts as well while its process runs @replaces the pods, rolling */
  readonly health?: WorkerHealth;
  /** Other ports that it listens on, by their name: `metrics`. @default none @replaces the pods, rolling */
  readonly ports?: Readonly<Record<string, number>>;
  /** Pods that may call it on these ports. @default none @inPlace */
  readonly allowedFrom?: readonly Endpoint[];
  /** How long a pod may take until it is alive. @default '60s' @replaces the pods, rolling */
  readonly startupTimeout?: Duration;
  /** How many machines may be without it while it is updated. @default 1 @inPlace */
  readonly maxUnavailable?: number;
  /** What it needs of the machine itself: a namespace of node agents only. @default nothing @replaces the pods, rolling */
  readonly host?: HostAccess;
}

/** What an agent gets of the machine that it runs on. */
export interface HostAccess {
  /** Why it cannot do without. Written on the DaemonSet, for who reviews it. */
  readonly reason: string;
  /** Folders of the machine, by where the agent finds them. @default none */
  readonly paths?: Readonly<Record<string, HostPath>>;
  /** Whether it has the machine's own network, which no NetworkPolicy covers. @default false */
  readonly network?: boolean;
  /** Whether it sees every process of the machine. @default false */
  readonly processes?: boolean;
  /** Whether it is root in its container, to read what only root may. @default false */
  readonly root?: boolean;
}

export interface HostPath {
  /** The folder on the machine. It must be there, but where it is written to. */
  readonly path: string;
  /** @default false */
  readonly writable?: boolean;
}

/** Where the reason for what an agent gets of its machine is written. */
const hostNote = 'adamant.dev/host-access';

/**
 * One pod on every machine, tainted ones as well, or on those of its placement. An update takes a pod away before the new
 * one starts, on a few machines at a time. A drain leaves it alone: it ends with its machine.
 */
export class DaemonService extends Workload {
  constructor(scope: Construct, id: string, props: DaemonServiceProps) {
    const { allowedFrom = [], health, host, maxUnavailable = 1, ports = {} } = props;
    super(scope, id, props, {
      callers: { addresses: [], pods: allowedFrom },
      component: 'agent',
      findings: checkDaemon(props),
      object: 'daemon-set',
      ports,
    });
    new k8s.KubeDaemonSet(this, 'DaemonSet', {
      metadata: { ...this.metadata(), ...(host && { annotations: { [hostNote]: host.reason } }) },
      spec: {
        minReadySeconds,
        revisionHistoryLimit: 5,
        selector: { matchLabels: this.pods },
        template: this.agent(props, health),
        updateStrategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(maxUnavailable) },
        },
      },
    });
  }

  private agent(props: DaemonServiceProps, health: WorkerHealth | undefined): k8s.PodTemplateSpec {
    const { drainTimeout = '30s', host, placement, ports = {}, startupTimeout = '60s' } = props;
    const template = this.template(
      {
        ports: containerPorts({ ...ports, ...(health && { health: health.port }) }),
        ...(health && probes({ ...health, port: 'health' }, startupTimeout)),
      },
      {
        terminationGracePeriodSeconds: gracePeriod(0, drainTimeout),
        ...(!placement && { tolerations: [{ operator: 'Exists' }] }),
      },
    );
    return host ? { ...template, spec: withHost(template.spec, host) } : template;
  }
}

/** A hardened pod with what its agent gets of the machine, and nothing else. */
function withHost(pod: k8s.PodSpec | undefined, host: HostAccess): k8s.PodSpec {
  const { containers = [], volumes = [], securityContext, ...rest } = pod ?? { containers: [] };
  const paths = sortedEntries(host.paths ?? {});
  const root = { runAsNonRoot: false, runAsUser: 0, runAsGroup: 0 };
  return {
    ...rest,
    ...(host.network && { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }),
    ...(host.processes && { hostPid: true }),
    securityContext: { ...securityContext, ...(host.root && root) },
    containers: containers.map(({ securityContext: own, volumeMounts = [], ...container }) => ({
      ...container,
      securityContext: { ...own, ...(host.root && { runAsNonRoot: false }) },
      volumeMounts: [
        ...volumeMounts,
        ...paths.map(([mountPath, { writable = false }]) => ({
          name: hostVolume(mountPath),
          mountPath,
          ...(!writable && { readOnly: true }),
        })),
      ],
    })),
    volumes: [
      ...volumes,
      ...paths.map(([mountPath, { path, writable = false }]) => ({
        name: hostVolume(mountPath),
        hostPath: { path, type: writable ? 'DirectoryOrCreate' : 'Directory' },
      })),
    ],
  };
}

function hostVolume(mountPath: string): string {
  return `host-${volumeName(mountPath)}`;
}

function checkDaemon(props: DaemonServiceProps): Finding[] {
  const { health, host, maxUnavailable = 1, startupTimeout = '60s' } = props;
  const found = [...checkHealth(health), ...checkAmount(startupTimeout, 'startupTimeout', 'duration')];
  if (!Number.isInteger(maxUnavailable) || maxUnavailable < 1) {
    found.push({
      setting: 'maxUnavailable',
      message: `maxUnavailable must be a whole number of at least 1, got ${maxUnavailable}`,
      hint: 'leave it out for 1: with none, an update could never begin',
    });
  }
  if (!host) return found;
  return [
    ...found,
    ...checkReason(host.reason, 'host.reason'),
    ...sortedEntries(host.paths ?? {}).flatMap(([mountPath, { path }]) => [
      ...checkPath(mountPath, `host.paths.${mountPath}`),
      ...checkPath(path, `host.paths.${mountPath}.path`),
    ]),
  ];
}
