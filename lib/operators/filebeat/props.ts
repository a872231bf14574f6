import type { Endpoint } from '../../core/contract';
import type { ImageByDigest, Placement, PodResources, SecretKey } from '../../kubernetes/pod/props';

/** Version of Filebeat: `9.1.3`. */
export type FilebeatVersion = `${number}.${number}.${number}`;

/** Elasticsearch that receives the logs. */
export interface FilebeatOutput {
  /** Name of the `ElasticsearchCluster`. */
  readonly name: string;
  /** Namespace of the cluster. */
  readonly namespace: string;
  /** User name, in a Secret of the agents' namespace: letters, digits, `_` and `-`, a letter first. */
  readonly username: SecretKey;
  /**
   * Password, in a Secret of the agents' namespace: letters and digits, a letter first. Filebeat reads it as YAML, so others may be sent
   * as numbers, lists or truth values: `1e5` as `100000`. Agents use another one from their next start on.
   */
  readonly password: SecretKey;
  /**
   * Certificate of the authority that signed the cluster's, in a Secret of the agents' namespace. Agents start again when it changes.
   */
  readonly ca: SecretKey;
}

/** Containers whose events have several lines, such as stack traces. */
export interface FilebeatMultiline {
  /** Name of the container. */
  readonly container: string;
  /** Namespace of its pods. */
  readonly namespace: string;
  /** Regular expression of Go for the first line of an event. Lines that do not match it belong to the event before them. */
  readonly firstLine: string;
}

/** Log files of the node, besides those of containers. */
export interface FilebeatInput {
  /**
   * Type of the input. Filebeat 9 does not start with `container` or `log`.
   *
   * @default 'filestream'
   */
  readonly type?: 'container' | 'filestream' | 'log';
  /**
   * Paths below `/var/log`, with `*` and `?` in names and `**` for any folders. No file is of two inputs. A file is read from its 64th
   * byte on, by which Filebeat knows it.
   */
  readonly paths: readonly string[];
}

export interface FilebeatProps {
  /**
   * Name of the agents, and of their registry on the nodes.
   *
   * @replaces every object: selectors are immutable. The agents read all files again
   */
  readonly name: string;
  /**
   * Namespace of the agents, with `nodeAgents` of level `privileged`. It contains agents only.
   *
   * @replaces every object. The agents read all files again
   */
  readonly namespace: string;
  /**
   * Version of Filebeat, 8.14.0 or later, and not later than that of Elasticsearch.
   *
   * @inPlace: the objects change with the image
   */
  readonly version: FilebeatVersion;
  /**
   * Image of Filebeat, of `version`.
   *
   * @rolls the agents, one node at a time
   */
  readonly image: ImageByDigest;
  /**
   * Elasticsearch that receives the logs.
   *
   * @replaces the ConfigMaps and the NetworkPolicies
   * @rolls the agents, one node at a time
   */
  readonly output: FilebeatOutput;
  /**
   * Endpoints of the API server, from which the agents read namespaces and pods.
   *
   * @replaces the NetworkPolicies
   * @rolls the agents, one node at a time
   */
  readonly apiServer: readonly Endpoint[];
  /**
   * Lifecycle policy of the data stream, which is one of `lifecyclePolicies` of the cluster. The index template of a version of Filebeat
   * keeps its policy: after a change, overwrite the template by `filebeat setup` in an agent.
   *
   * @default the policy `filebeat` of the version, which deletes nothing
   * @replaces the ConfigMaps
   * @rolls the agents, one node at a time
   */
  readonly lifecyclePolicy?: string;
  /**
   * Containers whose events have several lines.
   *
   * @default none: each line is an event
   * @replaces the ConfigMaps
   * @rolls the agents, one node at a time
   */
  readonly multiline?: readonly FilebeatMultiline[];
  /**
   * Inputs for log files of the nodes, by their id. Filebeat keeps its position in a file by this id.
   *
   * @default none: the logs of containers alone
   * @replaces the ConfigMaps
   * @rolls the agents, one node at a time
   */
  readonly inputs?: Readonly<Record<string, FilebeatInput>>;
  /**
   * Resource requests and limits of each agent.
   *
   * @default 100m CPU and 300Mi
   * @rolls the agents, one node at a time
   */
  readonly resources?: PodResources;
  /**
   * PriorityClass of the agents.
   *
   * @default none: priority 0
   * @rolls the agents, one node at a time
   */
  readonly priorityClass?: string;
  /**
   * Nodes that the agents run on.
   *
   * @default every node, tainted nodes included
   * @rolls the agents, one node at a time
   */
  readonly placement?: Placement;
}
