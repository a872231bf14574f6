import type { App } from 'cdktf';
import { Network } from '../../lib/aws/network';
import { PrivateZone } from '../../lib/aws/private-zone';
import { writtenIn } from '../../lib/core/errors';
import type { Environment } from '../../environments/environment';
import { sourceOf } from '../../environments';
import { environmentStack } from './environment-stack';
import { namesOf, networkOf } from './names';

/** What everything else stands in. */
export function networkStack(app: App, environment: Environment): void {
  const stack = environmentStack(app, environment, 'network');
  const network = new Network(stack, 'network', networkOf(environment));
  writtenIn(network, (setting) => sourceOf(environment)(`network.${setting}`));
  new PrivateZone(stack, 'private-zone', { name: namesOf(environment).privateZone, vpcId: network.vpcId });
}
