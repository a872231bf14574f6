import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { report, type Finding } from '../core/errors';
import { checkName } from '../core/naming';
import { managedBy } from './labels';

export interface NamespaceProps {
  /** The namespace's name. @replaces the namespace and everything in it */
  readonly name: string;
}

/** A namespace whose pods are refused by the API server unless they meet Pod Security's strictest level. Wave `namespaces`. */
export class Namespace extends Construct {
  constructor(scope: Construct, id: string, { name }: NamespaceProps) {
    super(scope, id);
    report(this, checkName('namespace', name));
    new k8s.KubeNamespace(this, 'Resource', {
      metadata: { name, labels: { ...managedBy, ...podSecurity('restricted') } },
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

function podSecurity(level: 'restricted'): Record<string, string> {
  // `warn` and `audit` as well: they name the Deployment at fault, where `enforce` only refuses its pods later.
  return Object.fromEntries(
    ['enforce', 'warn', 'audit'].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, 'latest'],
    ]),
  );
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
