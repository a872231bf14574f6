import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { EndpointPort } from '../../core/contract';
import type { Duration } from '../../core/units';
import { escapeReferences } from '../pod/command';
import { override } from '../manifests/override';
import { autoscaler, type Autoscaling } from '../pod/autoscaler';
import { disruptionBudget, podShare } from '../pod/disruption-budget';
import type { ConfigMapNames } from '../pod/pod-spec';
import { declareScaling, recordingRules } from '../pod/scaling-target';
import type { Probes } from '../pod/probes';
import type { SecretKey } from '../pod/props';
import { gracePeriod, preStopSleep } from '../pod/termination';
import { topologySpread } from '../pod/topology-spread';
import { type DeploymentProps, workloadDefaults } from './props';
import { minReadySeconds, progressDeadlineSeconds, revisionHistoryLimit } from './rollout';
import { withSecretFiles } from './secret-files';
import { containerPorts, podTemplate, type WorkloadBase } from './workload';

/** Fields of a Deployment that differ between workloads. */
interface DeploymentOptions {
  readonly configMaps: ConfigMapNames;
  /** Container ports by their name. */
  readonly ports: Readonly<Record<string, number | EndpointPort>>;
  /** Probes of the container. Without probes a pod is ready while its process runs. */
  readonly probes?: Probes | undefined;
  /** Seconds that a terminating pod continues to accept requests. 0 for pods without a Service. */
  readonly preStopSeconds: number;
  readonly startupTimeout: Duration;
  /** Reason for a single pod, of which an update must never start a second one. */
  readonly singleton?: string | undefined;
  /** Keys of Secrets that the container reads as files, by their paths. */
  readonly secretFiles?: Readonly<Record<string, SecretKey>> | undefined;
}

/** Annotation that contains the reason for a singleton. */
const singletonAnnotation = 'adamant.dev/singleton';

/** Creates the Deployment. Its pods are spread over zones and nodes, and its rollouts never reduce their number. */
export function createDeployment(
  workload: WorkloadBase,
  props: DeploymentProps,
  options: DeploymentOptions,
): k8s.KubeDeployment {
  const { configMaps, ports, preStopSeconds, probes, secretFiles, singleton, startupTimeout } = options;
  const { apiAccess = false, args, drainTimeout = workloadDefaults.drainTimeout } = props;
  const terminationGracePeriodSeconds = gracePeriod(preStopSeconds, drainTimeout);
  const template = podTemplate(workload, props, configMaps, {
    container: {
      ...(args && { args: args.map(escapeReferences) }),
      ports: containerPorts(ports),
      ...probes,
    },
    pod: {
      ...(apiAccess && { automountServiceAccountToken: true }),
      terminationGracePeriodSeconds,
      topologySpreadConstraints: topologySpread(workload.podLabels),
    },
  });
  const deployment = new k8s.KubeDeployment(workload.scope, 'Deployment', {
    metadata: {
      ...workload.metadata,
      ...(singleton !== undefined && { annotations: { [singletonAnnotation]: singleton } }),
    },
    spec: {
      ...(singleton === undefined ? rollingUpdateStrategy : recreateStrategy),
      selector: { matchLabels: workload.podLabels },
      minReadySeconds,
      progressDeadlineSeconds: progressDeadlineSeconds(startupTimeout, terminationGracePeriodSeconds),
      revisionHistoryLimit,
      template: {
        ...template,
        ...(secretFiles && template.spec && { spec: withSecretFiles(template.spec, secretFiles) }),
      },
    },
  });
  if (preStopSeconds > 0) override(deployment, preStopSleep(preStopSeconds));
  return deployment;
}

/** Creates the PodDisruptionBudget. */
export function createDisruptionBudget({ metadata, podLabels, scope }: WorkloadBase): void {
  new k8s.KubePodDisruptionBudget(scope, 'PodDisruptionBudget', {
    metadata,
    spec: disruptionBudget(podLabels),
  });
}

/** Creates the HorizontalPodAutoscaler of the Deployment, and the PrometheusRule of the loads that it scales on. */
export function createAutoscaler(workload: WorkloadBase, autoscaling: Autoscaling): void {
  const { labels, metadata, name, namespace, scope } = workload;
  const { ruleLabels = {}, scaleOn = {} } = autoscaling;
  new k8s.KubeHorizontalPodAutoscalerV2(scope, 'HorizontalPodAutoscaler', {
    metadata,
    spec: autoscaler(workload, autoscaling),
  });
  if (Object.keys(scaleOn).length === 0) return;
  const rule = new ApiObject(scope, 'PrometheusRule', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: `${name}-autoscaling`, namespace, labels: { ...labels, ...ruleLabels } },
    spec: {
      groups: [
        {
          name: `autoscaling-${namespace}-${name}`,
          // The period of the autoscalers.
          interval: '15s',
          rules: recordingRules(workload, scaleOn),
        },
      ],
    },
  });
  declareScaling(rule, workload, scaleOn);
}

/**
 * Starts a quarter of the pods anew before it ends as many old ones, so an update of 60 pods takes as long as one of 4.
 * Without `replicas`, because the autoscaler owns them: an apply would undo its choice.
 */
const rollingUpdateStrategy: Pick<k8s.DeploymentSpec, 'strategy'> = {
  strategy: {
    type: 'RollingUpdate',
    rollingUpdate: { maxSurge: k8s.IntOrString.fromString(podShare), maxUnavailable: k8s.IntOrString.fromNumber(0) },
  },
};

/** Ends the old pod before it starts the new one. With `replicas`, because no autoscaler owns them. */
const recreateStrategy: Pick<k8s.DeploymentSpec, 'replicas' | 'strategy'> = {
  replicas: 1,
  strategy: { type: 'Recreate' },
};
