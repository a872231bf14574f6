import { byCodePoint, sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import type { NodeSet } from './props';

/**
 * Settings, and groups of them, that ECK defines, or on which its Services, probes and certificates rely. Its webhook only warns of
 * some of them, and a node with another value never joins the cluster or never becomes ready.
 *
 * @see https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/settings-managed-by-eck
 * @see https://github.com/elastic/cloud-on-k8s/blob/v3.5.0/pkg/apis/elasticsearch/v1/fields.go
 * @see https://github.com/elastic/cloud-on-k8s/blob/v3.5.0/pkg/controller/elasticsearch/settings/merged_config.go
 */
const reserved: readonly string[] = [
  'cluster.initial_master_nodes',
  'cluster.name',
  'discovery',
  ...['bind_host', 'host', 'port', 'publish_host', 'publish_port'].flatMap((key) => [
    `http.${key}`,
    `remote_cluster.${key}`,
    `transport.${key}`,
  ]),
  'network.bind_host',
  'network.host',
  'network.publish_host',
  'node.attr.k8s_node_name',
  'node.name',
  'path.data',
  'path.logs',
  'readiness.port',
  'remote_cluster_server.enabled',
  'transport.profiles',
  'xpack.license.upload.types',
  'xpack.security.authc.realms.file',
  'xpack.security.authc.realms.native',
  'xpack.security.authc.reserved_realm.enabled',
  'xpack.security.enabled',
  ...['http', 'transport', 'remote_cluster_server', 'remote_cluster_client'].flatMap((layer) =>
    [
      'certificate',
      'certificate_authorities',
      'client_authentication',
      'enabled',
      'key',
      'key_passphrase',
      'keystore',
      'secure_key_passphrase',
      'truststore',
      'verification_mode',
    ].map((key) => `xpack.security.${layer}.ssl.${key}`),
  ),
];

/** Settings that another prop defines. */
const ofProps: Readonly<Record<string, string>> = {
  'cluster.routing.allocation.awareness.attributes': 'zones',
  'node.attr.zone': 'zones',
  'node.data': 'roles',
  'node.ingest': 'roles',
  'node.master': 'roles',
  'node.ml': 'roles',
  'node.remote_cluster_client': 'roles',
  'node.roles': 'roles',
  'node.store.allow_mmap': 'memoryMap',
  'node.transform': 'roles',
  'node.voting_only': 'roles',
};

/** Variables that ECK gives each node, and its own settings refer to. */
const variables = ['HEADLESS_SERVICE_NAME', 'NAMESPACE', 'NODE_NAME', 'POD_IP', 'POD_NAME'];

/** Settings that Elasticsearch reads from its keystore only, and other words for credentials. */
const secure = /(?:^|[._])(?:secure_\w+|secret_key|access_key|session_token|password|passphrase|secret|token)$/;

/** Checks the settings of `elasticsearch.yml`. */
export function checkSettings(name: string, { config = {} }: NodeSet): Finding[] {
  const keys = Object.keys(config).sort(byCodePoint);
  return keys.flatMap((key) => {
    const setting = ['nodeSets', name, 'config', key];
    return [checkOwner(key, setting), checkKey(key, keys, setting), checkStart(key, config[key], setting)]
      .flat()
      .slice(0, 1);
  });
}

/** A setting of the operator or of another prop, or a group of settings that has one of them. */
function checkOwner(key: string, setting: readonly string[]): Finding[] {
  const isTaken = (name: string) => isWithin(key, name) || isWithin(name, key);
  const prop = sortedEntries(ofProps).find(([name]) => isTaken(name))?.[1];
  if (prop === undefined && !reserved.some(isTaken)) return [];
  return [
    {
      id: 'elasticsearch-setting',
      setting,
      message: `config must not contain settings that ${prop === undefined ? 'the operator defines' : `${prop} defines`}; got ${key}`,
      hint: prop === undefined ? 'remove it' : `remove it, and use ${prop} of the node set`,
    },
  ];
}

/** ECK reads a key as a path: no part of it is empty, and a setting with a value has no others below it. */
function checkKey(key: string, keys: readonly string[], setting: readonly string[]): Finding[] {
  const below = keys.find((other) => other !== key && isWithin(other, key));
  if (below === undefined && !key.split('.').includes('')) return [];
  return [
    {
      id: 'elasticsearch-setting-name',
      setting,
      message:
        below === undefined
          ? `name of a setting must be words with dots between them; got '${key}'`
          : `a setting must not be the group of another one, which ECK cannot write; got ${key} and ${below}`,
      hint:
        below === undefined
          ? "write it as 'node.attr.disk'"
          : 'remove one of them, and set it by the API of Elasticsearch',
    },
  ];
}

/** Settings with which Elasticsearch does not start. */
function checkStart(key: string, value: unknown, setting: readonly string[]): Finding[] {
  if (secure.test(key)) {
    return [
      {
        id: 'secret-in-config',
        setting,
        message: `config must not contain secrets, which Elasticsearch reads from its keystore; got ${key}`,
        hint: 'write it to a Secret, and name the Secret in keystoreSecrets',
      },
    ];
  }
  const unknown = [...String(value).matchAll(/\$\{([^}]*)\}/g)].find(([, name = '']) => !variables.includes(name));
  const reason = isWithin(key, 'index')
    ? 'be one of the nodes, not of an index'
    : key === 'bootstrap.memory_lock' && String(value) === 'true'
      ? 'not lock the memory, for which the pods have no permission'
      : unknown
        ? `refer to variables of ECK (${variables.join(', ')})`
        : undefined;
  if (reason === undefined) return [];
  return [
    {
      id: 'elasticsearch-setting-start',
      setting,
      message: `setting must ${reason}; got ${key}: ${String(value)}`,
      hint: isWithin(key, 'index') ? 'write it to an index template' : 'remove it: no node would start',
    },
  ];
}

/** True for a setting, an entry of its list (`node.roles.0`), and one of its group. */
function isWithin(key: string, name: string): boolean {
  return key === name || key.startsWith(`${name}.`);
}

/** Returns the settings as ECK keeps them. It writes numbers of a million and more with an exponent, which Elasticsearch refuses. */
export function settingsText(
  config: NonNullable<NodeSet['config']>,
): Readonly<Record<string, boolean | number | string>> {
  const text = (value: boolean | number | string) =>
    typeof value === 'number' && (Math.abs(value) >= 1e6 || String(value).includes('e'))
      ? value.toLocaleString('en-US', { maximumFractionDigits: 20, useGrouping: false })
      : value;
  return Object.fromEntries(
    sortedEntries<string, boolean | number | string>(config).map(([key, value]) => [key, text(value)]),
  );
}
