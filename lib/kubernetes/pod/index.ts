export { type Autoscaling, type MetricTarget } from './autoscaler';
export { ImmutableConfigMap, type ImmutableConfigMapProps } from './config-map';
export {
  type ImageByDigest,
  type ImagePlatform,
  type Placement,
  type PodProps,
  type PodResources,
  type SecretKey,
} from './props';
export {
  type QueryTarget,
  type RabbitmqQueueReference,
  type RabbitmqQueueTarget,
  type ScalingTarget,
} from './scaling-target';
