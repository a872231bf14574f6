import type { App } from 'cdktf';
import { StateBackend } from '../../lib/aws/state/state-backend';
import { withSource } from '../../lib/core/diagnostics';
import { settingSource } from '../../environments';
import type { Environment } from '../../environments/environment';
import { environmentStack } from './stack';

/** Where the states of all stacks are kept. It makes the bucket of its own state: `first-apply.sh` beside it does it once. */
export function bootstrapStack(app: App, environment: Environment): void {
  const { account, protection, region, state } = environment;
  const stack = environmentStack(app, environment, 'bootstrap');
  const backend = new StateBackend(stack, 'state', {
    account,
    name: state.bucket,
    deletionProtection: protection.stateful,
    region,
  });
  withSource(backend, (setting) => settingSource(environment)(setting === 'name' ? 'state.bucket' : setting));
}
