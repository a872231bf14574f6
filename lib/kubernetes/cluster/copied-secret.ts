import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { addFindings } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import type { Duration } from '../../core/units';
import { managedBy } from '../pod/labels';
import { checkStoredSecret, createStoredSecret } from './stored-secret';

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
    const { name, source } = props;
    addFindings(this, [
      ...checkStoredSecret(props),
      ...checkName('secret', source.name, 'source.name'),
      ...checkName('namespace', source.namespace, 'source.namespace'),
    ]);
    createPermission(this, props);
    createStore(this, props);
    createStoredSecret(this, props, { entry: source.name, kind: 'SecretStore', store: storeName(name) });
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
