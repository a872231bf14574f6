import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Endpoint } from '../../core/contract';
import { addFindings, type Finding } from '../../core/diagnostics';
import { grpcProbes } from '../pod/probes';
import { type ServiceProps, workloadDefaults } from './props';
import { checkServedPods, createServedPods } from './served-pods';

export interface GrpcServiceProps extends ServiceProps {
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
  /** Endpoint of the pods, for `connectsTo` of clients and `allowedFrom` of others. */
  readonly endpoint: Endpoint;
  /** Deployment of the pods, for `patch`. */
  readonly deployment: ApiObject;

  constructor(scope: Construct, id: string, props: GrpcServiceProps) {
    super(scope, id);
    const { livenessService = 'liveness', port, startupTimeout = workloadDefaults.startupTimeout } = props;
    addFindings(this, [...checkServedPods(props), ...checkLivenessService(livenessService)]);
    const { deployment, endpoint } = createServedPods(this, props, {
      // Kubernetes' own name for HTTP/2 without TLS.
      appProtocol: 'kubernetes.io/h2c',
      portName: 'grpc',
      probes: grpcProbes({ livenessService, port }, startupTimeout),
    });
    this.deployment = deployment;
    this.endpoint = endpoint;
  }
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
