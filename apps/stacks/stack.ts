import type { App } from 'cdktf';
import { existingTopic, type ITopic } from '../../lib/aws/monitoring/alarm-topic';
import { Stack } from '../../lib/aws/stack/stack';
import { withSource } from '../../lib/core/diagnostics';
import { settingSource } from '../../environments';
import type { Environment } from '../../environments/environment';

/** A stack of an environment: in its account, with a state of its own. */
export function environmentStack(app: App, environment: Environment, name: string): Stack {
  const { account, region, state } = environment;
  const stack = new Stack(app, {
    account,
    environment: environment.name,
    name,
    region,
    stateBucket: state.bucket,
    // `StateBackend` gives both one name.
    stateKey: state.bucket,
  });
  withSource(stack, settingSource(environment));
  return stack;
}

/** Who is told of a stack's alarms, where the environment names somebody. */
export function alarmTopic(stack: Stack, environment: Environment): ITopic | undefined {
  const { alarms } = environment;
  return alarms && existingTopic(stack, 'alarm-topic', { name: alarms.topic });
}
