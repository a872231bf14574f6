import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { sortedEntries } from '../core/canonical';
import { contentHash } from '../core/content-hash';
import { addFindings, addCheck, type Finding } from '../core/diagnostics';
import { mebibytes, millicores } from '../core/units';
import { declareUsage, type ResourceUsage, zeroUsage } from '../kubernetes/cluster/resource-usage';
import { addressPeers, egressTo, ingressFrom, networkPolicy, podPeers } from '../kubernetes/pod/network-policy';
import { managedBy } from '../kubernetes/pod/labels';
import { checkAddon } from './checks';
import { type Kustomization, kustomization } from './kustomization';
import type { AddonPods, AddonProps, AddonWorkload } from './props';

/** Label with the hash of an addon's kustomization. */
const addonLabel = 'adamant.dev/addon';

/**
 * A third-party operator or cluster service: a kustomization of its repository at one commit, with the images, sizes and nodes
 * that are declared here, and with NetworkPolicies for the connections that are declared. Wave `operators`.
 *
 * @example
 * new Addon(scope, 'rabbitmq-cluster-operator', {
 *   apiServer: [{ name: 'api-server', ports: [443], peer: { addresses: ['172.20.0.1/32'] } }],
 *   images: { 'ghcr.io/rabbitmq/cluster-operator': image },
 *   kubernetesVersion: '1.34',
 *   name: 'rabbitmq-cluster-operator',
 *   namespace: 'rabbitmq-system',
 *   pods: { 'rabbitmq-cluster-operator': { containers: { operator: { cpu: '200m', memory: '512Mi' } } } },
 *   release: clusterOperatorReleases['2.20.0'],
 * });
 */
export class Addon extends Construct {
  constructor(
    scope: Construct,
    id: string,
    readonly props: AddonProps,
  ) {
    super(scope, id);
    addFindings(this, checkAddon(props));
    addCheck(this, () => this.checkOwner());
    const { name, namespace } = props;
    const applied = new ApiObject(this, 'Resource', {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      metadata: { name, namespace, labels: managedBy },
      ...labelled(kustomization(props)),
    });
    declareUsage(applied, podUsage(props));
    this.createNetworkPolicies();
  }

  /** All pods connect to the API server. Webhooks and metrics are open to their callers alone. */
  private createNetworkPolicies(): void {
    const { apiServer, apiServerAddresses = [], connectsTo = [], namespace, scrapers = [] } = this.props;
    for (const [name, workload] of sortedEntries(this.props.release.workloads)) {
      const { metricsPort, podLabels, webhookPort } = workload;
      networkPolicy(this, `NetworkPolicy-${name}`, {
        name,
        namespace,
        labels: managedBy,
        pods: podLabels,
        ingress: [
          ...(webhookPort === undefined ? [] : ingressFrom(addressPeers(apiServerAddresses), [webhookPort])),
          ...(metricsPort === undefined ? [] : ingressFrom(podPeers(scrapers, namespace), [metricsPort])),
        ],
        egress: egressTo([...apiServer, ...connectsTo], namespace),
      });
    }
  }

  /** A custom resource definition belongs to one addon: the apply of another would change it. */
  private checkOwner(): Finding[] {
    const addons = this.node.root.node.findAll().filter((construct) => construct instanceof Addon);
    const earlier = addons.slice(0, addons.indexOf(this));
    return this.props.release.crds.flatMap((crd) => {
      const owner = earlier.find(({ props }) => props.release.crds.includes(crd));
      if (!owner) return [];
      return [
        {
          id: 'addon-crd',
          setting: 'release.crds',
          message: `crds must belong to one addon; got ${crd}, which ${owner.props.name} has`,
          hint: 'remove one of the two addons, or take a folder of its repository without the definition',
        },
      ];
    });
  }
}

/**
 * Returns the kustomization with a label of its content on every object, by which `scripts/apply.sh` knows that nothing has changed
 * if the repository cannot be read.
 */
function labelled(content: Kustomization): Kustomization {
  return {
    ...content,
    labels: content.labels.map(({ pairs }) => ({ pairs: { ...pairs, [addonLabel]: contentHash(content) } })),
  };
}

/** Returns the resources of all pods during an update, in which each new pod runs before the one that it replaces has ended. */
function podUsage({ pods, release }: AddonProps): ResourceUsage {
  return sortedEntries(release.workloads)
    .map(([name, { kind }]) => workloadUsage(kind, pods[name]))
    .reduce(
      (one, other) => ({
        ...one,
        cpu: one.cpu + other.cpu,
        ephemeralStorage: one.ephemeralStorage + other.ephemeralStorage,
        memory: one.memory + other.memory,
        pods: one.pods + other.pods,
      }),
      zeroUsage,
    );
}

function workloadUsage(kind: AddonWorkload['kind'], { containers, replicas = 1 }: AddonPods = { containers: {} }) {
  const count = kind === 'StatefulSet' ? replicas : 2 * replicas + Math.ceil(replicas / 4);
  const sum = (amount: (name: string) => number) =>
    count * Object.keys(containers).reduce((total, name) => total + amount(name), 0);
  return {
    ...zeroUsage,
    cpu: sum((name) => millicores(containers[name]?.cpu ?? '0')),
    ephemeralStorage: sum((name) => mebibytes(containers[name]?.ephemeralStorage ?? '512Mi')),
    memory: sum((name) => mebibytes(containers[name]?.memory ?? '0Mi')),
    pods: count,
  };
}
