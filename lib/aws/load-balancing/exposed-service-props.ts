import type { ExposedProtocol, Exposure } from '../../core/contract';
import type { Duration } from '../../core/units';
import type { ISecurityGroup } from '../network/security-group';
import type { ApplicationLoadBalancer } from './application-load-balancer';
import { type HealthCheck } from './health-check';
import type { IAutoScalingGroup } from './target-attachment';

export interface ExposedServiceProps {
  /** The name of the service, in messages and in the names of its resources. @replaces the target group */
  readonly serviceName: string;
  /**
   * The address of the service. @inPlace host, paths, priority @replaces the target group: nodePort. Nobody waits for the
   * new one's machines, so move the requests to a variant before, and back after it
   */
  readonly exposure: Exposure;
  /** The path of the health check, the same as the kubelet's; for gRPC the method that is called. @inPlace */
  readonly healthPath: string;
  /** The protocol of the pods. WebSockets begin as HTTP. @replaces the target group @default 'http' */
  readonly protocol?: ExposedProtocol;
  /** The time that requests in flight have to finish. @inPlace */
  readonly drainTimeout: Duration;
  /** The load balancer in front. @replaces the listener rule and the target group */
  readonly loadBalancer: ApplicationLoadBalancer;
  /** The groups whose machines take requests, by name. @inPlace: attachments are created and destroyed */
  readonly nodeGroups: Readonly<Record<string, IAutoScalingGroup>>;
  /** The machines' security group. @replaces the rule that lets requests in */
  readonly nodes: ISecurityGroup;
  /** How the exposure's targets are asked. @inPlace @default for its health path: by HTTP with 200 as the answer, by gRPC with 0 */
  readonly healthCheck?: HealthCheck;
  /**
   * The share of requests that stays with the exposure itself while there are other variants, 0 to 999: shares are
   * relative to their sum. @inPlace @default 100
   */
  readonly weight?: number;
  /**
   * Other variants that stand beside the exposure, by name: `{ green: { nodePort: 30181, weight: 0 } }`. Requests are
   * moved by changing weights; the exposure's own address never changes for it. @inPlace: target groups are created and
   * destroyed, and the rule is changed once @default none
   */
  readonly variants?: Readonly<Record<string, VariantProps>>;
  /**
   * What it was called: rule, target group and machines are kept, with the names that they had. @default it was not renamed
   * @replaces the target group, when it is removed and no `physicalName` stands in
   */
  readonly renamedFrom?: PreviousName;
  /** What names in AWS follow from. @default the service's (former) name @replaces the target group */
  readonly physicalName?: string;
}

/** A service before it was renamed. */
export interface PreviousName {
  /** The id of its construct: `service-web`. */
  readonly id: string;
  /** Its name: `web`. */
  readonly name: string;
}

/** Another variant of a service, which runs at the same time. */
export interface VariantProps {
  /** The port that every node listens on for this variant, 30000 to 32767. @replaces its target group */
  readonly nodePort: number;
  /** Its share of the requests, 0 to 999. One of 0 is asked for its health and for nothing else. @inPlace */
  readonly weight: number;
  /** What it is asked for. @inPlace @default what the exposure is */
  readonly healthPath?: string;
  /** How long its requests in flight may take to finish. @inPlace @default as the exposure's */
  readonly drainTimeout?: Duration;
}
