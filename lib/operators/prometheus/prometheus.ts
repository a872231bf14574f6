import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { Endpoint } from '../../core/contract';
import { addFindings } from '../../core/diagnostics';
import { mebibytes, type Storage } from '../../core/units';
import { grantClusterRole } from '../../kubernetes/cluster/cluster-role';
import { declareUsage } from '../../kubernetes/cluster/resource-usage';
import { declareCreated } from '../../kubernetes/manifests/created-objects';
import {
  addressPeers,
  egressRule,
  egressTo,
  ingressFrom,
  networkPolicy,
  podPeers,
} from '../../kubernetes/pod/network-policy';
import { alertmanagerEndpoint } from './alertmanager';
import { checkPrometheus } from './checks';
import type { PrometheusProps } from './props';
import { remoteWrites } from './remote-write';
import { createDisruptionBudget, objectLabels, reloaderPort, serverLabels, serverSpec, serverUsage } from './server';

/** Port of the servers. */
export const prometheusPort = 9090;

/**
 * A pair of Prometheus servers in two zones, which collect the same metrics and evaluate the same rules. They select monitors,
 * rules and probes of all namespaces by their labels. The Prometheus operator creates the servers. Wave `data`.
 *
 * @example
 * new Prometheus(scope, 'prometheus', {
 *   image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'quay.io/prometheus/prometheus' },
 *   name: 'platform',
 *   namespace: 'monitoring',
 *   resources: { cpu: '1', memory: '4Gi' },
 *   selector: { prometheus: 'platform' },
 *   storage: '100Gi',
 *   version: '3.5.0',
 * });
 */
export class Prometheus extends Construct {
  /** Endpoint of the servers, for `scrapers` and `connectsTo`. */
  readonly endpoint: Endpoint;
  /** Custom resource of the operator, for `patch`. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: PrometheusProps) {
    super(scope, id);
    addFindings(this, checkPrometheus(props));
    this.endpoint = prometheusEndpoint(props.name, props.namespace);
    createPermissions(this, props);
    this.resource = createPrometheus(this, props);
    createDisruptionBudget(this, 'prometheus', props);
    createNetworkPolicy(this, props);
  }
}

/** Returns the endpoint of a Prometheus that another program creates. */
export function prometheusEndpoint(name: string, namespace: string): Endpoint {
  return { name, peer: { isolated: true, namespace, pods: serverLabels('prometheus', name) }, ports: [prometheusPort] };
}

function createPrometheus(scope: Construct, props: PrometheusProps): ApiObject {
  const { alertmanager, externalLabels = {}, name, namespace, remoteWrite = [], retention = '15d', selector } = props;
  const selected = { matchLabels: selector };
  const resource = new ApiObject(scope, 'Resource', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'Prometheus',
    metadata: { name, namespace, labels: objectLabels('prometheus', name) },
    spec: {
      ...serverSpec('prometheus', props),
      serviceAccountName: objectName(props),
      serviceDiscoveryRole: 'EndpointSlice',
      ...(Object.keys(externalLabels).length > 0 && {
        externalLabels: Object.fromEntries(sortedEntries(externalLabels)),
      }),
      retention,
      retentionSize: `${retentionMebibytes(props.storage)}MiB`,
      // A selector of objects that is missing selects none, and a missing one of namespaces selects the own namespace alone.
      ...Object.fromEntries(
        ['podMonitor', 'probe', 'rule', 'scrapeConfig', 'serviceMonitor'].flatMap((kind) => [
          [`${kind}NamespaceSelector`, {}],
          [`${kind}Selector`, selected],
        ]),
      ),
      // A monitor must not read files of the server, its token included.
      arbitraryFSAccessThroughSMs: { deny: true },
      ...(remoteWrite.length > 0 && { remoteWrite: remoteWrites(remoteWrite) }),
      ...(alertmanager && {
        alerting: { alertmanagers: [{ apiVersion: 'v2', ...alertmanager, port: 'web' }] },
      }),
    },
  });
  declareUsage(resource, serverUsage(props));
  // The Service prometheus-operated is not among them: all servers of a namespace have it in common.
  declareCreated(resource, [
    { kind: 'ConfigMap', name: `prometheus-${name}-rulefiles-0` },
    { kind: 'Secret', name: `prometheus-${name}` },
    { kind: 'Secret', name: `prometheus-${name}-thanos-prometheus-http-client-file` },
    { kind: 'Secret', name: `prometheus-${name}-tls-assets-0` },
    { kind: 'Secret', name: `prometheus-${name}-web-config` },
    { kind: 'StatefulSet', name: `prometheus-${name}` },
  ]);
  return resource;
}

/** Returns the size of the samples, in MiB. The rest of the volume is for the write-ahead log and for a compaction. */
export function retentionMebibytes(storage: Storage): number {
  return Math.floor(mebibytes(storage) * 0.8);
}

/** Creates the ServiceAccount, which may discover targets and read the metrics of kubelets and of the control plane. */
function createPermissions(scope: Construct, props: PrometheusProps): void {
  const { name, namespace } = props;
  const labels = objectLabels('prometheus', name);
  const account = objectName(props);
  new k8s.KubeServiceAccount(scope, 'ServiceAccount', { metadata: { name: account, namespace, labels } });
  grantClusterRole(scope, {
    account: { name: account, namespace },
    labels,
    name: `${namespace}-${account}`,
    rules: [
      { apiGroups: [''], resources: ['nodes', 'pods', 'services'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
      { nonResourceUrLs: ['/metrics', '/metrics/slis'], verbs: ['get'] },
    ],
  });
}

function createNetworkPolicy(scope: Construct, props: PrometheusProps): void {
  const { alertmanager, allowedFrom = [], apiServerAddresses = ['0.0.0.0/0'], name, namespace } = props;
  const { remoteWrite = [], targets = [] } = props;
  const pods = serverLabels('prometheus', name);
  const servers = [{ podSelector: { matchLabels: pods } }];
  const receivers = alertmanager ? [alertmanagerEndpoint(alertmanager.name, alertmanager.namespace)] : [];
  networkPolicy(scope, 'NetworkPolicy', {
    name: objectName(props),
    namespace,
    labels: objectLabels('prometheus', name),
    pods,
    ingress: [
      ...ingressFrom(podPeers(allowedFrom, namespace), [prometheusPort]),
      ...ingressFrom(servers, [prometheusPort, reloaderPort]),
    ],
    egress: [
      // The servers collect each other's metrics.
      ...egressRule(servers, [prometheusPort, reloaderPort]),
      ...egressTo([...receivers, ...targets, ...remoteWrite.map(({ endpoint }) => endpoint)], namespace),
      ...egressRule(addressPeers(apiServerAddresses), [443, 6443]),
    ],
  });
}

function objectName({ name }: PrometheusProps): string {
  return `prometheus-${name}`;
}
