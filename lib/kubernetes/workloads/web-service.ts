import type { Construct } from 'constructs';
import { checkHealthPaths } from '../checks/pod-checks';
import { type ServingProps, ServingWorkload } from './serving';

export interface WebServiceProps extends ServingProps {
  /** Answers 2xx when the pod can take requests. @replaces the pods, rolling */
  readonly readinessPath: string;
  /** Answers 2xx as long as the process is not beyond help. @replaces the pods, rolling */
  readonly livenessPath: string;
}

/**
 * Pods that answer HTTP requests, and lose none when they are updated, evicted or moved. A WebSocket is a request that
 * lasts: at the end of a pod the program closes it within its drain, and the client comes back to another pod.
 */
export class WebService extends ServingWorkload {
  constructor(scope: Construct, id: string, props: WebServiceProps) {
    const { livenessPath, readinessPath } = props;
    super(scope, id, props, {
      protocol: 'http',
      appProtocol: 'http',
      health: { port: 'http', readinessPath, livenessPath },
      findings: checkHealthPaths(readinessPath, livenessPath),
    });
  }
}
