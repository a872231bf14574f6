import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { mebibytes, millicores } from '../../core/units';
import { defaultContainerResources, type ResourceUsage } from '../../kubernetes/cluster/resource-usage';
import { disruptionBudget } from '../../kubernetes/pod/disruption-budget';
import { managedBy } from '../../kubernetes/pod/labels';
import { tolerations } from '../../kubernetes/pod/pod-spec';
import type { ServerProps } from './props';

/** The two servers that the operator creates, by the label `app.kubernetes.io/name` of their pods. */
export type ServerKind = 'alertmanager' | 'prometheus';

/** A pair: each server has all data, so a lost one changes nothing, and a third one would add nothing. */
const replicas = 2;

/** Port of the container that reloads the configuration, for its metrics. */
export const reloaderPort = 8080;

/** Resources of the container that reloads the configuration, by the defaults of the operator's flags. */
const reloaderResources = { cpu: '10m', memory: '50Mi' } as const;

/** Returns the labels that the operator sets on the pods. */
export function serverLabels(kind: ServerKind, name: string): Record<string, string> {
  return { 'app.kubernetes.io/instance': name, 'app.kubernetes.io/name': kind };
}

/** Returns the labels of the objects of a server. */
export function objectLabels(kind: ServerKind, name: string): Record<string, string> {
  return { ...managedBy, ...serverLabels(kind, name), 'app.kubernetes.io/part-of': 'monitoring' };
}

/** Returns the fields that the custom resources of Prometheus and Alertmanager have in common. */
export function serverSpec(kind: ServerKind, props: ServerProps): object {
  const { image, name, placement, priorityClass, resources, storage, storageClass = 'gp3', version } = props;
  const tolerated = tolerations(placement?.taints ?? {});
  return {
    replicas,
    image: `${image.repository}@${image.digest}`,
    version: `v${version}`,
    resources: {
      requests: { cpu: resources.cpu, memory: resources.memory },
      limits: { memory: resources.memory },
    },
    storage: {
      volumeClaimTemplate: {
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: storageClass,
          resources: { requests: { storage } },
        },
      },
    },
    ...(priorityClass !== undefined && { priorityClassName: priorityClass }),
    ...(placement &&
      Object.keys(placement.labels).length > 0 && {
        nodeSelector: Object.fromEntries(sortedEntries(placement.labels)),
      }),
    ...(tolerated.length > 0 && { tolerations: tolerated }),
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: { matchLabels: serverLabels(kind, name) }, topologyKey: 'topology.kubernetes.io/zone' },
        ],
      },
    },
    // The operator drops the capabilities of the containers; their root file system is read-only.
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 2000,
      fsGroup: 2000,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}

/** Creates the PodDisruptionBudget: a drain evicts one server at a time. */
export function createDisruptionBudget(scope: Construct, kind: ServerKind, { name, namespace }: ServerProps): void {
  new k8s.KubePodDisruptionBudget(scope, 'PodDisruptionBudget', {
    metadata: { name: `${kind}-${name}`, namespace, labels: objectLabels(kind, name) },
    spec: disruptionBudget(serverLabels(kind, name), 1),
  });
}

/** Returns the resources of the pods: the server, and the container that reloads its configuration. */
export function serverUsage({ resources, storage }: ServerProps): Partial<ResourceUsage> {
  return {
    pods: replicas,
    cpu: replicas * (millicores(resources.cpu) + millicores(reloaderResources.cpu)),
    memory: replicas * (mebibytes(resources.memory) + mebibytes(reloaderResources.memory)),
    ephemeralStorage: replicas * 2 * mebibytes(defaultContainerResources.ephemeralStorage),
    volumes: replicas,
    storage: replicas * mebibytes(storage),
  };
}
