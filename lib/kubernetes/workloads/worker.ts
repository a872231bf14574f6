import type { Construct } from 'constructs';
import type { Finding } from '../../core/diagnostics';
import { checkHealthPaths, checkPort, checkReason } from '../checks/pod-checks';
import { ReplicatedWorkload, type ReplicatedProps } from './replicated';

/** Where a worker answers the kubelet. Nobody else may ask. */
export interface WorkerHealth {
  /** The TCP port, 1024 to 65535. */
  readonly port: number;
  /** Answers 2xx when the pod does its work: a rollout waits for it. */
  readonly readinessPath: string;
  /** Answers 2xx as long as the process is not beyond help. */
  readonly livenessPath: string;
}

export interface WorkerProps extends ReplicatedProps {
  /** Where the kubelet asks how it is. @default a pod counts as well while its process runs @replaces the pods, rolling */
  readonly health?: WorkerHealth;
  /** There may never be two of its pods, so an update ends the old one first: `scale` is 1 to 1. @default any number @inPlace, for the next update */
  readonly singleton?: Singleton;
}

/** A worker of which there is never a second. */
export interface Singleton {
  /** Why two of them would do harm. Written on the Deployment, for who reviews it. */
  readonly reason: string;
}

/** Pods that fetch their work themselves, from a queue for example: nobody calls them. */
export class Worker extends ReplicatedWorkload {
  constructor(scope: Construct, id: string, props: WorkerProps) {
    const { health, singleton } = props;
    super(scope, id, props, {
      component: 'worker',
      ports: health ? { health: health.port } : {},
      ...(health && { health: { ...health, port: 'health' } }),
      // Nobody sends it requests, so there is no news to wait for: it may stop fetching work at once.
      preStopSeconds: 0,
      ...(singleton && { singleton: singleton.reason }),
      // The kubelet's probes come from the pod's own node, which no NetworkPolicy keeps out.
      callers: { pods: [], addresses: [] },
      findings: [...checkHealth(health), ...checkReplicas(props), ...checkSingleton(props)],
    });
  }
}

/** What is wrong with where the kubelet asks. */
export function checkHealth(health: WorkerHealth | undefined): Finding[] {
  if (!health) return [];
  const { livenessPath, port, readinessPath } = health;
  return [...checkPort(port, 'health.port'), ...checkHealthPaths(readinessPath, livenessPath, 'health.')];
}

/** None, and parts of one, are refused for every workload. */
function checkReplicas({ autoscaling, singleton }: WorkerProps): Finding[] {
  return autoscaling.minReplicas !== 1 || singleton
    ? []
    : [
        {
          id: 'replicas',
          setting: 'autoscaling.minReplicas',
          message: 'min must be at least 2 for a worker that is no singleton, got 1',
          hint: 'raise min to 2: with one, work stands still whenever its machine is replaced; or say in singleton why there may be no second',
        },
      ];
}

function checkSingleton({ autoscaling, singleton }: WorkerProps): Finding[] {
  if (!singleton) return [];
  const found = checkReason(singleton.reason, 'singleton.reason');
  if (autoscaling.minReplicas === 1 && autoscaling.maxReplicas === 1) return found;
  return [
    ...found,
    {
      setting: 'scale',
      message: `a singleton has min 1 and max 1, got ${autoscaling.minReplicas} and ${autoscaling.maxReplicas}`,
      hint: 'set both to 1, or remove singleton',
    },
  ];
}
