import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { Endpoint } from '../../core/contract';
import { addFindings } from '../../core/diagnostics';
import { declareUsage } from '../../kubernetes/cluster/resource-usage';
import { declareCreated } from '../../kubernetes/manifests/created-objects';
import { egressRule, egressTo, ingressFrom, networkPolicy, podPeers } from '../../kubernetes/pod/network-policy';
import { alertmanagerConfig } from './alertmanager-config';
import type { AlertmanagerProps } from './alertmanager-props';
import { checkAlertmanager } from './alertmanager-checks';
import { createDisruptionBudget, objectLabels, reloaderPort, serverLabels, serverSpec, serverUsage } from './server';

const alertmanagerPort = 9093;

/** Ports between the two servers, which exchange silences and sent notifications. */
const gossipPorts = [9094, { port: 9094, protocol: 'UDP' }] as const;

/**
 * A pair of Alertmanagers in two zones, which send each notification once. The Prometheus operator creates the servers. Wave `data`.
 *
 * @example
 * new Alertmanager(scope, 'alertmanager', {
 *   defaultReceiver: 'chat',
 *   image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'quay.io/prometheus/alertmanager' },
 *   name: 'platform',
 *   namespace: 'monitoring',
 *   receivers: { chat: { channel: '#alerts', type: 'slack', url: { key: 'url', secret: 'slack' } } },
 *   resources: { cpu: '100m', memory: '256Mi' },
 *   storage: '5Gi',
 *   version: '0.28.1',
 * });
 */
export class Alertmanager extends Construct {
  /** Endpoint of the servers, for `connectsTo`. */
  readonly endpoint: Endpoint;
  /** Custom resource of the operator, for `patch`. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: AlertmanagerProps) {
    super(scope, id);
    addFindings(this, checkAlertmanager(props));
    this.endpoint = alertmanagerEndpoint(props.name, props.namespace);
    createConfiguration(this, props);
    this.resource = createAlertmanager(this, props);
    createService(this, props);
    createDisruptionBudget(this, 'alertmanager', props);
    createNetworkPolicy(this, props);
  }
}

/** Returns the endpoint of an Alertmanager that another program creates. */
export function alertmanagerEndpoint(name: string, namespace: string): Endpoint {
  const pods = serverLabels('alertmanager', name);
  return { name, peer: { isolated: true, namespace, pods }, ports: [alertmanagerPort, reloaderPort] };
}

/** Creates the AlertmanagerConfig. As the configuration of the whole server, it receives alerts of all namespaces. */
function createConfiguration(scope: Construct, props: AlertmanagerProps): void {
  new ApiObject(scope, 'Configuration', {
    apiVersion: 'monitoring.coreos.com/v1alpha1',
    kind: 'AlertmanagerConfig',
    metadata: metadata(props),
    spec: alertmanagerConfig(props),
  });
}

function createAlertmanager(scope: Construct, props: AlertmanagerProps): ApiObject {
  const { name } = props;
  const resource = new ApiObject(scope, 'Resource', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'Alertmanager',
    metadata: metadata(props),
    spec: {
      ...serverSpec('alertmanager', props),
      alertmanagerConfiguration: { name },
      // It does not call the API server.
      automountServiceAccountToken: false,
    },
  });
  declareUsage(resource, serverUsage(props));
  // The Service alertmanager-operated is not among them: all Alertmanagers of a namespace have it in common.
  declareCreated(resource, [
    { kind: 'Secret', name: `alertmanager-${name}-cluster-tls-config` },
    { kind: 'Secret', name: `alertmanager-${name}-generated` },
    { kind: 'Secret', name: `alertmanager-${name}-tls-assets-0` },
    { kind: 'Secret', name: `alertmanager-${name}-web-config` },
    { kind: 'StatefulSet', name: `alertmanager-${name}` },
  ]);
  return resource;
}

/** Creates the Service by which Prometheus discovers both servers: it sends each alert to both. */
function createService(scope: Construct, props: AlertmanagerProps): void {
  new k8s.KubeService(scope, 'Service', {
    metadata: metadata(props),
    spec: {
      selector: serverLabels('alertmanager', props.name),
      ports: [{ name: 'web', port: alertmanagerPort, targetPort: k8s.IntOrString.fromString('web') }],
    },
  });
}

/** The receivers of a program that names none, by HTTPS. */
const anyReceiver: Endpoint = { name: 'receivers', peer: { addresses: ['0.0.0.0/0'] }, ports: [443] };

function createNetworkPolicy(scope: Construct, props: AlertmanagerProps): void {
  const { allowedFrom = [], connectsTo = [anyReceiver], name, namespace } = props;
  const pods = serverLabels('alertmanager', name);
  const members = [{ podSelector: { matchLabels: pods } }];
  networkPolicy(scope, 'NetworkPolicy', {
    ...metadata(props),
    name: `alertmanager-${name}`,
    pods,
    ingress: [
      ...ingressFrom(podPeers(allowedFrom, namespace), [alertmanagerPort, reloaderPort]),
      ...ingressFrom(members, gossipPorts),
    ],
    egress: [...egressRule(members, gossipPorts), ...egressTo(connectsTo, namespace)],
  });
}

function metadata({ name, namespace }: AlertmanagerProps) {
  return { name, namespace, labels: objectLabels('alertmanager', name) };
}
