import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { byCodePoint } from '../../core/canonical';
import { addFindings } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { type Duration, goDuration } from '../../core/units';
import { declareCreated } from '../manifests/created-objects';
import { checkDistinctKeys, checkSecretDataKey } from '../pod/config-checks';
import { managedBy } from '../pod/labels';
import { checkAmount } from '../pod/pod-checks';

/** Props of a `CopiedSecret`. */
export interface CopiedSecretProps {
  /**
   * Name of the copy.
   *
   * @replaces the Secret
   */
  readonly name: string;
  /**
   * Namespace of the copy.
   *
   * @replaces the Secret
   */
  readonly namespace: string;
  /**
   * Secret that is copied, in another namespace.
   *
   * @inPlace
   */
  readonly source: SecretSource;
  /**
   * Keys that are copied.
   *
   * @inPlace
   */
  readonly keys: readonly string[];
  /**
   * Interval at which the values are read. Pods use a new value from their next start on.
   *
   * @default '1h'
   * @inPlace
   */
  readonly refresh?: Duration;
}

/** A Secret in another namespace. */
export interface SecretSource {
  readonly name: string;
  readonly namespace: string;
}

/**
 * A Secret with some keys of a Secret in another namespace, such as the certificate of an authority that an operator creates.
 * external-secrets copies it, with the permission to read this one Secret. Wave `configuration`, or that of its readers if the
 * source is created later.
 *
 * @see https://external-secrets.io/latest/provider/kubernetes/
 * @example
 * new CopiedSecret(scope, 'logs-ca', {
 *   keys: ['ca.crt'],
 *   name: 'logs-ca',
 *   namespace: 'node-agents',
 *   source: { name: 'logs-es-http-certs-public', namespace: 'logging' },
 * });
 */
export class CopiedSecret extends Construct {
  constructor(scope: Construct, id: string, props: CopiedSecretProps) {
    super(scope, id);
    const { keys, name, namespace, refresh = '1h', source } = props;
    addFindings(this, [
      ...checkName('secret', name),
      ...checkName('secret', source.name, 'source.name'),
      ...checkName('namespace', source.namespace, 'source.namespace'),
      ...checkDistinctKeys(keys, 'keys'),
      ...checkAmount(refresh, 'refresh', 'duration'),
      ...keys.flatMap((key, index) => checkSecretDataKey(key, `keys.${index}`)),
    ]);
    createPermission(this, props);
    createStore(this, props);
    const resource = new ApiObject(this, 'Resource', {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name, namespace, labels: managedBy },
      spec: {
        data: [...keys]
          .sort(byCodePoint)
          .map((key) => ({ remoteRef: { key: source.name, property: key }, secretKey: key })),
        refreshInterval: goDuration(refresh),
        secretStoreRef: { kind: 'SecretStore', name: storeName(name) },
        target: { creationPolicy: 'Owner', deletionPolicy: 'Retain', name },
      },
    });
    declareCreated(resource, [{ kind: 'Secret', name }]);
  }
}

/** Returns the name of the store and of the account that reads the source. */
function storeName(name: string): string {
  return `copy-${name}`;
}

/** Creates the ServiceAccount that may read the source, and nothing else. */
function createPermission(scope: Construct, { name, namespace, source }: CopiedSecretProps): void {
  const account = storeName(name);
  const metadata = { name: `${namespace}-${account}`, namespace: source.namespace, labels: managedBy };
  new k8s.KubeServiceAccount(scope, 'ServiceAccount', {
    metadata: { name: account, namespace, labels: managedBy },
    automountServiceAccountToken: false,
  });
  new k8s.KubeRole(scope, 'Role', {
    metadata,
    rules: [{ apiGroups: [''], resourceNames: [source.name], resources: ['secrets'], verbs: ['get'] }],
  });
  new k8s.KubeRoleBinding(scope, 'RoleBinding', {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
  });
}

/** Creates the store of external-secrets: this cluster, as the account sees it. */
function createStore(scope: Construct, { name, namespace, source }: CopiedSecretProps): void {
  const account = storeName(name);
  new ApiObject(scope, 'Store', {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata: { name: account, namespace, labels: managedBy },
    spec: {
      provider: {
        kubernetes: {
          auth: { serviceAccount: { name: account } },
          remoteNamespace: source.namespace,
          server: { caProvider: { key: 'ca.crt', name: 'kube-root-ca.crt', type: 'ConfigMap' } },
        },
      },
    },
  });
}
