import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Endpoint } from '../../core/contract';
import { addFindings, type Finding } from '../../core/diagnostics';
import type { Duration } from '../../core/units';
import { checkWords } from '../pod/command';
import { checkAmount, checkReason } from '../pod/pod-checks';
import { checkHealthEndpoint, checkWorkload } from './workload-checks';
import { checkAutoscaling, type Autoscaling } from '../pod/autoscaler';
import { httpProbes } from '../pod/probes';
import { createAutoscaler, createDeployment, createDisruptionBudget } from './deployment';
import { checkPorts } from '../pod/endpoint-checks';
import { type HealthEndpoint, type DeploymentProps, workloadDefaults, type WorkloadPort } from './props';
import { admittedPeers, createConfigMaps, createNetworkPolicy, createServiceAccount, WorkloadBase } from './workload';

export interface WorkerProps extends DeploymentProps {
  /**
   * Ports of the pods by their name, such as `metrics`.
   *
   * @default none: the pods accept no connections
   * @replaces the NetworkPolicies
   * @rolls the pods
   */
  readonly ports?: Readonly<Record<string, WorkloadPort>>;
  /**
   * Range and targets of the autoscaler.
   *
   * @inPlace
   */
  readonly autoscaling: Autoscaling;
  /**
   * Endpoint of the probes. The kubelet connects from the pod's own node, which no NetworkPolicy blocks.
   *
   * @default none: a pod is ready while its process runs
   * @rolls the pods
   */
  readonly health?: HealthEndpoint;
  /**
   * Maximum time for a pod to become alive.
   *
   * @default '60s'
   * @rolls the pods
   */
  readonly startupTimeout?: Duration;
  /**
   * Exception for a program of which two pods must never run. An update ends the old pod first; `autoscaling` is 1 to 1.
   *
   * @default none
   * @inPlace for the next update
   */
  readonly singleton?: Singleton;
}

/** Exception for a worker of which two pods must never run. */
export interface Singleton {
  /** Harm that a second pod would do. An annotation of the Deployment contains it, for reviewers. */
  readonly reason: string;
}

/**
 * Pods that fetch their work, from a queue for example. They have no Service, and accept connections on `ports` only.
 *
 * @example
 * new Worker(scope, 'loader', {
 *   autoscaling: { maxReplicas: 8, minReplicas: 2 },
 *   drainTimeout: '10m',
 *   health: { livenessPath: '/health/alive', port: 8081, readinessPath: '/health/ready' },
 *   image,
 *   name: 'loader',
 *   namespace: 'shop',
 *   resources: { cpu: '500m', memory: '1Gi' },
 * });
 */
export class Worker extends Construct {
  /** Endpoint of the pods, without ports, for `allowedFrom` of others. */
  readonly endpoint: Endpoint;
  /** Deployment of the pods, for `patch`. */
  readonly deployment: ApiObject;

  constructor(scope: Construct, id: string, props: WorkerProps) {
    super(scope, id);
    addFindings(this, checkWorker(props));
    const { autoscaling, health, ports = {}, singleton, startupTimeout = workloadDefaults.startupTimeout } = props;

    const workload = new WorkloadBase(this, props, 'worker', admittedPeers(ports));
    createServiceAccount(workload);
    const configMaps = createConfigMaps(workload, props);
    createNetworkPolicy(workload);
    this.deployment = createDeployment(workload, props, {
      configMaps,
      ports: { ...(health && { health: health.port }), ...ports },
      // No client sends requests, so the pod may stop its work at once.
      preStopSeconds: 0,
      probes: health && httpProbes({ ...health, port: 'health' }, startupTimeout),
      singleton: singleton?.reason,
      startupTimeout,
    });
    createDisruptionBudget(workload);
    if (!singleton) createAutoscaler(workload, autoscaling);
    this.endpoint = workload.endpoint();
  }
}

function checkWorker(props: WorkerProps): Finding[] {
  const { autoscaling, health, ports = {}, singleton, startupTimeout = workloadDefaults.startupTimeout } = props;
  return [
    ...checkWords(props.args ?? [], 'args'),
    ...checkWorkload('deployment', props),
    ...checkAutoscaling(autoscaling, singleton !== undefined),
    ...checkAmount(startupTimeout, 'startupTimeout', 'duration'),
    ...(health ? checkHealthEndpoint(health) : []),
    ...checkPorts(ports, { ...(health && { health: health.port }) }),
    ...(singleton ? checkSingleton(singleton, autoscaling) : checkReplicas(autoscaling)),
  ];
}

/** Numbers below one, and fractions, are reported for every autoscaler. */
function checkReplicas({ minReplicas }: Autoscaling): Finding[] {
  if (minReplicas !== 1) return [];
  return [
    {
      id: 'replicas',
      setting: 'autoscaling.minReplicas',
      message: 'minReplicas must be at least 2 for a worker that is no singleton; got 1',
      hint: 'raise minReplicas to 2, so that work continues while a node is replaced, or write a reason in singleton',
    },
  ];
}

function checkSingleton({ reason }: Singleton, { maxReplicas, minReplicas }: Autoscaling): Finding[] {
  const found = checkReason(reason, 'singleton.reason');
  if (minReplicas === 1 && maxReplicas === 1) return found;
  return [
    ...found,
    {
      id: 'singleton-replicas',
      setting: 'autoscaling',
      message: `autoscaling must be 1 to 1 for a singleton; got ${minReplicas} to ${maxReplicas}`,
      hint: 'set minReplicas and maxReplicas to 1, or remove singleton',
    },
  ];
}
