import type { App } from 'cdktf';
import { StateBackend, type StateBackendProps } from '../../lib/aws/state/state-backend';
import { computed, withSources } from '../../lib/core/diagnostics';
import { settingLocation } from '../../environments';
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
  withSources<StateBackendProps>(backend, {
    name: settingLocation(environment, 'state', 'bucket'),
    account: settingLocation(environment, 'account'),
    region: settingLocation(environment, 'region'),
    deletionProtection: settingLocation(environment, 'deletionProtection'),
    noncurrentVersionRetention: computed,
    access: computed,
    accessLogs: computed,
  });
}
