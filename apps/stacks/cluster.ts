import type { App } from 'cdktf';
import { ErrorRateAlarm } from '../../lib/aws/load-balancing/error-rate-alarm';
import type { ApplicationLoadBalancer } from '../../lib/aws/load-balancing/application-load-balancer';
import type { IAlarm } from '../../lib/aws/monitoring/alarm';
import type { ITopic } from '../../lib/aws/monitoring/alarm-topic';
import { Network } from '../../lib/aws/network/network';
import type { Stack } from '../../lib/aws/stack/stack';
import { computedProps, withSources } from '../../lib/core/diagnostics';
import type { DeployedService } from '../../lib/platform/definitions/deployed-services';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { exposedServices } from './exposed-services';
import { loadBalancers } from './load-balancers';
import { environmentNetwork } from './data-tier-acl';
import { nodeGroups } from './node-groups';
import { nodeSecurityGroup } from './node-security-group';
import { alarmTopic, environmentStack } from './stack';

/** The nodes that run pods, and the load balancers in front of them. */
export function clusterStack(app: App, environment: Environment, services: readonly DeployedService[]): void {
  const stack = environmentStack(app, environment, 'cluster');
  const network = Network.existing(stack, 'network', {
    ...environmentNetwork(environment),
    tiersInUse: ['private', 'public'],
  });
  const nodes = nodeSecurityGroup(stack, environment, network);
  const balancers = loadBalancers(stack, { environment, network, services });
  const topic = alarmTopic(stack, environment);
  const alarm = errorRateAlarm(stack, environment, { loadBalancer: balancers['internet-facing'], topic });
  const groups = nodeGroups(stack, { alarm, alarmTopic: topic, environment, network, nodes, services });
  exposedServices(stack, { loadBalancers: balancers, nodeGroups: groups, nodes, services });
}

/** The CloudWatch alarm on the public load balancer's 5xx rate, which stops an instance refresh. */
function errorRateAlarm(
  stack: Stack,
  environment: Environment,
  { loadBalancer, topic }: { readonly loadBalancer: ApplicationLoadBalancer; readonly topic: ITopic | undefined },
): IAlarm {
  const alarm = new ErrorRateAlarm(stack, 'failures', {
    maxErrorRatePercent: environment.loadBalancer.maxErrorRatePercent,
    loadBalancer,
    topic,
  });
  withSources(ErrorRateAlarm, alarm, {
    ...settingsLocation(environment).at('loadBalancer').pick('maxErrorRatePercent'),
    ...computedProps('loadBalancer', 'minFailedRequests', 'topic'),
  });
  return alarm;
}
