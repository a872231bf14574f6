import type { App } from 'cdktf';
import { StateBackend } from '../../lib/aws/state/state-backend';
import { computedProps, withSources } from '../../lib/core/diagnostics';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { environmentStack } from './stack';

/** The bucket of all states, its own included: `bootstrap.sh` in the stack's folder creates it. */
export function bootstrapStack(app: App, environment: Environment): void {
  const { account, deletionProtection, region, state } = environment;
  const stack = environmentStack(app, environment, 'bootstrap');
  const backend = new StateBackend(stack, 'state', {
    account,
    name: state.bucket,
    deletionProtection,
    region,
  });
  const settings = settingsLocation(environment);
  withSources(StateBackend, backend, {
    ...settings.pick('account', 'deletionProtection', 'region'),
    name: settings.at('state').at('bucket'),
    ...computedProps('access', 'accessLogs', 'noncurrentVersionRetention'),
  });
}
