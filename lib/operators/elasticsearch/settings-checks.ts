import { byCodePoint } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import type { NodeSet } from './props';

/**
 * Settings that ECK defines itself. Its webhook only warns of them, and a node with another value never joins the cluster.
 *
 * @see https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/settings-managed-by-eck
 */
const reserved: readonly string[] = [
  'cluster.initial_master_nodes',
  'cluster.name',
  'discovery.seed_hosts',
  'discovery.seed_providers',
  'network.host',
  'network.publish_host',
  'node.name',
  'path.data',
  'path.logs',
  'xpack.security.authc.reserved_realm.enabled',
  'xpack.security.enabled',
  'xpack.security.http.ssl.certificate',
  'xpack.security.http.ssl.enabled',
  'xpack.security.http.ssl.key',
  'xpack.security.transport.ssl.enabled',
  'xpack.security.transport.ssl.verification_mode',
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
      const prop = Object.hasOwn(ofProps, key) ? ofProps[key] : undefined;
      if (prop === undefined && !reserved.includes(key)) return [];
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
