import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { addFindings, type Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { checkReason } from '../pod/pod-checks';
import { podSecurityLabels, type PodSecurityVersion } from '../checks/pod-security';
import { managedBy } from '../pod/labels';
import { DefaultDeny } from './default-deny';

export interface NamespaceProps {
  /**
   * Name of the namespace.
   *
   * @replaces the namespace and everything in it
   */
  readonly name: string;
  /**
   * Version of the Pod Security Standards. A pinned version prevents that a newer API server rejects pods that the old one
   * admitted.
   *
   * @inPlace for new pods; running pods remain
   */
  readonly podSecurityVersion: PodSecurityVersion;
  /**
   * Exception for a namespace of node agents, which may do more than other pods.
   *
   * @default none: level `restricted`
   * @inPlace for new pods; running pods remain
   */
  readonly nodeAgents?: NodeAgents;
}

/** Permissions of the pods in a namespace of node agents. It may contain no other pods. */
export interface NodeAgents {
  /** Level of the Pod Security Standards: `baseline` for root in a container, `privileged` for any access to the node. */
  readonly level: 'baseline' | 'privileged';
  /** Reason for the level. An annotation of the namespace contains it, for reviewers. */
  readonly reason: string;
}

/** Annotation that contains the reason for node agents. */
const nodeAgentsAnnotation = 'adamant.dev/node-agents';

/**
 * A namespace in which the API server rejects pods that do not meet the level `restricted` of the Pod Security Standards, and
 * whose pods have no connections until a NetworkPolicy permits them: `DefaultDeny` is created with the namespace, before
 * anything runs in it. Wave `namespaces`.
 *
 * @example
 * new Namespace(scope, 'namespace', { name: 'shop', podSecurityVersion: 'v1.34' });
 */
export class Namespace extends Construct {
  constructor(scope: Construct, id: string, { name, nodeAgents, podSecurityVersion }: NamespaceProps) {
    super(scope, id);
    addFindings(this, [
      ...checkName('namespace', name),
      ...checkNotReserved(name),
      ...checkPodSecurityVersion(podSecurityVersion),
      ...(nodeAgents ? checkReason(nodeAgents.reason, 'nodeAgents.reason') : []),
    ]);
    new k8s.KubeNamespace(this, 'Resource', {
      metadata: {
        name,
        labels: { ...managedBy, ...podSecurityLabels(nodeAgents?.level ?? 'restricted', podSecurityVersion) },
        ...(nodeAgents && { annotations: { [nodeAgentsAnnotation]: nodeAgents.reason } }),
      },
    });
    new DefaultDeny(this, 'DefaultDeny', { namespace: name });
  }
}

/** The policies of this construct would close the namespaces of the cluster itself. */
function checkNotReserved(name: string): Finding[] {
  if (name !== 'default' && !name.startsWith('kube-')) return [];
  return [
    {
      id: 'namespace-reserved',
      setting: 'name',
      message: `name must not be 'default' or begin with 'kube-'; got '${name}'`,
      hint: "choose a name of your own, such as 'shop'",
    },
  ];
}

function checkPodSecurityVersion(version: string): Finding[] {
  if (/^v1\.(?:0|[1-9]\d*)$/.test(version)) return [];
  return [
    {
      id: 'pod-security-version',
      setting: 'podSecurityVersion',
      message: `podSecurityVersion must be a minor version such as v1.34; got '${version}'`,
      hint: "write the API server's version without its patch number",
    },
  ];
}
