import type { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { Endpoint } from '../../core/contract';
import { addFindings, type Finding } from '../../core/diagnostics';
import { type Duration, maxInt32 } from '../../core/units';
import { isPort } from '../../core/ports';
import { checkWords, escapeReferences } from '../pod/command';
import { isPortName } from '../pod/endpoint-checks';
import { checkAmount } from '../pod/pod-checks';
import { checkHealthEndpoint, checkWorkload } from './workload-checks';
import type { ConfigMapNames } from '../pod/pod-spec';
import type { SecretKey } from '../pod/props';
import { httpProbes } from '../pod/probes';
import { gracePeriod } from '../pod/termination';
import { checkHostAccess, hostMounts, hostAccessAnnotation, withHostAccess, type HostAccess } from './host-access';
import { type HealthEndpoint, workloadDefaults, type WorkloadProps } from './props';
import { checkSecretFiles, secretMounts, withSecretFiles } from './secret-files';
import { minReadySeconds, revisionHistoryLimit } from './rollout';
import {
  containerPorts,
  createConfigMaps,
  createNetworkPolicy,
  createServiceAccount,
  podTemplate,
  WorkloadBase,
} from './workload';

export interface DaemonServiceProps extends WorkloadProps {
  /**
   * Endpoint of the probes. Its port may be one of `ports`.
   *
   * @default none: a pod is ready while its process runs
   * @rolls the pods
   */
  readonly health?: HealthEndpoint;
  /**
   * Other container ports, by their name: `metrics`.
   *
   * @default none
   * @rolls the pods
   */
  readonly ports?: Readonly<Record<string, number>>;
  /**
   * Pods that may connect to these ports.
   *
   * @default none
   * @replaces the NetworkPolicies
   * @rolls the pods
   */
  readonly allowedFrom?: readonly Endpoint[];
  /**
   * Maximum time for a pod to become alive.
   *
   * @default '60s'
   * @rolls the pods
   */
  readonly startupTimeout?: Duration;
  /**
   * Arguments of the image's program. Each one reaches it as it is.
   *
   * @default those of the image
   * @rolls the pods
   */
  readonly args?: readonly string[];
  /**
   * Maximum number of nodes without a ready pod during an update, or their share in whole percent, which is rounded up: `5%`.
   * Nodes that are not ready count, so with 1 a single lost node stops the update of all others.
   *
   * @default '10%'
   * @inPlace
   * @see https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/
   */
  readonly maxUnavailable?: number | `${number}%`;
  /**
   * Access to the node. Only namespaces of node agents permit it.
   *
   * @default none
   * @rolls the pods
   */
  readonly host?: HostAccess;
  /**
   * Access to the API server: the pods mount the token of the ServiceAccount of their name, whose roles say what it permits.
   *
   * @default none
   * @rolls the pods
   */
  readonly apiAccess?: ApiAccess;
  /**
   * Keys of Secrets as files, by their path, each in a directory of its own. The files change with the Secrets; environment variables
   * of `secrets` keep the value of the start.
   *
   * @default none
   * @rolls the pods
   * @see https://kubernetes.io/docs/concepts/configuration/secret/#mounted-secrets-are-updated-automatically
   */
  readonly secretFiles?: Readonly<Record<string, SecretKey>>;
}

/** Access of an agent to the API server. */
export interface ApiAccess {
  /** Environment variable with the name of the node. */
  readonly nodeName: string;
}

const defaults = { maxUnavailable: '10%' } as const;

/**
 * A DaemonSet: one pod on every node, tainted nodes included, or on the nodes of its placement. An update ends the pod of a
 * node before it starts the new one, on `maxUnavailable` nodes at a time. A drain ignores the pod: it ends with its node.
 *
 * @example
 * new DaemonService(scope, 'log-shipper', {
 *   host: { paths: { '/var/log': { path: '/var/log' } }, reason: 'reads the logs of all containers', root: true },
 *   image,
 *   name: 'log-shipper',
 *   namespace: 'node-agents',
 *   resources: { cpu: '100m', memory: '200Mi' },
 * });
 */
export class DaemonService extends Construct {
  /** Endpoint of the pods and their `ports`, for `connectsTo` of clients and `allowedFrom` of others. */
  readonly endpoint: Endpoint;
  /** DaemonSet of the pods, for `patch`. */
  readonly daemonSet: ApiObject;

  constructor(scope: Construct, id: string, props: DaemonServiceProps) {
    super(scope, id);
    addFindings(this, checkDaemonService(props));
    const { allowedFrom, host, maxUnavailable = defaults.maxUnavailable, ports = {} } = props;

    const workload = new WorkloadBase(this, props, 'agent', [{ allowedFrom, ports: Object.values(ports) }]);
    createServiceAccount(workload);
    const configMaps = createConfigMaps(workload, props);
    createNetworkPolicy(workload);
    this.endpoint = workload.endpoint(...Object.values(ports));
    this.daemonSet = new k8s.KubeDaemonSet(this, 'DaemonSet', {
      metadata: { ...workload.metadata, ...(host && { annotations: { [hostAccessAnnotation]: host.reason } }) },
      spec: {
        minReadySeconds,
        revisionHistoryLimit,
        selector: { matchLabels: workload.podLabels },
        template: agentTemplate(workload, props, configMaps),
        updateStrategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxUnavailable: intOrString(maxUnavailable) },
        },
      },
    });
  }
}

