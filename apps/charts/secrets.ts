import { computedProps, withSources } from '../../lib/core/diagnostics';
import { ExternalSecret, type ExternalSecretProps } from '../../lib/kubernetes/cluster/external-secret';
import { checkSecretDataKey } from '../../lib/kubernetes/pod/config-checks';
import type { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { rabbitmqCredentials } from '../../lib/operators/rabbitmq/endpoint';
import { type DeployedService, withVariants } from '../../lib/platform/definitions/deployed-services';
import { usedSecrets } from '../../lib/platform/definitions/used-secrets';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { rabbitmqName } from '../rabbitmq-names';

/** A Secret of the platform itself. */
type PlatformSecret = Pick<ExternalSecretProps, 'keys' | 'name' | 'namespace' | 'texts'>;

/** Creates a Secret of the platform itself: entry `<environment>/<name>` of the store. */
export function createPlatformSecret(chart: WaveChart, environment: Environment, props: PlatformSecret): void {
  const secret = new ExternalSecret(chart, `secret-${props.namespace}-${props.name}`, {
    ...props,
    path: `${environment.name}/${props.name}`,
    store: environment.secretStore,
  });
  withSources(ExternalSecret, secret, {
    ...computedProps('keys', 'labels', 'name', 'namespace', 'path', 'refresh', 'texts'),
    store: settingsLocation(environment).at('secretStore'),
  });
}

/** Creates the Secrets that services read. Their path in the store follows from their name: `<environment>/<secret>`. */
export function createSecrets(chart: WaveChart, environment: Environment, services: readonly DeployedService[]): void {
  const settings = settingsLocation(environment);
  const createdByOperators = [rabbitmqCredentials(rabbitmqName).password.secret];
  for (const { keys, location, name } of usedSecrets(withVariants(services), createdByOperators)) {
    const secret = new ExternalSecret(chart, `secret-${name}`, {
      // An invalid key is reported where a service names it.
      keys: keys.filter((key) => checkSecretDataKey(key, 'keys').length === 0),
      name,
      namespace: environment.name,
      path: `${environment.name}/${name}`,
      store: environment.secretStore,
    });
    withSources(ExternalSecret, secret, {
      keys: location,
      name: location,
      path: location,
      namespace: settings.at('name'),
      store: settings.at('secretStore'),
      ...computedProps('labels', 'refresh', 'texts'),
    });
  }
}
