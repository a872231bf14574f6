import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { report, type Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { checkReason } from '../checks/pod-checks';
import { managedBy } from '../pod/labels';
import { podSecurity, type PodSecurityVersion } from '../checks/pod-security';

export interface NamespaceProps {
  /** The namespace's name. @replaces the namespace and everything in it */
  readonly name: string;
  /** The version of the Pod Security standards, so that a new API server refuses nothing that the old one took. @inPlace: pods that stand stay */
  readonly podSecurityVersion: PodSecurityVersion;
  /** It holds agents of the machines, which may do more than other pods. @default it does not: level `restricted` @inPlace: pods that stand stay */
  readonly nodeAgents?: NodeAgents;
}

/** What a namespace of node agents lets them do. It may hold nothing else. */
export interface NodeAgents {
  /** Pod Security's level: `baseline` for root in its own container, `privileged` for anything of the machine. */
  readonly level: 'baseline' | 'privileged';
  /** Why they cannot do with less. Written on the namespace, for who reviews it. */
  readonly reason: string;
}

/** Where the reason for node agents is written. */
const agentsNote = 'adamant.dev/node-agents';

/** A namespace whose pods are refused by the API server unless they meet Pod Security's strictest level. Wave `namespaces`. */
export class Namespace extends Construct {
  constructor(scope: Construct, id: string, { name, nodeAgents, podSecurityVersion }: NamespaceProps) {
    super(scope, id);
    report(this, [
      ...checkName('namespace', name),
      ...checkVersion(podSecurityVersion),
      ...(nodeAgents ? checkReason(nodeAgents.reason, 'nodeAgents.reason') : []),
    ]);
    new k8s.KubeNamespace(this, 'Resource', {
      metadata: {
        name,
        labels: { ...managedBy, ...podSecurity(nodeAgents?.level ?? 'restricted', podSecurityVersion) },
        ...(nodeAgents && { annotations: { [agentsNote]: nodeAgents.reason } }),
      },
    });
  }
}

export interface NamespaceDefaultsProps {
  /** The namespace that they are for. @replaces the policies */
  readonly namespace: string;
}

/** Closes both directions for every pod of a namespace: what is open is said by the workload that needs it. Wave `configuration`. */
export class DefaultDeny extends Construct {
  constructor(scope: Construct, id: string, { namespace }: NamespaceDefaultsProps) {
    super(scope, id);
    new k8s.KubeNetworkPolicy(this, 'Resource', {
      metadata: { name: 'default-deny', namespace, labels: managedBy },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
  }
}

/** Lets every pod of a namespace ask the cluster's DNS, without which it finds nothing. Wave `configuration`. */
export class AllowDns extends Construct {
  constructor(scope: Construct, id: string, { namespace }: NamespaceDefaultsProps) {
    super(scope, id);
    new k8s.KubeNetworkPolicy(this, 'Resource', {
      metadata: { name: 'allow-dns', namespace, labels: managedBy },
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [toDns()] },
    });
  }
}

/** Priorities of pods that people write; the system's own classes start at two billion. */
const highestPriority = 1_000_000_000;

export interface PriorityClassProps {
  /** The name that pods give in `priorityClass`. @replaces the class */
  readonly name: string;
  /** Higher is scheduled first and evicts lower. @default 1000000 @replaces the class: its value is immutable */
  readonly value?: number;
  /** What the class is for. @default 'pods that answer requests' @inPlace */
  readonly description?: string;
}

/** The priority of pods that serve, so that when machines are lost they are placed before everything else. Wave `configuration`. */
export class PriorityClass extends Construct {
  constructor(scope: Construct, id: string, props: PriorityClassProps) {
    super(scope, id);
    const { name, value = 1_000_000, description = 'pods that answer requests' } = props;
    report(this, [...checkName('service', name), ...checkPriority(value)]);
    new k8s.KubePriorityClass(this, 'Resource', {
      metadata: { name, labels: managedBy },
      value,
      description,
      globalDefault: false,
    });
  }
}

function checkVersion(version: string): Finding[] {
  return /^v1\.\d+$/.test(version)
    ? []
    : [
        {
          setting: 'podSecurityVersion',
          rule: `podSecurityVersion must be a minor version such as v1.34, got '${version}'`,
          fix: "write the API server's version without its last number",
        },
      ];
}

function toDns(): k8s.NetworkPolicyEgressRule {
  const port = k8s.IntOrString.fromNumber(53);
  return {
    to: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
        podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
      },
    ],
    // TCP too: an answer that does not fit in a datagram is asked for again over TCP.
    ports: [
      { protocol: 'UDP', port },
      { protocol: 'TCP', port },
    ],
  };
}

function checkPriority(value: number): Finding[] {
  return Number.isInteger(value) && value > 0 && value <= highestPriority
    ? []
    : [
        {
          setting: 'value',
          rule: `value must be a whole number from 1 to ${highestPriority}, got ${value}`,
          fix: 'choose one in this range; higher ones are kept for the system',
        },
      ];
}
