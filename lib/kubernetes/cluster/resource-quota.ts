import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { addFindings, type Finding } from '../../core/diagnostics';
import { managedBy } from '../pod/labels';
import { resourceUsage, defaultContainerResources, type ResourceUsage } from './resource-usage';

export interface ResourceQuotaProps {
  /**
   * Namespace of the quota.
   *
   * @replaces the quota
   */
  readonly namespace: string;
  /**
   * Maximum number of nodes, which is the number of pods of each DaemonSet.
   *
   * @inPlace
   */
  readonly nodes: number;
}

/**
 * A ResourceQuota of exactly the resources that all objects of its namespace use at their maximum, during an update. It is
 * computed from the objects, so a new workload raises it in the same change, and the API server rejects pods that no code
 * declares. A LimitRange gives containers without requests and limits the ones that the quota counts for them. Wave
 * `configuration`.
 *
 * @example
 * new ResourceQuota(scope, 'quota', { namespace: 'shop', nodes: 12 });
 */
export class ResourceQuota extends Construct {
  constructor(scope: Construct, id: string, { namespace, nodes }: ResourceQuotaProps) {
    super(scope, id);
    addFindings(this, checkNodes(nodes));
    new ComputedQuota(this, 'ResourceQuota', namespace, nodes);
    new k8s.KubeLimitRange(this, 'LimitRange', {
      metadata: { name: 'container-defaults', namespace, labels: managedBy },
      spec: {
        limits: [
          {
            type: 'Container',
            default: defaultQuantities(['memory', 'ephemeralStorage']),
            defaultRequest: defaultQuantities(['cpu']),
          },
        ],
      },
    });
  }
}

/** A quota whose amounts are computed when it is rendered, after all other objects exist. */
class ComputedQuota extends k8s.KubeResourceQuota {
  constructor(
    scope: Construct,
    id: string,
    private readonly namespace: string,
    private readonly nodes: number,
  ) {
    super(scope, id, { metadata: { name: 'namespace-quota', namespace, labels: managedBy } });
  }

  override toJson(): unknown {
    const spec = { hard: hardLimits(resourceUsage(this.node.root, this.namespace, this.nodes)) };
    return { ...(super.toJson() as object), spec };
  }
}

function hardLimits({ cpu, memory, pods, ephemeralStorage, storage, volumes }: ResourceUsage): Record<string, string> {
  return {
    'pods': String(pods),
    'requests.cpu': cores(cpu),
    'requests.memory': binary(memory),
    'limits.memory': binary(memory),
    'requests.ephemeral-storage': binary(ephemeralStorage),
    'limits.ephemeral-storage': binary(ephemeralStorage),
    'persistentvolumeclaims': String(volumes),
    'requests.storage': binary(storage),
    // Node ports are not counted, because one more exists while a service replaces another. Load balancers that the cluster
    // creates would be in no Terraform plan, so none are allowed.
    'services.loadbalancers': '0',
  };
}

const resourceNames = { cpu: 'cpu', memory: 'memory', ephemeralStorage: 'ephemeral-storage' } as const;

function defaultQuantities(resources: readonly (keyof typeof resourceNames)[]): Record<string, k8s.Quantity> {
  return Object.fromEntries(
    resources.map((resource) => [
      resourceNames[resource],
      k8s.Quantity.fromString(defaultContainerResources[resource]),
    ]),
  );
}

function cores(millicores: number): string {
  const whole = Math.ceil(millicores);
  return whole % 1000 === 0 ? String(whole / 1000) : `${whole}m`;
}

function binary(mebibytes: number): string {
  const whole = Math.ceil(mebibytes);
  return whole % 1024 === 0 ? `${whole / 1024}Gi` : `${whole}Mi`;
}

/** Maximum number of nodes whose memory, of 1 GiB each, a quantity of the API can hold: 2^63 bytes. */
const maxNodes = 2 ** 33 - 1;

function checkNodes(nodes: number): Finding[] {
  if (Number.isInteger(nodes) && nodes >= 1 && nodes <= maxNodes) return [];
  return [
    {
      id: 'quota-nodes',
      setting: 'nodes',
      message: `nodes must be a whole number from 1 to ${maxNodes}; got ${nodes}`,
      hint: 'pass the maximum number of nodes of all node groups',
    },
  ];
}
