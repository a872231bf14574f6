import type { Cidr } from '../../core/cidr';
import type { Endpoint, PodLabels } from '../../core/contract';
import type { Cpu, Duration, Memory, Storage } from '../../core/units';
import type { ImageByDigest, Placement } from '../../kubernetes/pod/props';
import type { RemoteWrite } from './remote-write';

/** CPU request, and memory as request and limit, of a server's container. */
export interface ServerResources {
  readonly cpu: Cpu;
  readonly memory: Memory;
}

/** Props of the pods of Prometheus and of Alertmanager, both of which the operator creates. */
export interface ServerProps {
  /**
   * Name of the custom resource, 40 characters or fewer for Prometheus and 39 for Alertmanager.
   *
   * @replaces the servers, their volumes included
   */
  readonly name: string;
  /**
   * Namespace of the objects.
   *
   * @replaces the servers, their volumes included
   */
  readonly namespace: string;
  /**
   * Image of the server.
   *
   * @rolls the servers, one at a time
   */
  readonly image: ImageByDigest;
  /**
   * Version of the image, by which the operator chooses flags and settings: `3.5.0`.
   *
   * @rolls the servers, one at a time
   */
  readonly version: string;
  /**
   * Size of each server's volume. Volumes that exist keep their size until their claims are enlarged, which `scripts/apply.sh` does.
   *
   * @rolls both servers at the same time: the operator creates the StatefulSet again
   */
  readonly storage: Storage;
  /**
   * StorageClass of the volumes. Volumes that exist keep theirs.
   *
   * @default 'gp3'
   * @rolls both servers at the same time: the operator creates the StatefulSet again
   */
  readonly storageClass?: string;
  /**
   * Resources of each server.
   *
   * @rolls the servers, one at a time
   */
  readonly resources: ServerResources;
  /**
   * PriorityClass of the pods.
   *
   * @default none: the priority of the cluster's default class
   * @rolls the servers, one at a time
   */
  readonly priorityClass?: string;
  /**
   * Node selector and tolerations of the pods.
   *
   * @default any node without taints
   * @rolls the servers, one at a time
   */
  readonly placement?: Placement;
  /**
   * Pods that query the server.
   *
   * @default none: the NetworkPolicy admits nobody
   * @inPlace
   */
  readonly allowedFrom?: readonly Endpoint[];
}

export interface PrometheusProps extends ServerProps {
  /**
   * Labels of the monitors, rules and probes that it selects, in every namespace.
   *
   * @inPlace
   */
  readonly selector: PodLabels;
  /**
   * Time that samples are kept. A volume that is full sooner loses its oldest samples first.
   *
   * @default '15d'
   * @rolls the servers, one at a time
   */
  readonly retention?: Duration;
  /**
   * Labels of all alerts, and of samples that other programs read: `{ environment: 'production' }`, which messages of an `Alertmanager`
   * begin with.
   *
   * @default none
   * @inPlace
   * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file
   */
  readonly externalLabels?: Readonly<Record<string, string>>;
  /**
   * Alertmanager that receives the alerts.
   *
   * @default none: alerts are shown, and sent to nobody
   * @inPlace
   */
  readonly alertmanager?: AlertmanagerReference;
  /**
   * Pods and addresses whose metrics it collects.
   *
   * @default none: the NetworkPolicy permits no collection
   * @inPlace
   */
  readonly targets?: readonly Endpoint[];
  /**
   * Addresses of the API server, by which it discovers its targets.
   *
   * @default ['0.0.0.0/0']
   * @inPlace
   */
  readonly apiServerAddresses?: readonly Cidr[];
  /**
   * Other systems that get a copy of the samples.
   *
   * @default none
   * @inPlace
   * @see https://prometheus.io/docs/specs/prw/remote_write_spec/
   */
  readonly remoteWrite?: readonly RemoteWrite[];
}

/** Name and namespace of a Prometheus. */
export interface PrometheusReference {
  readonly name: string;
  readonly namespace: string;
}

/** Name and namespace of an Alertmanager. */
export interface AlertmanagerReference {
  readonly name: string;
  readonly namespace: string;
}
