import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { addFindings } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import type { Duration } from '../../core/units';
import { checkSecretDataKey } from '../pod/config-checks';
import { checkLabels } from '../pod/label-checks';
import { checkStoredSecret, createStoredSecret } from './stored-secret';

export interface ExternalSecretProps {
  /**
   * Name of the Secret, as `secrets` of workloads refer to it.
   *
   * @replaces the Secret
   */
  readonly name: string;
  /**
   * Namespace of the Secret.
   *
   * @replaces the Secret
   */
  readonly namespace: string;
  /**
   * ClusterSecretStore that provides the values.
   *
   * @inPlace
   */
  readonly store: string;
  /**
   * Path of the secret in the store.
   *
   * @inPlace
   */
  readonly path: string;
  /**
   * Keys of the Secret. The store has them under the same names.
   *
   * @inPlace
   */
  readonly keys: readonly string[];
  /**
   * Interval at which the values are read from the store. Pods use a new value from their next start on.
   *
   * @default '1h'
   * @inPlace
   */
  readonly refresh?: Duration;
  /**
   * Labels of the Secret, by which an operator finds it: `topologySecretLabels` for the topology of a RabbitMQ cluster.
   *
   * @default none
   * @inPlace
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Further keys of the Secret with text that is no secret, such as the roles of a user, for a program that reads both from one
   * Secret.
   *
   * @default none
   * @inPlace
   */
  readonly texts?: Readonly<Record<string, string>>;
}

/**
 * An ExternalSecret, from which external-secrets creates a Secret with the values of an external store. The object contains
 * names only. The Secret remains if the store loses the values, so that pods can still start. Wave `configuration`.
 *
 * @see https://external-secrets.io/latest/api/externalsecret/
 * @example
 * new ExternalSecret(scope, 'api-secret', {
 *   keys: ['cookie', 'url'],
 *   name: 'api',
 *   namespace: 'shop',
 *   path: 'production/api',
 *   store: 'aws',
 * });
 */
export class ExternalSecret extends Construct {
  constructor(scope: Construct, id: string, props: ExternalSecretProps) {
    super(scope, id);
    const { labels = {}, path, store, texts = {} } = props;
    const textKeys = Object.keys(texts);
    addFindings(this, [
      ...checkStoredSecret(props, textKeys),
      ...checkName('secret-store', store, 'store'),
      ...checkLabels(labels, 'labels'),
      ...textKeys.flatMap((key) => checkSecretDataKey(key, ['texts', key])),
    ]);
    createStoredSecret(this, props, { entry: path, kind: 'ClusterSecretStore', store }, template(labels, texts));
  }
}

/** Returns the template of the Secret, if it has labels or texts. Braces of a text are no reference of the template. */
function template(labels: Readonly<Record<string, string>>, texts: Readonly<Record<string, string>>): object {
  const hasLabels = Object.keys(labels).length > 0;
  const entries = sortedEntries(texts).map(([key, text]) => [key, text.replaceAll('{{', '{{ "{{" }}')]);
  if (!hasLabels && entries.length === 0) return {};
  return {
    template: {
      ...(entries.length > 0 && { data: Object.fromEntries(entries) as object, mergePolicy: 'Merge' }),
      ...(hasLabels && { metadata: { labels } }),
    },
  };
}
