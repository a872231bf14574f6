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

/** Checks the settings of `elasticsearch.yml`. */
export function checkSettings(name: string, { config = {} }: NodeSet): Finding[] {
  return Object.keys(config)
    .sort(byCodePoint)
    .flatMap((key) => {
      const prop = sortedEntries(ofProps).find(([name]) => isWithin(key, name))?.[1];
      if (prop === undefined && !reserved.some((name) => isWithin(key, name))) return [];
      return [
        {
          id: 'elasticsearch-setting',
          setting: ['nodeSets', name, 'config', key],
          message: `config must not contain settings that ${prop === undefined ? 'the operator defines' : `${prop} defines`}; got ${key}`,
          hint: prop === undefined ? 'remove it' : `remove it, and use ${prop} of the node set`,
        },
      ];
    });
}

/** True for a setting, an entry of its list (`node.roles.0`), and one of its group. */
function isWithin(key: string, name: string): boolean {
  return key === name || key.startsWith(`${name}.`);
}
