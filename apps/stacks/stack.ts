import type { App } from 'cdktf';
import { existingTopic, type ITopic } from '../../lib/aws/monitoring/alarm-topic';
import { computed, withSources } from '../../lib/core/diagnostics';
import { settingsLocation } from '../../environments';
import { Stack } from '../../lib/aws/stack/stack';
import type { Environment } from '../../environments/environment';

/** A stack of an environment: in the environment's account, with a state of its own. */
export function environmentStack(app: App, environment: Environment, name: string): Stack {
  const { account, name: environmentName, region, state, tags } = environment;
  const stack = new Stack(app, {
    account,
    environment: environmentName,
    name,
    region,
    stateBucket: state.bucket,
    // The alias of the state's KMS key is the bucket's name.
    stateKmsKeyAlias: state.bucket,
    ...(tags && { tags }),
  });
  const settings = settingsLocation(environment);
  withSources(Stack, stack, {
    ...settings.pick('account', 'region', 'tags'),
    environment: settings.at('name'),
    name: computed,
    stateBucket: settings.at('state').at('bucket'),
    stateKmsKeyAlias: computed,
  });
  return stack;
}

/** The SNS topic of a stack's alarms, if the environment names one. */
export function alarmTopic(stack: Stack, { alarms }: Pick<Environment, 'alarms'>): ITopic | undefined {
  return alarms && existingTopic(stack, 'alarm-topic', { name: alarms.topic });
}
