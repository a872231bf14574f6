import type { Construct } from 'constructs';
import { checkHealthPaths, checkPort } from './checks';
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
}

/** Pods that fetch their work themselves, from a queue for example: nobody calls them. */
export class Worker extends ReplicatedWorkload {
  constructor(scope: Construct, id: string, props: WorkerProps) {
    const { health } = props;
    super(scope, id, props, {
      component: 'worker',
      ports: health ? { health: health.port } : {},
      ...(health && { health: { ...health, port: 'health' } }),
      // Nobody sends it requests, so there is no news to wait for: it may stop fetching work at once.
      preStopSeconds: 0,
      // The kubelet's probes come from the pod's own node, which no NetworkPolicy keeps out.
      callers: { pods: [], addresses: [] },
      findings: health
        ? [
            ...checkPort(health.port, 'health.port'),
            ...checkHealthPaths(health.readinessPath, health.livenessPath, 'health.'),
          ]
        : [],
    });
  }
}
