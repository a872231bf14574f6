export { ApplicationLoadBalancer } from './application-load-balancer';
export type { ApplicationLoadBalancerProps, ClientRanges } from './application-load-balancer-props';
export { NetworkLoadBalancer } from './network-load-balancer';
export {
  ListenerProtocol,
  type NetworkListenerProps,
  type NetworkLoadBalancerProps,
} from './network-load-balancer-props';
export { ExposedService } from './exposed-service';
export type { ExposedServiceProps, VariantProps } from './exposed-service-props';
export { type ITargetGroup, TargetGroup, type TargetGroupProps, type TargetProtocol } from './target-group';
export { type INodeGroup, TargetAttachment, type TargetAttachmentProps } from './target-attachment';
export { type GrpcHealthCheck, HealthCheck, type HealthCheckTiming, type WebHealthCheck } from './health-check';
export { ErrorRateAlarm, type ErrorRateAlarmProps } from './error-rate-alarm';
export { existingWebAcl, type ExistingWebAclProps, type IWebAcl } from './web-acl';
