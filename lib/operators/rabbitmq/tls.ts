import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import type { PolicyPort } from '../../kubernetes/pod/network-policy';
import { objectLabels, plainPorts, tlsPorts } from './endpoint';
import type { RabbitmqClusterProps } from './props';
import type { RabbitmqTls } from './tls-props';

/** Folder of the certificate of the connections between members. */
const memberFolder = '/etc/rabbitmq-members';

/** Options of the connections between members, which Erlang reads before RabbitMQ starts. */
const optionsFile = '/etc/rabbitmq/inter-node-tls.config';

/** Name of the options in their ConfigMap. */
const optionsKey = 'inter-node-tls.config';

/** Read-only for the members' group, which the operator sets to 0. */
const fileMode = 0o640;

/** Returns `tls` of the RabbitmqCluster, from which the operator configures AMQP, management and metrics. */
export function tlsSpec({ caSecret, plainListeners = false, secret }: RabbitmqTls): object {
  return {
    // The operator verifies members with it, and members those clients that have a certificate. None needs one.
    caSecretName: caSecret ?? secret,
    disableNonTLSListeners: !plainListeners,
    secretName: secret,
  };
}

/**
 * Returns rabbitmq-env.conf for TLS between members.
 *
 * @see https://github.com/rabbitmq/cluster-operator/tree/v2.20.0/docs/examples/mtls-inter-node
 */
export function memberTlsEnvironment(tls: RabbitmqTls | undefined): { envConfig?: string } {
  if (tls?.memberSecret === undefined) return {};
  const options = `-proto_dist inet_tls -ssl_dist_optfile ${optionsFile}`;
  // The second one is for rabbitmqctl and for probes, which connect to the member in the same way.
  return { envConfig: `SERVER_ADDITIONAL_ERL_ARGS="${options}"\nRABBITMQ_CTL_ERL_ARGS="${options}"\n` };
}

/** Returns the volumes of the members with TLS between them, and their mounts. */
export function memberTlsVolumes({ name, tls }: RabbitmqClusterProps): {
  readonly mounts: k8s.VolumeMount[];
  readonly volumes: k8s.Volume[];
} {
  const secretName = tls?.memberSecret;
  if (secretName === undefined) return { mounts: [], volumes: [] };
  const [certificate, options] = ['member-certificate', 'member-tls-options'];
  return {
    mounts: [
      { name: certificate, mountPath: memberFolder, readOnly: true },
      { name: options, mountPath: optionsFile, subPath: optionsKey, readOnly: true },
    ],
    volumes: [
      { name: certificate, secret: { secretName, defaultMode: fileMode } },
      { name: options, configMap: { name: optionsName(name), defaultMode: fileMode } },
    ],
  };
}

/** Creates the ConfigMap with the options of TLS between members. Each verifies the other. */
export function createMemberTls(scope: Construct, { name, namespace, tls }: RabbitmqClusterProps): void {
  if (tls?.memberSecret === undefined) return;
  new k8s.KubeConfigMap(scope, 'MemberTls', {
    metadata: { name: optionsName(name), namespace, labels: objectLabels(name) },
    data: { [optionsKey]: memberTlsOptions(memberFolder) },
  });
}

/**
 * Returns the options of Erlang's distribution over TLS.
 *
 * @param folder folder of `tls.crt`, `tls.key` and `ca.crt`
 */
export function memberTlsOptions(folder: string): string {
  const files = ['cacertfile, "ca.crt"', 'certfile, "tls.crt"', 'keyfile, "tls.key"'].map(
    (file) => `    {${file.replace('"', `"${folder}/`)}},\n`,
  );
  return [
    '[\n  {server, [\n',
    ...files,
    '    {fail_if_no_peer_cert, true},\n    {verify, verify_peer}\n  ]},\n  {client, [\n',
    ...files,
    '    {verify, verify_peer},\n',
    // Without it, Erlang does not match a name with a wildcard.
    '    {customize_hostname_check, [{match_fun, public_key:pkix_verify_hostname_match_fun(https)}]}\n  ]}\n].\n',
  ].join('');
}

function optionsName(cluster: string): string {
  return `${cluster}-member-tls`;
}

/** Ports between members: peer discovery, distribution, management, metrics and command-line tools. */
export function portsOfMembers({ tls }: RabbitmqClusterProps): readonly PolicyPort[] {
  return [4369, 25672, ...managementPorts(tls), ...metricsPorts(tls), { port: 35672, endPort: 35682 }];
}

/** Ports of AMQP. */
export function amqpPorts(tls: RabbitmqTls | undefined): readonly number[] {
  return listeners(tls, plainPorts.amqp, tlsPorts.amqp);
}

/** Ports of the HTTP API. The cluster operator uses the plain one if there is one, the topology operator the other. */
export function managementPorts(tls: RabbitmqTls | undefined): readonly number[] {
  return listeners(tls, plainPorts.management, tlsPorts.management);
}

/** Ports of the metrics. */
export function metricsPorts(tls: RabbitmqTls | undefined): readonly number[] {
  return listeners(tls, plainPorts.metrics, tlsPorts.metrics);
}

function listeners(tls: RabbitmqTls | undefined, plain: number, encrypted: number): readonly number[] {
  return [...(tls === undefined || tls.plainListeners === true ? [plain] : []), ...(tls ? [encrypted] : [])];
}

/** Returns the endpoint of a PodMonitor, by the name that the operator gives to the port. */
export function metricsMonitor({ name, namespace, tls }: RabbitmqClusterProps): object {
  if (!tls) return { port: 'prometheus' };
  return {
    port: 'prometheus-tls',
    scheme: 'https',
    tlsConfig: {
      ca: { secret: { key: 'ca.crt', name: tls.caSecret ?? tls.secret } },
      // Pods are scraped by address, which no certificate contains.
      serverName: `${name}.${namespace}.svc`,
    },
  };
}

/** Checks the names of Secrets. */
export function checkTls({ tls }: RabbitmqClusterProps): Finding[] {
  return (['secret', 'caSecret', 'memberSecret'] as const).flatMap((setting) => {
    const secret = tls?.[setting];
    if (secret === undefined) return [];
    return checkName('secret', secret).map((finding) => ({ ...finding, setting: `tls.${setting}` }));
  });
}
