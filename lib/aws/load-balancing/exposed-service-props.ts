import type { ExposedProtocol, Exposure } from '../../core/contract';
import type { Duration } from '../../core/units';
import type { ISecurityGroup } from '../network/security-group';
import type { ApplicationLoadBalancer } from './application-load-balancer';
import { type HealthCheck } from './health-check';
import type { INodeGroup } from './target-attachment';

export interface ExposedServiceProps {
  /**
   * The name of the service. The id of the construct ends in it, as in `service-web`, so that a rename moves the Terraform
   * addresses.
   *
   * @replaces the target group
   * @inPlace with the former name in `renamedFrom`
   */
  readonly serviceName: string;
  /**
   * The address of the service.
   *
   * @replaces the target group: node port. AWS forwards requests before the new targets are healthy, so move the requests to a
   * variant before the change, and back after it
   * @inPlace host, paths and priority. A priority that another rule has is free only after the apply that moves that rule: exchange two
   * priorities in two applies, over unused numbers
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetRulePriorities.html
   */
  readonly exposure: Exposure;
  /**
   * The path of the health check, the same as the kubelet's; for gRPC the method that is called.
   *
   * @inPlace
   */
  readonly healthPath: string;
  /**
   * The protocol of the pods. WebSockets begin as HTTP.
   *
   * @default 'http'
   * @replaces the target group
   */
  readonly protocol?: ExposedProtocol;
  /**
   * The time that requests in flight have to finish, 0s to 1h.
   *
   * @inPlace
   */
  readonly drainTimeout: Duration;
  /**
   * The load balancer of the listener rule.
   *
   * @replaces the listener rule and the target group
   */
  readonly loadBalancer: ApplicationLoadBalancer;
  /**
   * The node groups whose instances are targets, by name.
   *
   * @inPlace: attachments are created and destroyed
   */
  readonly nodeGroups: Readonly<Record<string, INodeGroup>>;
  /**
   * The security group of the nodes.
   *
   * @replaces the security group rule
   */
  readonly nodes: ISecurityGroup;
  /**
   * The health check of the targets.
   *
   * @default a request for `healthPath` that returns 200, or a gRPC call that returns 0
   * @inPlace
   */
  readonly healthCheck?: HealthCheck;
  /**
   * The weight of the service itself among its variants, 0 to 999. Weights are relative to their sum.
   *
   * @default 100
   * @inPlace
   */
  readonly weight?: number;
  /**
   * Variants of the service by name: `{ green: { nodePort: 30181, weight: 0 } }`. A change of the weights moves requests; the
   * address of the service stays.
   *
   * @default none
   * @inPlace: target groups are created and destroyed, and the listener rule is changed once
   */
  readonly variants?: Readonly<Record<string, VariantProps>>;
  /**
   * The name of the service before it was renamed. Listener rule, target group and attachments keep the names that they have.
   *
   * @default the service was not renamed
   * @replaces the target group, when it is removed and no `physicalName` takes its place
   */
  readonly renamedFrom?: string;
  /**
   * The name of the service in the names of its AWS resources.
   *
   * @default the (former) name of the service
   * @replaces the target group
   */
  readonly physicalName?: string;
}

/** A second version of a service, which runs at the same time. */
export interface VariantProps {
  /**
   * The port on every node, 30000 to 32767.
   *
   * @replaces the target group of the variant
   */
  readonly nodePort: number;
  /**
   * The weight of the variant, 0 to 999. At 0 it gets health checks only.
   *
   * @inPlace
   */
  readonly weight: number;
  /**
   * The path of the health check.
   *
   * @default that of the service
   * @inPlace
   */
  readonly healthPath?: string;
  /**
   * The time that requests in flight have to finish.
   *
   * @default that of the service
   * @inPlace
   */
  readonly drainTimeout?: Duration;
}
