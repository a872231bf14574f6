import { k8s } from 'cdk8s-plus-27';
import type { EndpointPort } from '../../core/contract';
import type { ConfigMapNames } from '../../kubernetes/pod/pod-spec';
import type { Probes } from '../../kubernetes/pod/probes';
import { gracePeriod } from '../../kubernetes/pod/termination';
import { topologySpread } from '../../kubernetes/pod/topology-spread';
import type { WorkloadProps } from '../../kubernetes/workloads/props';
import { minReadySeconds, progressDeadlineSeconds, revisionHistoryLimit } from '../../kubernetes/workloads/rollout';
import { containerPorts, podTemplate, type WorkloadBase } from '../../kubernetes/workloads/workload';

interface AdapterDeploymentOptions {
  readonly args: readonly string[];
  readonly configMaps: ConfigMapNames;
  readonly ports: Readonly<Record<string, number | EndpointPort>>;
  readonly probes: Probes;
  /** Directory for the files of a Secret. */
  readonly secretFiles: { readonly secret: string; readonly path: string };
}

/** Volume of the files of a Secret. Names of other volumes never contain two consecutive hyphens. */
const secretVolume = 'secret--files';

const startupTimeout = '60s';

const rollingUpdate: k8s.DeploymentStrategy = {
  type: 'RollingUpdate',
  rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) },
};

/** Creates the Deployment: two pods, of which an update starts a new one before it ends an old one. */
export function createAdapterDeployment(
  workload: WorkloadBase,
  props: WorkloadProps,
  { args, configMaps, ports, probes, secretFiles }: AdapterDeploymentOptions,
): k8s.KubeDeployment {
  const { metadata, podLabels, scope } = workload;
  const terminationGracePeriodSeconds = gracePeriod(0, '30s');
  const template = podTemplate(workload, props, configMaps, {
    container: { args: [...args], ports: containerPorts(ports), ...probes },
    pod: { terminationGracePeriodSeconds, topologySpreadConstraints: topologySpread(podLabels) },
  });
  return new k8s.KubeDeployment(scope, 'Deployment', {
    metadata,
    spec: {
      replicas: 2,
      strategy: rollingUpdate,
      selector: { matchLabels: podLabels },
      minReadySeconds,
      progressDeadlineSeconds: progressDeadlineSeconds(startupTimeout, terminationGracePeriodSeconds),
      revisionHistoryLimit,
      template: { ...template, ...(template.spec && { spec: adapterPod(template.spec, secretFiles) }) },
    },
  });
}

/** Returns the spec of a pod with the token of its ServiceAccount and the files of a Secret. */
function adapterPod(
  { containers, volumes = [], ...pod }: k8s.PodSpec,
  { path, secret }: AdapterDeploymentOptions['secretFiles'],
): k8s.PodSpec {
  return {
    ...pod,
    automountServiceAccountToken: true,
    containers: containers.map(({ volumeMounts = [], ...container }) => ({
      ...container,
      volumeMounts: [...volumeMounts, { name: secretVolume, mountPath: path, readOnly: true }],
    })),
    volumes: [...volumes, { name: secretVolume, secret: { secretName: secret } }],
  };
}
