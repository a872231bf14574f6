import { JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { Cidr } from '../core/cidr';
import { podLabels, type Endpoint } from '../core/contract';
import { report, type Finding } from '../core/errors';
import { checkName } from '../core/naming';
import type { Duration } from '../core/units';
import { checkAmount, checkPod } from './checks';
import { Config } from './config';
import { gracePeriod, minReadySeconds, probes, progressDeadline, type Health } from './health';
import { labelsOf } from './labels';
import { addresses, egressTo, ingressFrom, peers, workloadPolicy } from './network-policy';
import { hardenedPod, serviceAccount, type PodProps } from './pod';
import { checkScale, cpuAutoscaler, disruptionBudget, evictable, spread, type Scale } from './replicas';

/** What `WebService` and `Worker` have in common. */
export interface ReplicatedProps extends PodProps {
  /** How many pods, between which the autoscaler chooses. @inPlace */
  readonly scale: Scale;
  /** How long a pod may take until it is alive. @default '60s' @replaces the pods, rolling */
  readonly startupBudget?: Duration;
  /** How long requests or jobs in flight may take to finish when a pod ends. @default '30s' @replaces the pods, rolling */
  readonly drain?: Duration;
  /** What the pods may talk to. @default nothing but DNS @inPlace */
  readonly talksTo?: readonly Endpoint[];
}

/** What differs between them. */
export interface Replicated {
  /** The role, as a label: `web`. */
  readonly component: string;
  /** The container's ports by their name. */
  readonly ports: Readonly<Record<string, number>>;
  /** How the kubelet asks after the pods, if at all. */
  readonly health?: Health;
  /** How long a pod that is to end still takes new requests, in seconds. 0 for one that nobody sends requests to. */
  readonly preStopSeconds: number;
  /** Who may call the pods, on all of their ports. */
  readonly callers: { readonly pods: readonly Endpoint[]; readonly addresses: readonly Cidr[] };
  /** What is wrong with the rest of the settings. */
  readonly findings: readonly Finding[];
}

/** How one talks to a workload's pods. A function of its name and ports, so that two workloads can name each other. */
export function workloadEndpoint(name: string, ...ports: readonly number[]): Endpoint {
  return { name, ports, at: { pods: podLabels(name) } };
}

/**
 * Pods of which a number is always up: through updates, evictions and the loss of a zone. The base of `WebService` and
 * `Worker`, which say what their pods listen to.
 */
export abstract class ReplicatedWorkload extends Construct {
  /** How others name it, in `talksTo` and `calledBy`. */
  readonly endpoint: Endpoint;
  /** Labels of every object of the workload. */
  protected readonly labels: Record<string, string>;

  protected constructor(scope: Construct, id: string, props: ReplicatedProps, kind: Replicated) {
    super(scope, id);
    const { name, partOf = props.namespace, scale } = props;
    this.endpoint = workloadEndpoint(name, ...Object.values(kind.ports));
    this.labels = labelsOf({ name, component: kind.component, partOf });

    report(this, [...checkReplicated(props), ...kind.findings]);
    new k8s.KubeServiceAccount(this, 'ServiceAccount', serviceAccount(props, this.labels));
    const config = this.config(props);
    this.deployment(props, kind, config?.objectName);
    new k8s.KubePodDisruptionBudget(this, 'PodDisruptionBudget', {
      metadata: this.metadata(props),
      spec: disruptionBudget(podLabels(name), evictable(scale.min)),
    });
    new k8s.KubeHorizontalPodAutoscalerV2(this, 'HorizontalPodAutoscaler', {
      metadata: this.metadata(props),
      spec: cpuAutoscaler(name, scale),
    });
    this.networkPolicy(props, kind);
  }

  /** Name, namespace and labels of each of its objects. */
  protected metadata({ name, namespace }: PodProps): k8s.ObjectMeta {
    return { name, namespace, labels: this.labels };
  }

  private config({ name, namespace, config = {} }: PodProps): Config | undefined {
    if (Object.keys(config).length === 0) return undefined;
    return new Config(this, 'Config', { workload: name, namespace, labels: this.labels, data: config });
  }

  private deployment(props: ReplicatedProps, kind: Replicated, configName: string | undefined): void {
    const { startupBudget = '60s', drain = '30s' } = props;
    const { health, ports, preStopSeconds } = kind;
    const pods = podLabels(props.name);
    new GracefulDeployment(this, 'Deployment', preStopSeconds, {
      metadata: this.metadata(props),
      // No `replicas`: the autoscaler owns it, and an apply that named it would undo what it chose.
      spec: {
        selector: { matchLabels: pods },
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) },
        },
        minReadySeconds,
        progressDeadlineSeconds: progressDeadline(startupBudget),
        revisionHistoryLimit: 5,
        template: {
          metadata: { labels: this.labels },
          spec: hardenedPod(
            props,
            configName,
            {
              ports: Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort, protocol: 'TCP' })),
              ...(health && probes(health, startupBudget)),
            },
            {
              terminationGracePeriodSeconds: gracePeriod(preStopSeconds, drain),
              topologySpreadConstraints: spread(pods),
            },
          ),
        },
      },
    });
  }

  private networkPolicy(props: ReplicatedProps, { callers, ports }: Replicated): void {
    const everyone = [...peers(callers.pods), ...addresses(callers.addresses)];
    workloadPolicy(this, 'NetworkPolicy', {
      name: props.name,
      namespace: props.namespace,
      labels: this.labels,
      pods: podLabels(props.name),
      ingress: ingressFrom(everyone, Object.values(ports)),
      egress: egressTo(props.talksTo ?? []),
    });
  }
}

/**
 * A Deployment whose pods begin their end with a pause. SIGTERM and the news that a pod is gone travel at the same time: until
 * the news has reached everyone, the pod must go on answering. The kubelet's own sleep needs no binary in the image.
 */
class GracefulDeployment extends k8s.KubeDeployment {
  constructor(
    scope: Construct,
    id: string,
    private readonly preStopSeconds: number,
    props: k8s.KubeDeploymentProps,
  ) {
    super(scope, id, props);
  }

  /** The 1.27 types drop what they do not know, patches included, so the pause comes after them. */
  override toJson(): unknown {
    const preStop = { sleep: { seconds: this.preStopSeconds } };
    const pause = JsonPatch.add('/spec/template/spec/containers/0/lifecycle', { preStop });
    return this.preStopSeconds > 0 ? JsonPatch.apply(super.toJson(), pause) : super.toJson();
  }
}

function checkReplicated(props: ReplicatedProps): Finding[] {
  const { startupBudget = '60s', drain = '30s' } = props;
  return [
    ...checkName('deployment', props.name),
    ...checkPod(props),
    ...checkScale(props.scale),
    ...checkAmount(startupBudget, 'startupBudget', 'duration'),
    ...checkAmount(drain, 'drain', 'duration'),
  ];
}
