import { k8s } from 'cdk8s-plus-27';
import type { EndpointPort } from '../../core/contract';
import type { ConfigMapNames } from '../../kubernetes/pod/pod-spec';
import type { Probes } from '../../kubernetes/pod/probes';
import { gracePeriod } from '../../kubernetes/pod/termination';
import { topologySpread } from '../../kubernetes/pod/topology-spread';
import { singletonAnnotation } from '../../kubernetes/workloads/deployment';
import type { WorkloadProps } from '../../kubernetes/workloads/props';
import { minReadySeconds, progressDeadlineSeconds, revisionHistoryLimit } from '../../kubernetes/workloads/rollout';
import { containerPorts, podTemplate, type WorkloadBase } from '../../kubernetes/workloads/workload';

/** A program that reads from the API server, with the token of its ServiceAccount. */
interface AgentOptions {
  readonly replicas: number;
  readonly args: readonly string[];
  readonly ports: Readonly<Record<string, number | EndpointPort>>;
  readonly probes: Probes;
  /** Reason for a single pod, of which an update must never start a second one. */
  readonly singleton?: string;
  readonly configMaps?: ConfigMapNames;
  /** Directory for the files of a Secret. */
  readonly secretFiles?: { readonly secret: string; readonly path: string };
}

/** Volume of the files of a Secret. Names of other volumes never contain two consecutive hyphens. */
const secretVolume = 'secret--files';

const startupTimeout = '60s';

const rollingUpdate: k8s.DeploymentStrategy = {
  type: 'RollingUpdate',
  rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) },
};

/** Creates the Deployment of an agent. An update starts a new pod before it ends an old one, except for a singleton. */
export function createAgentDeployment(
  workload: WorkloadBase,
  props: WorkloadProps,
  { args, configMaps = {}, ports, probes, replicas, secretFiles, singleton }: AgentOptions,
): k8s.KubeDeployment {
  const { metadata, podLabels, scope } = workload;
  const terminationGracePeriodSeconds = gracePeriod(0, '30s');
  const template = podTemplate(workload, props, configMaps, {
    container: { args: [...args], ports: containerPorts(ports), ...probes },
    pod: { terminationGracePeriodSeconds, topologySpreadConstraints: topologySpread(podLabels) },
  });
  return new k8s.KubeDeployment(scope, 'Deployment', {
    metadata: {
      ...metadata,
      ...(singleton !== undefined && { annotations: { [singletonAnnotation]: singleton } }),
    },
    spec: {
      replicas,
      strategy: singleton === undefined ? rollingUpdate : { type: 'Recreate' },
      selector: { matchLabels: podLabels },
      minReadySeconds,
      progressDeadlineSeconds: progressDeadlineSeconds(startupTimeout, terminationGracePeriodSeconds),
      revisionHistoryLimit,
      template: { ...template, ...(template.spec && { spec: agentPod(template.spec, secretFiles) }) },
    },
  });
}

/** Returns the spec of a pod with the token of its ServiceAccount, and with the files of a Secret. */
function agentPod(
  { containers, volumes = [], ...pod }: k8s.PodSpec,
  secretFiles: AgentOptions['secretFiles'],
): k8s.PodSpec {
  return {
    ...pod,
    automountServiceAccountToken: true,
    containers: containers.map(({ volumeMounts = [], ...container }) => ({
      ...container,
      volumeMounts: [
        ...volumeMounts,
        ...(secretFiles ? [{ name: secretVolume, mountPath: secretFiles.path, readOnly: true }] : []),
      ],
    })),
    volumes: [...volumes, ...(secretFiles ? [{ name: secretVolume, secret: { secretName: secretFiles.secret } }] : [])],
  };
}
