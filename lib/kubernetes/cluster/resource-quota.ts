import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { addFindings } from '../../core/diagnostics';
import { resourceUsage, defaultContainerResources, type ResourceUsage } from './resource-usage';
import { managedBy } from '../pod/labels';

export interface ResourceQuotaProps {
  /** The namespace that it is for. @replaces the quota */
  readonly namespace: string;
  /** Machines at most, for what runs on each of them. @inPlace */
  readonly nodes: number;
}

/**
 * What a namespace may take: exactly what everything in it takes at its largest, while it is updated. It is counted from the
 * objects themselves, so whatever is added raises it in the same change, and what nobody declared is refused by the API
 * server. A `LimitRange` gives containers that say nothing of their own what the quota counts for them. Wave `configuration`.
 */
export class ResourceQuota extends Construct {
  constructor(scope: Construct, id: string, { namespace, nodes }: ResourceQuotaProps) {
    super(scope, id);
    if (!Number.isInteger(nodes) || nodes < 1) {
      const rule = `nodes must be a whole number of at least 1, got ${nodes}`;
      addFindings(this, [
        { setting: 'nodes', message: rule, hint: 'give the sum of what the node groups have at most' },
      ]);
    }
    new CountedQuota(this, 'ResourceQuota', namespace, nodes);
    new k8s.KubeLimitRange(this, 'LimitRange', {
      metadata: { name: 'unstated', namespace, labels: managedBy },
      spec: {
        limits: [{ type: 'Container', default: given(['memory', 'ephemeralStorage']), defaultRequest: given(['cpu']) }],
      },
    });
  }
}

/** A quota whose numbers are known only when everything else has been described. */
class CountedQuota extends k8s.KubeResourceQuota {
  constructor(
    scope: Construct,
    id: string,
    private readonly namespace: string,
    private readonly nodes: number,
  ) {
    super(scope, id, { metadata: { name: 'everything-at-most', namespace, labels: managedBy } });
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
    // Node ports are not counted: theirs is a list of their own, and one more is there while a service replaces another.
    // What is exposed, is exposed by the infrastructure; a balancer that the cluster makes would be in no plan.
    'services.loadbalancers': '0',
  };
}

const resourceNames = { cpu: 'cpu', memory: 'memory', ephemeralStorage: 'ephemeral-storage' } as const;

function given(resources: readonly (keyof typeof defaultContainerResources)[]): Record<string, k8s.Quantity> {
  return Object.fromEntries(
    resources.map((resource) => [
      resourceNames[resource],
      k8s.Quantity.fromString(defaultContainerResources[resource]),
    ]),
  );
}

function cores(thousandths: number): string {
  return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m`;
}

function binary(mebibytes: number): string {
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}