function agentTemplate(
  workload: WorkloadBase,
  props: DaemonServiceProps,
  configMaps: ConfigMapNames,
): k8s.PodTemplateSpec {
  const { apiAccess, args, health, host, placement, ports = {}, secretFiles = {} } = props;
  const { drainTimeout = workloadDefaults.drainTimeout, startupTimeout = workloadDefaults.startupTimeout } = props;
  // The API server rejects a second port of one number, so the probes use the name that the port already has.
  const [healthPort = 'health'] = Object.keys(ports).filter((name) => ports[name] === health?.port);
  const template = podTemplate(workload, props, configMaps, {
    container: {
      ...(args && { args: args.map(escapeReferences) }),
      ports: containerPorts({ ...ports, ...(health && { [healthPort]: health.port }) }),
      ...(health && httpProbes({ ...health, port: healthPort }, startupTimeout)),
    },
    pod: {
      terminationGracePeriodSeconds: gracePeriod(0, drainTimeout),
      ...(!placement && { tolerations: [{ operator: 'Exists' }] }),
    },
  });
  const { spec } = template;
  if (!spec) return template;
  const withFiles = withSecretFiles(spec, secretFiles);
  const onHost = host ? withHostAccess(withFiles, host) : withFiles;
  return { ...template, spec: apiAccess ? withApiAccess(onHost, apiAccess) : onHost };
}

/** Returns the spec of a pod with the token of its ServiceAccount, and the name of its node. */
function withApiAccess({ containers, ...pod }: k8s.PodSpec, { nodeName }: ApiAccess): k8s.PodSpec {
  const node = { name: nodeName, valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } };
  return {
    ...pod,
    automountServiceAccountToken: true,
    containers: containers.map(({ env = [], ...container }) => ({ ...container, env: [node, ...env] })),
  };
}

function checkDaemonService(props: DaemonServiceProps): Finding[] {
  const { health, host, maxUnavailable = defaults.maxUnavailable, ports = {}, secretFiles = {} } = props;
  const { startupTimeout = workloadDefaults.startupTimeout } = props;
  return [
    ...checkWords(props.args ?? [], 'args'),
    ...checkWorkload('daemon-set', props, [...(host ? hostMounts(host) : []), ...secretMounts(secretFiles)]),
    ...checkSecretFiles(secretFiles),
    ...checkAmount(startupTimeout, 'startupTimeout', 'duration'),
    ...(health ? checkHealthEndpoint(health) : []),
    ...sortedEntries(ports).flatMap(([name, port]) => checkPort(name, port, health !== undefined)),
    ...checkDistinct(ports),
    ...checkMaxUnavailable(maxUnavailable),
    ...(host ? checkHostAccess(host) : []),
  ];
}

/** Checks a container port. An agent that is root may listen below 1024. */
function checkPort(name: string, port: number, hasHealth: boolean): Finding[] {
  const isFree = !(hasHealth && name === 'health');
  if (isFree && isPortName(name) && isPort(port)) return [];
  return [
    {
      id: 'container-port-name',
      setting: ['ports', name],
      message: `port must have a name of at most 15 lower-case letters, digits and inner hyphens, other than that of health, and a number from 1 to 65535; got '${name}' with ${port}`,
      hint: 'write it as metrics: 9100',
    },
  ];
}

/** Checks that no two ports have one number, which the API server rejects. */
function checkDistinct(ports: Readonly<Record<string, number>>): Finding[] {
  const owners = new Map<number, string>();
  return sortedEntries(ports).flatMap(([name, port]) => {
    const owner = owners.get(port);
    owners.set(port, name);
    if (owner === undefined) return [];
    return [
      {
        id: 'port-conflict',
        setting: ['ports', name],
        message: `ports must differ from each other; got ${port} for ${owner} and ${name}`,
        hint: 'give each its own port, or keep one of the names',
      },
    ];
  });
}

function intOrString(amount: number | string): k8s.IntOrString {
  return typeof amount === 'number' ? k8s.IntOrString.fromNumber(amount) : k8s.IntOrString.fromString(amount);
}

function checkMaxUnavailable(maxUnavailable: number | string): Finding[] {
  const isShare = /^(?:[1-9][0-9]?|100)%$/.test(String(maxUnavailable));
  const isCount = Number.isInteger(maxUnavailable) && Number(maxUnavailable) >= 1 && Number(maxUnavailable) <= maxInt32;
  if (isShare || isCount) return [];
  return [
    {
      id: 'daemon-set-max-unavailable',
      setting: 'maxUnavailable',
      message: `maxUnavailable must be a whole number of at least 1, or 1% to 100%; got ${maxUnavailable}`,
      hint: `remove it for ${defaults.maxUnavailable}: with 0 an update could never begin`,
    },
  ];
}
