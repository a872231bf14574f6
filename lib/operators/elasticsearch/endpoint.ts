import type { Endpoint } from '../../core/contract';
import { managedBy } from '../../kubernetes/pod/labels';
import type { SecretKey } from '../../kubernetes/pod/props';

/** Port of the HTTP API, for clients. */
export const httpPort = 9200;

/** Port of the connections between nodes. */
export const transportPort = 9300;

/** Port of Kibana. */
export const kibanaPort = 5601;

/** Returns the labels by which the operator's Services select the nodes of a cluster. */
export function nodeLabels(name: string): Record<string, string> {
  return {
    'common.k8s.elastic.co/type': 'elasticsearch',
    'elasticsearch.k8s.elastic.co/cluster-name': name,
  };
}

/** Returns the labels by which the operator's Service selects the pods of Kibana. */
export function kibanaLabels(name: string): Record<string, string> {
  return { 'common.k8s.elastic.co/type': 'kibana', 'kibana.k8s.elastic.co/name': name };
}

/** Returns the labels of the objects of a cluster. The operator sets its own on the objects that it creates. */
export function objectLabels(name: string, component = 'search'): Record<string, string> {
  return {
    ...managedBy,
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/part-of': name,
  };
}

/**
 * Returns the endpoint of a cluster's HTTP API, for `connectsTo` of its clients. Use it for a cluster that is created in another
 * program; otherwise use the member `endpoint`.
 *
 * @param namespace namespace of the cluster, for clients in another one
 */
export function elasticsearchEndpoint(name: string, namespace?: string): Endpoint {
  const peer = { isolated: true, ...(namespace !== undefined && { namespace }), pods: nodeLabels(name) };
  return { name: `${name}-es`, peer, ports: [httpPort] };
}

/** Returns the endpoint of a cluster's Kibana, for `connectsTo` of its clients. */
export function kibanaEndpoint(name: string): Endpoint {
  return { name: `${name}-kb`, peer: { isolated: true, pods: kibanaLabels(name) }, ports: [kibanaPort] };
}

/**
 * Returns the environment variables by which a client in the cluster's namespace connects as the user `elastic`, who may do
 * everything: ELASTICSEARCH_URL, and ELASTICSEARCH_CA and ELASTICSEARCH_PASSWORD from Secrets of the operator.
 */
export function elasticsearchVariables(
  name: string,
  namespace: string,
): {
  readonly config: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, SecretKey>>;
} {
  return {
    config: { ELASTICSEARCH_URL: elasticsearchUrl(name, namespace) },
    secrets: {
      ELASTICSEARCH_CA: elasticsearchCertificate(name),
      ELASTICSEARCH_PASSWORD: { secret: `${name}-es-elastic-user`, key: 'elastic' },
    },
  };
}

/** Returns the key of the operator's Secret with the certificate of the authority that signed the cluster's. */
export function elasticsearchCertificate(name: string): SecretKey {
  return { secret: `${name}-es-http-certs-public`, key: 'ca.crt' };
}

/** Returns the URL of a cluster's HTTP API. The operator's certificate is valid for this host name. */
export function elasticsearchUrl(name: string, namespace: string): string {
  return `https://${name}-es-http.${namespace}.svc:${httpPort}`;
}
