export { ApplicationLoadBalancer, type ApplicationLoadBalancerProps } from './application-load-balancer';
