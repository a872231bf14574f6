import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Endpoint } from '../../core/contract';
import { addFindings } from '../../core/diagnostics';
import { checkProbePaths } from '../pod/probe-paths';
import { httpProbes } from '../pod/probes';
import { type ServiceProps, workloadDefaults } from './props';
import { checkServedPods, createServedPods } from './served-pods';

export interface WebServiceProps extends ServiceProps {
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
}

/**
 * Pods that answer HTTP requests, and lose none during updates, evictions and node replacements. A WebSocket is a long
 * request: when its pod terminates, the program closes it within `drainTimeout` and the client reconnects to another pod.
 *
 * @example
 * const api = new WebService(scope, 'api', {
 *   autoscaling: { maxReplicas: 12, minReplicas: 3 },
 *   image,
 *   livenessPath: '/health/alive',
 *   name: 'api',
 *   namespace: 'shop',
 *   port: 8080,
 *   readinessPath: '/health/ready',
 *   resources: { cpu: '250m', memory: '512Mi' },
 * });
 * const connectsTo = [api.endpoint];
 */
export class WebService extends Construct {
  /** Endpoint of the pods, for `connectsTo` of clients and `allowedFrom` of others. */
  readonly endpoint: Endpoint;
  /** Deployment of the pods, for `patch`. */
  readonly deployment: ApiObject;

  constructor(scope: Construct, id: string, props: WebServiceProps) {
    super(scope, id);
    const { livenessPath, readinessPath, startupTimeout = workloadDefaults.startupTimeout } = props;
    addFindings(this, [...checkServedPods(props), ...checkProbePaths(readinessPath, livenessPath)]);
    const { deployment, endpoint } = createServedPods(this, props, {
      appProtocol: 'http',
      portName: 'http',
      probes: httpProbes({ livenessPath, port: 'http', readinessPath }, startupTimeout),
    });
    this.deployment = deployment;
    this.endpoint = endpoint;
  }
}
