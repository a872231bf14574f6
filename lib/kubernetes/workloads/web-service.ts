import { Construct } from 'constructs';
import type { Cidr } from '../../core/cidr';
import type { Endpoint, Exposure } from '../../core/contract';
import { addFindings, type Finding } from '../../core/diagnostics';
import type { Duration } from '../../core/units';
import { checkAmount, checkContainerPort, checkProbePaths } from '../pod/pod-checks';
import { checkExposure, checkServiceReplicas, checkWorkload } from './workload-checks';
import { checkAutoscaling, type Autoscaling } from '../pod/autoscaler';
import { httpProbes } from '../pod/probes';
import { preStopSeconds } from '../pod/termination';
import { createAutoscaler, createDeployment, createDisruptionBudget } from './deployment';
import type { WorkloadProps } from './props';
import { createService } from './service';
import { createConfigMaps, createNetworkPolicy, createServiceAccount, WorkloadBase } from './workload';

export interface WebServiceProps extends WorkloadProps {
  /**
   * TCP port that the program listens on, 1024 to 65535. Service and NetworkPolicy change to a new port at once, while old
   * pods still listen on the old one. So change it only on a variant without traffic, and shift the traffic after that.
   *
   * @rolls the pods, and loses requests until they have rolled
   */
  readonly port: number;
  /**
   * Path that answers 2xx when the pod can take requests.
   *
   * @rolls the pods
   */
  readonly readinessPath: string;
  /**
   * Path that answers 2xx until the process must be restarted.
   *
   * @rolls the pods
   */
  readonly livenessPath: string;
  /**
   * Range and targets of the autoscaler.
   *
   * @inPlace
   */
  readonly autoscaling: Autoscaling;
  /**
   * Maximum time for a pod to become alive.
   *
   * @default '60s'
   * @rolls the pods
   */
  readonly startupTimeout?: Duration;
  /**
   * Address of the service outside of the cluster.
   *
   * @default none: only pods of `allowedFrom` can connect
   * @rolls the pods if it is added or removed: exposed pods have a longer grace period
   * @inPlace for a different address
   */
  readonly exposure?: Exposure;
  /**
   * Source addresses of exposed requests: those of every node. Required with `exposure`.
   *
   * @default none
   * @inPlace
   */
  readonly nodeAddresses?: readonly Cidr[];
  /**
   * Pods that may connect to the service.
   *
   * @default none
   * @inPlace
   */
  readonly allowedFrom?: readonly Endpoint[];
}

/**
 * Pods that answer HTTP requests, and lose none during updates, evictions and node replacements. A WebSocket is a long
 * request: when its pod terminates, the program closes it within `drainTimeout` and the client reconnects to another pod.
 *
 * @example
 * new WebService(scope, 'api', {
 *   autoscaling: { maxReplicas: 12, minReplicas: 3 },
 *   image,
 *   livenessPath: '/health/alive',
 *   name: 'api',
 *   namespace: 'shop',
 *   port: 8080,
 *   readinessPath: '/health/ready',
 *   resources: { cpu: '250m', memory: '512Mi' },
 * });
 */
export class WebService extends Construct {
  constructor(scope: Construct, id: string, props: WebServiceProps) {
    super(scope, id);
    addFindings(this, checkWebService(props));
    const { allowedFrom, autoscaling, connectsTo, exposure, nodeAddresses = [], port, startupTimeout = '60s' } = props;
    const { livenessPath, readinessPath } = props;

    const workload = new WorkloadBase(this, props, 'web');
    createServiceAccount(workload);
    const configMaps = createConfigMaps(workload, props);
    createNetworkPolicy(workload, {
      ports: [port],
      allowedFrom,
      allowedAddresses: exposure ? nodeAddresses : [],
      connectsTo,
    });
    createDeployment(workload, props, {
      configMaps,
      ports: { http: port },
      preStopSeconds: preStopSeconds(exposure !== undefined),
      probes: httpProbes({ livenessPath, port: 'http', readinessPath }, startupTimeout),
      startupTimeout,
    });
    createDisruptionBudget(workload, autoscaling);
    createAutoscaler(workload, autoscaling);
    createService(workload, { appProtocol: 'http', name: 'http', nodePort: exposure?.nodePort, port });
  }
}

function checkWebService(props: WebServiceProps): Finding[] {
  const { autoscaling, exposure, livenessPath, nodeAddresses = [], port, readinessPath, startupTimeout } = props;
  return [
    ...checkWorkload('deployment', props),
    ...checkAutoscaling(autoscaling, false),
    ...checkServiceReplicas(autoscaling.minReplicas),
    ...checkAmount(startupTimeout ?? '60s', 'startupTimeout', 'duration'),
    ...checkContainerPort(port, 'port'),
    ...checkProbePaths(readinessPath, livenessPath),
    ...checkExposure(exposure, nodeAddresses),
  ];
}
