import type { k8s } from 'cdk8s-plus-27';
import { restrictedContainer } from '../../kubernetes/pod/pod-spec';
import { evictableVolumes } from '../../kubernetes/pod/termination';
import { memberLabels } from './endpoint';
import type { RabbitmqClusterProps } from './props';
import { memberTlsVolumes } from './tls';

/** Volumes of type emptyDir that the operator gives each member. They hold nothing that a new member misses. */
const localVolumes = ['rabbitmq-erlang-cookie', 'rabbitmq-plugins'];

/** Label of a member whose preStop hook ends at once. The operator sets it too, when the cluster is deleted. */
const skipPreStop = { skipPreStopChecks: 'true' };

/** Security context of the containers, which replaces what an operator sets. */
const memberContainer: k8s.SecurityContext = { ...restrictedContainer, privileged: false };

interface PodTemplate {
  readonly metadata: {
    readonly annotations: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: k8s.PodSpec;
}

/** Returns the override of the members' pod template, which the operator merges into its own. */
export function memberTemplate(props: RabbitmqClusterProps): PodTemplate {
  const { name, priorityClass, replicas } = props;
  const { mounts, volumes } = memberTlsVolumes(props);
  return {
    metadata: {
      annotations: evictableVolumes(localVolumes),
      // The hook waits until a quorum remains without the member. A single one would wait for its whole grace period.
      ...(replicas === 1 && { labels: skipPreStop }),
    },
    spec: {
      ...(priorityClass !== undefined && { priorityClassName: priorityClass }),
      // The operator sets them as well, but not in each version: 2.16.0 does not, and its pods would be refused.
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      initContainers: [{ name: 'setup-container', securityContext: memberContainer }],
      containers: [
        { name: 'rabbitmq', securityContext: memberContainer, ...(mounts.length > 0 && { volumeMounts: mounts }) },
      ],
      ...(volumes.length > 0 && { volumes }),
      // The operator's own spread is preferred only.
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'topology.kubernetes.io/zone',
          whenUnsatisfiable: 'DoNotSchedule',
          nodeTaintsPolicy: 'Honor',
          labelSelector: { matchLabels: memberLabels(name) },
        },
      ],
    },
  };
}
