import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { Cidr } from '../../core/cidr';
import { type Endpoint, type ExposedProtocol, type Exposure, isNodePort } from '../../core/contract';
import type { Finding } from '../../core/diagnostics';
import { checkPort } from '../checks/pod-checks';
import type { Health } from '../pod/probes';
import { ReplicatedWorkload, type ReplicatedProps } from './replicated';

/** What services have in common, whatever they speak. */
export interface ServingProps extends ReplicatedProps {
  /**
   * The TCP port that the program listens on, 1024 to 65535; the Service and the NetworkPolicy have the same, at once, while
   * old pods go on listening on theirs. So it is changed only while nobody asks: give another variant the new one first.
   * @replaces the pods, rolling, and until they have rolled requests are lost
   */
  readonly port: number;
  /** How the outside reaches it. @default only pods of `allowedFrom` do @replaces the pods, rolling, when it comes or goes: exposed ones end later; another one is @inPlace */
  readonly exposure?: Exposure;
  /** Where exposed requests seem to come from: every node's addresses. Required with `exposure`. @default none @inPlace */
  readonly nodeAddresses?: readonly Cidr[];
  /** Pods that may call it. @default none @inPlace */
  readonly allowedFrom?: readonly Endpoint[];
}

/** What differs between them. */
export interface Serving {
  /** What the pods speak, which is also the port's name. */
  readonly protocol: ExposedProtocol;
  /** The same, for whatever stands between. */
  readonly appProtocol: string;
  /** How the kubelet asks after the pods. */
  readonly health: Health;
  /** What is wrong with the rest of the settings. */
  readonly findings: readonly Finding[];
}

/** Pods that answer requests, behind one name. The base of `WebService` and `GrpcService`. */
export abstract class ServingWorkload extends ReplicatedWorkload {
  protected constructor(scope: Construct, id: string, props: ServingProps, kind: Serving) {
    super(scope, id, props, {
      component: 'web',
      ports: { [kind.protocol]: props.port },
      health: kind.health,
      preStopSeconds: preStopSeconds(props.exposure),
      callers: { pods: props.allowedFrom ?? [], addresses: props.exposure ? (props.nodeAddresses ?? []) : [] },
      findings: [...checkPort(props.port, 'port'), ...kind.findings, ...checkReplicas(props), ...checkExposure(props)],
    });
    this.service(props, kind);
  }

  private service(props: ServingProps, { appProtocol, protocol }: Serving): void {
    const { exposure, port } = props;
    const named = {
      name: protocol,
      appProtocol,
      protocol: 'TCP',
      port,
      targetPort: k8s.IntOrString.fromString(protocol),
    };
    const selector = this.pods;
    new k8s.KubeService(this, 'Service', {
      metadata: this.metadata(),
      spec: exposure
        ? {
            type: 'NodePort',
            // Every node forwards to any pod: a node that has none, or is losing its last, answers all the same.
            externalTrafficPolicy: 'Cluster',
            selector,
            ports: [{ ...named, nodePort: exposure.nodePort }],
          }
        : { type: 'ClusterIP', selector, ports: [named] },
    });
  }
}

/**
 * Within the cluster a client's node hears in a few seconds that a pod is gone, 10 s with room to spare. An exposed pod gets
 * its requests from every node, so the slowest kube-proxy of all counts, and behind connections that the load balancer
 * keeps open to the nodes: 15 s.
 */
function preStopSeconds(exposure: Exposure | undefined): number {
  return exposure ? 15 : 10;
}

function checkReplicas({ autoscaling }: ServingProps): Finding[] {
  return autoscaling.minReplicas >= 2
    ? []
    : [
        {
          id: 'replicas',
          setting: 'autoscaling.minReplicas',
          message: `min must be at least 2 for a service, got ${autoscaling.minReplicas}`,
          hint: 'raise min to 2, or 3 to survive the loss of a zone during a roll',
        },
      ];
}

function checkExposure({ exposure, nodeAddresses = [] }: ServingProps): Finding[] {
  if (!exposure) return [];
  const found: Finding[] = [];
  if (!isNodePort(exposure.nodePort)) {
    found.push({
      setting: 'exposure.nodePort',
      message: `nodePort must be a whole number from 30000 to 32767, got ${exposure.nodePort}`,
      hint: 'choose a free one in this range',
    });
  }
  if (nodeAddresses.length === 0) {
    found.push({
      setting: 'nodeAddresses',
      message: 'an exposed service must know the addresses of its nodes, got none',
      hint: 'pass nodeAddresses of the infrastructure contract: without it the NetworkPolicy drops all requests',
    });
  }
  return found;
}
