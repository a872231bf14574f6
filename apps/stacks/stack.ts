import type { App } from 'cdktf';
import { existingTopic, type ITopic } from '../../lib/aws/monitoring/alarm-topic';
import { Stack } from '../../lib/aws/stack/stack';
import type { Environment } from '../../environments/environment';

/** A stack of an environment: in the environment's account, with a state of its own. */
export function environmentStack(
  app: App,
  { account, name: environment, region, state }: Pick<Environment, 'account' | 'name' | 'region' | 'state'>,
  name: string,
): Stack {
  // The alias of the state's KMS key is the bucket's name.
  return new Stack(app, {
    account,
    environment,
    name,
    region,
    stateBucket: state.bucket,
    stateKmsKeyAlias: state.bucket,
  });
}

/** The SNS topic of a stack's alarms, if the environment names one. */
export function alarmTopic(stack: Stack, { alarms }: Pick<Environment, 'alarms'>): ITopic | undefined {
  return alarms && existingTopic(stack, 'alarm-topic', { name: alarms.topic });
}
