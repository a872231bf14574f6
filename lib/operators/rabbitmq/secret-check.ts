import type { Construct } from 'constructs';
import type { Finding } from '../../core/diagnostics';
import type { Manifest } from '../../kubernetes/manifests/manifest';
import { objectsIn } from '../../kubernetes/manifests/objects';
import type { RabbitmqClusterProps } from './props';
import { topologySecretLabels } from './topology';
import { each } from './topology-list';

type Labels = Readonly<Record<string, string>>;

/** A Secret, or an ExternalSecret from which one is made. */
interface SecretManifest extends Manifest {
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly data?: readonly { readonly secretKey: string }[];
    readonly dataFrom?: readonly unknown[];
    readonly target?: {
      readonly name?: string;
      readonly template?: { readonly metadata?: { readonly labels?: Labels } };
    };
  };
}

/** A Secret of the program, with its labels, and its keys if they are known. */
interface KnownSecret {
  readonly labels: Labels;
  readonly keys?: readonly string[];
}

/**
 * Checks the Secrets that a topology refers to and that the same program creates. The operator does not read one without its label,
 * and its webhook refuses the object that names it.
 *
 * @see https://github.com/rabbitmq/messaging-topology-operator/releases/tag/v1.20.0
 */
export function checkTopologySecrets(scope: Construct, props: RabbitmqClusterProps): Finding[] {
  const { federations = [], shovels = [], users = [] } = props.topology ?? {};
  const referred = [
    ...each(users, 'users').map(({ item: { credentialsSecret }, at }) => ({
      keys: ['username'],
      name: credentialsSecret,
      setting: at('credentialsSecret'),
    })),
    ...each(shovels, 'shovels').map(({ item: { uriSecret }, at }) => ({
      keys: ['srcUri', 'destUri'],
      name: uriSecret,
      setting: at('uriSecret'),
    })),
    ...each(federations, 'federations').map(({ item: { uriSecret }, at }) => ({
      keys: ['uri'],
      name: uriSecret,
      setting: at('uriSecret'),
    })),
  ];
  if (referred.every(({ name }) => name === undefined)) return [];
  const secrets = knownSecrets(scope, props.namespace);
  return referred.flatMap(({ keys, name = '', setting }) => {
    const secret = secrets.get(name);
    return secret ? checkSecret(name, secret, keys, setting) : [];
  });
}

function checkSecret(
  name: string,
  { keys: known, labels }: KnownSecret,
  keys: readonly string[],
  setting: readonly string[],
): Finding[] {
  const missing = Object.entries(topologySecretLabels).filter(([label, value]) => labels[label] !== value);
  const missingKeys = known ? keys.filter((key) => !known.includes(key)) : [];
  return [
    ...missing.map(([label, value]) => ({
      id: 'rabbitmq-secret',
      setting,
      message: `the Secret ${name} must have the label ${label}: '${value}'; got ${Object.keys(labels).join(', ') || 'no label'}`,
      hint: 'write labels: topologySecretLabels where the Secret is created',
    })),
    ...missingKeys.map((key) => ({
      id: 'rabbitmq-secret',
      setting,
      message: `the Secret ${name} must have the key ${key}; got ${known?.join(', ') ?? ''}`,
      hint: `add ${key} to its keys`,
    })),
  ];
}

function knownSecrets(scope: Construct, namespace: string): ReadonlyMap<string, KnownSecret> {
  const manifests = objectsIn(scope.node.root)
    .filter(({ kind }) => kind === 'Secret' || kind === 'ExternalSecret')
    .map((object) => object.toJson() as SecretManifest)
    .filter(({ metadata }) => metadata.namespace === namespace);
  return new Map(manifests.map(knownSecret));
}

function knownSecret(manifest: SecretManifest): [string, KnownSecret] {
  const { data = {}, kind, metadata, spec = {}, stringData = {} } = manifest;
  if (kind === 'Secret') {
    return [metadata.name, { labels: metadata.labels ?? {}, keys: [...Object.keys(data), ...Object.keys(stringData)] }];
  }
  // Without a template, the operator copies the labels of the ExternalSecret.
  const labels = spec.target?.template?.metadata
    ? (spec.target.template.metadata.labels ?? {})
    : (metadata.labels ?? {});
  const keys = spec.dataFrom === undefined ? { keys: (spec.data ?? []).map(({ secretKey }) => secretKey) } : {};
  return [spec.target?.name ?? metadata.name, { labels, ...keys }];
}
