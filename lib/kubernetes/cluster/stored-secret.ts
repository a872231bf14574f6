import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { byCodePoint } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { type Duration, goDuration } from '../../core/units';
import { declareCreated } from '../manifests/created-objects';
import { checkDistinctKeys, checkSecretDataKey } from '../pod/config-checks';
import { managedBy } from '../pod/labels';
import { checkAmount } from '../pod/pod-checks';

/** A Secret whose values external-secrets reads from a store. */
interface StoredSecret {
  readonly name: string;
  readonly namespace: string;
  readonly keys: readonly string[];
  readonly refresh?: Duration;
}

/** Entry of a store. It has the values under the keys of the Secret. */
interface StoreEntry {
  readonly kind: 'ClusterSecretStore' | 'SecretStore';
  readonly store: string;
  readonly entry: string;
}

const defaultRefresh = '1h';

/** Checks the name, the keys and the interval. `furtherKeys` are not read from the store. */
export function checkStoredSecret(
  { keys, name, refresh = defaultRefresh }: StoredSecret,
  furtherKeys: readonly string[] = [],
): Finding[] {
  return [
    ...checkName('secret', name),
    ...checkDistinctKeys([...keys, ...furtherKeys], 'keys'),
    ...checkAmount(refresh, 'refresh', 'duration'),
    ...keys.flatMap((key, index) => checkSecretDataKey(key, `keys.${index}`)),
  ];
}

/** Creates the ExternalSecret. The Secret remains if the store loses the values, so that pods can still start. */
export function createStoredSecret(
  scope: Construct,
  { keys, name, namespace, refresh = defaultRefresh }: StoredSecret,
  { entry, kind, store }: StoreEntry,
  template: object = {},
): void {
  const resource = new ApiObject(scope, 'Resource', {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, namespace, labels: managedBy },
    spec: {
      data: [...keys].sort(byCodePoint).map((key) => ({ remoteRef: { key: entry, property: key }, secretKey: key })),
      refreshInterval: goDuration(refresh),
      secretStoreRef: { kind, name: store },
      target: { creationPolicy: 'Owner', deletionPolicy: 'Retain', name, ...template },
    },
  });
  declareCreated(resource, [{ kind: 'Secret', name }]);
}
