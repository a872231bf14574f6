import { Construct } from 'constructs';
import { addFindings, type Finding } from '../../core/diagnostics';
import { checkAmount, checkContainerPort } from '../pod/pod-checks';
import { checkExposure, checkServiceReplicas, checkWorkload } from './workload-checks';
import { checkAutoscaling } from '../pod/autoscaler';
import { grpcProbes } from '../pod/probes';
import { preStopSeconds } from '../pod/termination';
import { createAutoscaler, createDeployment, createDisruptionBudget } from './deployment';
import { createService } from './service';
import type { WebServiceProps } from './web-service';
import { createConfigMaps, createNetworkPolicy, createServiceAccount, WorkloadBase } from './workload';

export interface GrpcServiceProps extends Omit<WebServiceProps, 'livenessPath' | 'readinessPath'> {
  /**
   * Service of the health protocol whose status is the pod's liveness. Readiness is the status of the whole server, whose
   * name in the protocol is empty.
   *
   * @default 'liveness'
   * @rolls the pods
   */
  readonly livenessService?: string;
}

/**
 * Pods that answer gRPC calls, unencrypted behind the load balancer's TLS. They implement gRPC's health protocol
 * (`grpc.health.v1.Health`), which the kubelet calls without a program in the image. Connections are long-lived and stay
 * with a pod: when it terminates, the program sends GOAWAY (a graceful stop does) and finishes its calls within
 * `drainTimeout`.
 *
 * @example
 * new GrpcService(scope, 'orders', {
 *   autoscaling: { maxReplicas: 12, minReplicas: 3 },
 *   image,
 *   name: 'orders',
 *   namespace: 'shop',
 *   port: 9000,
 *   resources: { cpu: '250m', memory: '512Mi' },
 * });
 */
export class GrpcService extends Construct {
  constructor(scope: Construct, id: string, props: GrpcServiceProps) {
    super(scope, id);
    addFindings(this, checkGrpcService(props));
    const { allowedFrom, autoscaling, connectsTo, exposure, nodeAddresses = [], port, startupTimeout = '60s' } = props;
    const { livenessService = 'liveness' } = props;

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
      ports: { grpc: port },
      preStopSeconds: preStopSeconds(exposure !== undefined),
      probes: grpcProbes({ livenessService, port }, startupTimeout),
      startupTimeout,
    });
    createDisruptionBudget(workload, autoscaling);
    createAutoscaler(workload, autoscaling);
    // Kubernetes' own name for HTTP/2 without TLS.
    createService(workload, {
      appProtocol: 'kubernetes.io/h2c',
      name: 'grpc',
      nodePort: exposure?.nodePort,
      port,
    });
  }
}

function checkGrpcService(props: GrpcServiceProps): Finding[] {
  const { autoscaling, exposure, livenessService = 'liveness', nodeAddresses = [], port, startupTimeout } = props;
  return [
    ...checkWorkload('deployment', props),
    ...checkAutoscaling(autoscaling, false),
    ...checkServiceReplicas(autoscaling.minReplicas),
    ...checkAmount(startupTimeout ?? '60s', 'startupTimeout', 'duration'),
    ...checkContainerPort(port, 'port'),
    ...checkLivenessService(livenessService),
    ...checkExposure(exposure, nodeAddresses),
  ];
}

function checkLivenessService(name: string): Finding[] {
  if (/^[\w.]+$/.test(name)) return [];
  return [
    {
      id: 'liveness-service',
      setting: 'livenessService',
      message: `livenessService must be letters, digits, dots and underscores; got '${name}'`,
      hint: "write 'liveness': an empty name is the server's readiness, and a lost database would restart the pod",
    },
  ];
}
