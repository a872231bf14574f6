import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { Cidr } from '../../core/cidr';
import { contentHash } from '../../core/content-hash';
import { podLabels, type Endpoint, type PodLabels } from '../../core/contract';
import { addFindings, type Finding } from '../../core/diagnostics';
import { checkName, type Kind } from '../../core/naming';
import type { Duration } from '../../core/units';
import { checkAmount, checkPod } from '../checks/pod-checks';
import { ImmutableConfigMap, configLabel } from '../pod/config-map';
import { recommendedLabels } from '../pod/labels';
import { addresses, egressTo, ingressFrom, peers, workloadPolicy } from '../pod/network-policy';
import {
  fileKey,
  hardenedPod,
  serviceAccount,
  type ConfigNames,
  type ContainerParts,
  type PodParts,
  type PodProps,
} from '../pod/pod-spec';

/** What every kind of workload takes. */
export interface WorkloadProps extends PodProps {
  /** How long what is in flight may take to finish when a pod ends. @default '30s' @replaces the pods */
  readonly drainTimeout?: Duration;
  /** What the pods may talk to. @default nothing but DNS @inPlace */
  readonly connectsTo?: readonly Endpoint[];
  /** What it was called: its objects are kept, with the names and the selector that they had. @default it was not renamed @replaces every object, when it is removed and no `physicalName` stands in */
  readonly renamedFrom?: string;
  /** The name of its objects in the cluster, and the one that callers use. @default the (former) name @replaces every object: selectors are immutable */
  readonly physicalName?: string;
}

/** What a workload's name in the cluster follows from. */
export type WorkloadNames = Pick<WorkloadProps, 'name' | 'physicalName' | 'renamedFrom'>;

/** What a kind of workload says of its pods. */
export interface WorkloadKind {
  /** The kind of object that its name must fit. */
  readonly object: Kind;
  /** The role, as a label: `web`. */
  readonly component: string;
  /** The container's ports by their name. */
  readonly ports: Readonly<Record<string, number>>;
  /** Who may call the pods, on all of their ports. */
  readonly callers: { readonly pods: readonly Endpoint[]; readonly addresses: readonly Cidr[] };
  /** What is wrong with the rest of the settings. */
  readonly findings: readonly Finding[];
}

/** The name of a workload's objects, known without asking anyone: a rename in code changes nothing in the cluster. */
export function objectName({ name, physicalName, renamedFrom }: WorkloadNames): string {
  return physicalName ?? renamedFrom ?? name;
}

/** How one talks to a workload's pods. A function of its name and ports, so that two workloads can name each other. */
export function workloadEndpoint(name: string, ...ports: readonly number[]): Endpoint {
  return { name, ports, at: { pods: podLabels(name) } };
}

/** What all pods have in common, whoever runs them: an account, their configuration, and what they may hear and say. */
export abstract class Workload extends Construct {
  /** How others name it, in `connectsTo` and `allowedFrom`. */
  readonly endpoint: Endpoint;
  /** The labels that select its pods. */
  protected readonly pods: PodLabels;
  /** Labels of every object of the workload. */
  protected readonly labels: Record<string, string>;
  /** Its settings, under the name that it has in the cluster. */
  private readonly workload: WorkloadProps;
  private readonly configs: ConfigNames;

  protected constructor(scope: Construct, id: string, props: WorkloadProps, kind: WorkloadKind) {
    super(scope, id);
    const name = objectName(props);
    const { namespace, partOf = namespace } = props;
    this.workload = { ...props, name };
    this.endpoint = workloadEndpoint(name, ...Object.values(kind.ports));
    this.pods = podLabels(name);
    this.labels = recommendedLabels({ name, component: kind.component, partOf });

    addFindings(this, [...checkName(kind.object, name, nameSetting(props)), ...checkWorkload(props), ...kind.findings]);
    new k8s.KubeServiceAccount(this, 'ServiceAccount', serviceAccount(this.workload, this.labels));
    this.configs = this.configMaps();
    this.networkPolicy(kind);
  }

  /** Name, namespace and labels of each of its objects. */
  protected metadata(): k8s.ObjectMeta {
    const { name, namespace } = this.workload;
    return { name, namespace, labels: this.labels };
  }

  /** The same for an object that holds on to its configuration as long as it is there. */
  protected configuredMetadata(): k8s.ObjectMeta {
    return { ...this.metadata(), labels: this.configuredLabels() };
  }

  /** Pods as all kinds start them, with what this kind adds. */
  protected template(container: ContainerParts, pod: PodParts): k8s.PodTemplateSpec {
    return {
      metadata: { labels: this.configuredLabels() },
      spec: hardenedPod(this.workload, this.configs, container, pod),
    };
  }

  private configMaps(): ConfigNames {
    const { config = {}, files = {}, name, namespace } = this.workload;
    const common = { namespace, labels: this.configuredLabels() };
    const contents = Object.fromEntries(sortedEntries(files).map(([path, content]) => [fileKey(path), content]));
    return {
      ...(Object.keys(config).length > 0 && {
        variables: new ImmutableConfigMap(this, 'Config', { ...common, workload: name, data: config }).objectName,
      }),
      ...(Object.keys(files).length > 0 && {
        files: new ImmutableConfigMap(this, 'Files', { ...common, workload: `${name}-files`, data: contents })
          .objectName,
      }),
    };
  }

  private configuredLabels(): Record<string, string> {
    const { config = {}, files = {} } = this.workload;
    if (Object.keys(config).length + Object.keys(files).length === 0) return this.labels;
    return { ...this.labels, [configLabel]: contentHash({ config, files }) };
  }

  private networkPolicy({ callers, ports }: WorkloadKind): void {
    const { name, namespace, connectsTo = [] } = this.workload;
    const everyone = [...peers(callers.pods), ...addresses(callers.addresses)];
    workloadPolicy(this, 'NetworkPolicy', {
      name,
      namespace,
      labels: this.labels,
      pods: this.pods,
      ingress: ingressFrom(everyone, Object.values(ports)),
      egress: egressTo(connectsTo),
    });
  }
}

/** Container ports by their name, as Kubernetes lists them. */
export function containerPorts(ports: Readonly<Record<string, number>>): k8s.ContainerPort[] {
  return Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort, protocol: 'TCP' }));
}

/** The setting that the name in the cluster was written in. */
function nameSetting({ physicalName, renamedFrom }: WorkloadProps): string {
  if (physicalName !== undefined) return 'physicalName';
  return renamedFrom === undefined ? 'name' : 'renamedFrom';
}

function checkWorkload(props: WorkloadProps): Finding[] {
  const { drainTimeout = '30s', name, renamedFrom } = props;
  const found = [...checkPod(props), ...checkAmount(drainTimeout, 'drain', 'duration')];
  if (renamedFrom === name) {
    found.push({
      setting: 'renamedFrom',
      message: `a workload is renamed from another name, got its own: '${name}'`,
      hint: 'remove it',
    });
  }
  return found;
}
