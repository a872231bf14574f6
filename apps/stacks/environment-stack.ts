import type { App } from 'cdktf';
import { Stack } from '../../lib/aws/stack';
import { writtenIn } from '../../lib/core/errors';
import { sourceOf } from '../../environments';
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
  writtenIn(stack, sourceOf(environment));
  return stack;
}
