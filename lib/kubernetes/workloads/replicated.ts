import { JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Finding } from '../../core/diagnostics';
import type { Duration } from '../../core/units';
import { override } from '../manifests/override';
import { checkAmount } from '../checks/pod-checks';
import { gracePeriod, minReadySeconds, probes, progressDeadline, type Health } from '../pod/probes';
import { autoscaler, checkAutoscaling, type Autoscaling } from '../pod/autoscaler';
import { topologySpread } from '../pod/topology-spread';
import { disruptionBudget } from '../pod/disruption-budget';
import { maxUnavailable } from '../pod/disruption-budget';
import { containerPorts, objectName, Workload, type WorkloadKind, type WorkloadProps } from './workload';

/** What `WebService` and `Worker` have in common. */
export interface ReplicatedProps extends WorkloadProps {
  /** How many pods, between which the autoscaler chooses. @inPlace */
  readonly autoscaling: Autoscaling;
  /** How long a pod may take until it is alive. @default '60s' @replaces the pods, rolling */
  readonly startupTimeout?: Duration;
}

/** What differs between them. */
export interface Replicated extends Omit<WorkloadKind, 'object'> {
  /** How the kubelet asks after the pods, if at all. */
  readonly health?: Health;
  /** How long a pod that is to end still takes new requests, in seconds. 0 for one that nobody sends requests to. */
  readonly preStopSeconds: number;
  /** Why there may never be two of its pods, for one of which that is true. */
  readonly singleton?: string;
}

/** Where a singleton's reason is written, for who reviews it. */
const singletonNote = 'adamant.dev/singleton';

/**
 * Pods of which a number is always up: through updates, evictions and the loss of a zone. The base of `WebService` and
 * `Worker`, which say what their pods listen to.
 */
export abstract class ReplicatedWorkload extends Workload {
  protected constructor(scope: Construct, id: string, props: ReplicatedProps, kind: Replicated) {
    super(scope, id, props, {
      ...kind,
      object: 'deployment',
      findings: [...checkReplicated(props, kind), ...kind.findings],
    });
    const { autoscaling } = props;
    this.deployment(props, kind);
    new k8s.KubePodDisruptionBudget(this, 'PodDisruptionBudget', {
      metadata: this.metadata(),
      spec: disruptionBudget(this.pods, maxUnavailable(autoscaling.minReplicas)),
    });
    if (kind.singleton !== undefined) return;
    new k8s.KubeHorizontalPodAutoscalerV2(this, 'HorizontalPodAutoscaler', {
      metadata: this.metadata(),
      spec: autoscaler(objectName(props), autoscaling),
    });
  }

  private deployment(props: ReplicatedProps, kind: Replicated): void {
    const { startupTimeout = '60s', drainTimeout = '30s' } = props;
    const { health, ports, preStopSeconds, singleton } = kind;
    const deployment = new k8s.KubeDeployment(this, 'Deployment', {
      metadata: {
        ...this.metadata(),
        ...(singleton !== undefined && { annotations: { [singletonNote]: singleton } }),
      },
      spec: {
        ...(singleton === undefined ? rollingUpdateStrategy : recreateStrategy),
        selector: { matchLabels: this.pods },
        minReadySeconds,
        progressDeadlineSeconds: progressDeadline(startupTimeout),
        revisionHistoryLimit: 5,
        template: this.template(
          { ports: containerPorts(ports), ...(health && probes(health, startupTimeout)) },
          {
            terminationGracePeriodSeconds: gracePeriod(preStopSeconds, drainTimeout),
            topologySpreadConstraints: topologySpread(this.pods),
          },
        ),
      },
    });
    if (preStopSeconds > 0) override(deployment, preStopSleep(preStopSeconds));
  }
}

/** One new pod before an old one goes. No `replicas`: the autoscaler owns it, and an apply that named it would undo what it chose. */
const rollingUpdateStrategy: Pick<k8s.DeploymentSpec, 'strategy'> = {
  strategy: {
    type: 'RollingUpdate',
    rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) },
  },
};

/** The old pod has ended before the new one starts. Nobody scales it, so its number is ours. */
const recreateStrategy: Pick<k8s.DeploymentSpec, 'replicas' | 'strategy'> = {
  replicas: 1,
  strategy: { type: 'Recreate' },
};

/**
 * The pause that pods begin their end with. SIGTERM and the news that a pod is gone travel at the same time: until the news
 * has reached everyone, the pod must go on answering. The kubelet's own sleep needs no binary in the image.
 */
function preStopSleep(seconds: number): JsonPatch {
  return JsonPatch.add('/spec/template/spec/containers/0/lifecycle', { preStop: { sleep: { seconds } } });
}

function checkReplicated(
  { autoscaling, startupTimeout = '60s' }: ReplicatedProps,
  { singleton }: Replicated,
): Finding[] {
  return [
    ...checkAutoscaling(autoscaling, singleton !== undefined),
    ...checkAmount(startupTimeout, 'startupTimeout', 'duration'),
  ];
}
