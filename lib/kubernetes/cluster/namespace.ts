import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { addFindings, type Finding } from '../../core/diagnostics';
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
    addFindings(this, [
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

function checkVersion(version: string): Finding[] {
  return /^v1\.\d+$/.test(version)
    ? []
    : [
        {
          setting: 'podSecurityVersion',
          message: `podSecurityVersion must be a minor version such as v1.34, got '${version}'`,
          hint: "write the API server's version without its last number",
        },
      ];
}
