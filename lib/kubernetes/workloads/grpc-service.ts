import type { Construct } from 'constructs';
import type { Finding } from '../../core/diagnostics';
import { type ServingProps, ServingWorkload } from './serving';

export interface GrpcServiceProps extends ServingProps {
  /**
   * The name under which the program answers that it is not beyond help. Whether it can take calls is asked of the server
   * as a whole, without a name. @replaces the pods, rolling @default 'liveness'
   */
  readonly livenessService?: string;
}

/**
 * Pods that answer gRPC calls, in the clear behind the load balancer's TLS. They serve gRPC's own health protocol
 * (`grpc.health.v1.Health`), which the kubelet speaks without a program in the image. Connections last, and stay with a pod:
 * at its end the program tells them so (GOAWAY, as a graceful stop does) and finishes its calls within the drain.
 */
export class GrpcService extends ServingWorkload {
  constructor(scope: Construct, id: string, props: GrpcServiceProps) {
    const { livenessService = 'liveness', port } = props;
    super(scope, id, props, {
      protocol: 'grpc',
      // What Kubernetes itself calls HTTP/2 without TLS.
      appProtocol: 'kubernetes.io/h2c',
      health: { grpcPort: port, livenessService },
      findings: checkLivenessService(livenessService),
    });
  }
}

function checkLivenessService(name: string): Finding[] {
  if (/^[\w.]+$/.test(name)) return [];
  return [
    {
      setting: 'livenessService',
      message: `a service of the health protocol is letters, digits, dots and underscores, got '${name}'`,
      hint: `write 'liveness': without a name it would be asked what readiness is asked, and be restarted for a lost database`,
    },
  ];
}
