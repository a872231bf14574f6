import type { AddressPlan, Cidr, TierSlot, ZoneSlot } from '../lib/core/cidr';
import type { Cpu, Duration, Memory, Storage } from '../lib/core/units';
import type { ServiceSettings } from '../lib/platform/definitions/service-settings';
import type { Waiver } from '../lib/rules/waiver';

/**
 * All settings in which one environment can differ from another. `base.ts` has a value for each; `lab.ts`, `staging.ts` and
 * `production.ts` override some of them. Records are merged key by key, lists are replaced as a whole, and `null` removes an
 * entry of a record (`zones: { c: null }`) or an optional setting (`mixedInstances: null`).
 */
export interface Environment {
  /** Short name, part of every physical name. */
  readonly name: string;
  /** AWS account. Each stack rejects credentials of another account. */
  readonly account: string;
  /** AWS region. */
  readonly region: string;
  /** Public DNS zone of the services. It must exist in the account, with a delegation in its parent zone. */
  readonly domain: string;
  /** Storage of Terraform's state. */
  readonly state: StateSettings;
  /**
   * Tags of all resources in AWS, in addition to `environment`, `managed-by` and `stack`.
   * @default none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /** Access logs of the load balancers. */
  readonly accessLogs: AccessLogsSettings;
  /** The load balancers. */
  readonly loadBalancer: LoadBalancerSettings;
  /**
   * Notification of alarms.
   * @default none: alarms are shown in the console only
   */
  readonly alarms?: AlarmsSettings;
  readonly network: NetworkSettings;
  readonly cluster: ClusterSettings;
  /** Groups of nodes, by name. */
  readonly nodeGroups: Readonly<Record<string, NodeGroupSettings>>;
  /** Size of each service, by its name. */
  readonly services: Readonly<Record<string, ServiceSettings>>;
  readonly rabbitmq: RabbitmqSettings;
  /** Operators and cluster services of other projects. */
  readonly addons: AddonsSettings;
  readonly monitoring: MonitoringSettings;
  readonly logging: LoggingSettings;
  readonly database: DatabaseSettings;
  /** ClusterSecretStore from which external-secrets creates the Secrets that services reference. */
  readonly secretStore: string;
  /**
   * Protection of resources that store data against destruction, by Terraform and by AWS. To destroy an environment, set it to
   * false, apply, and destroy.
   */
  readonly deletionProtection: boolean;
  /** Machine images pinned for this environment's region, by name: from `machine-images.lock.json`. */
  readonly machineImages: Readonly<Record<string, MachineImagePin>>;
  /**
   * Container images pinned for this environment, by workload (`web`, `web-canary`, `rabbitmq`): from
   * `container-images.lock.json`.
   */
  readonly containerImages: Readonly<Record<string, ContainerImagePin>>;
  /** ECR registry of the pinned images, if it belongs to this environment's account: from `container-images.lock.json`. */
  readonly registry?: RegistrySettings;
  /** Exceptions from checks, each with its reason and owner. */
  readonly waivers: readonly Waiver[];
}

export interface StateSettings {
  /** S3 bucket in this environment's account. The stack `bootstrap` creates it, and a KMS key of the same name. */
  readonly bucket: string;
}

export interface AccessLogsSettings {
  /** Time after which a log is deleted. */
  readonly retention: Duration;
}

export interface LoadBalancerSettings {
  /**
   * Ranges of the only clients of the internet-facing load balancer, by a name of your choice: `{ office: '203.0.113.0/24' }`.
   * @default none: everybody
   */
  readonly allowedRanges?: Readonly<Record<string, Cidr>>;
  /**
   * Web ACL (WAFv2, regional) that filters requests. It exists in the account under this name.
   * @default none
   */
  readonly webAcl?: string;
  /** Share of failed requests, in percent, at which an instance refresh of the nodes stops. */
  readonly maxErrorRatePercent: number;
}

export interface AlarmsSettings {
  /** SNS topic of the people on call. It exists in the account and region, and its policy lets CloudWatch publish. */
  readonly topic: string;
}

export interface NetworkSettings extends AddressPlan {
  readonly cidr: Cidr;
  /**
   * Tiers by name: nodes and internal load balancers are in `private`, and only pods have addresses of `pods`. A tier that is
   * added later takes a free slot and moves no other.
   */
  readonly tiers: Readonly<Record<'public' | 'private' | 'pods' | 'data' | 'endpoints', TierSettings>> &
    Readonly<Record<string, TierSettings>>;
  /** Availability zones by their letter. A zone that is added later takes a free slot and moves no other. */
  readonly zones: Readonly<Record<string, ZoneSlot>>;
  /** NAT gateways of private subnets: none, one, one for each zone, or one that spans zones. */
  readonly nat: 'none' | 'single' | 'per-zone' | 'regional';
  /**
   * Route from nodes to the AWS API: through NAT, or through interface endpoints, one for each service and zone at about $8 a
   * month.
   */
  readonly awsApiAccess: 'nat' | 'interface-endpoints';
  /**
   * Flow logs: the interval over which connections are aggregated, and the time after which a record is deleted, in whole days.
   * Records are Parquet files in a bucket, to be queried with Athena. One-minute records are about three times as many.
   */
  readonly flowLogs: { readonly maxAggregationInterval: '60s' | '600s'; readonly retention: Duration };
}

export interface TierSettings extends TierSlot {
  /** `public`: reachable from the internet. `private`: reaches the internet through NAT. `isolated`: neither. */
  readonly access: 'public' | 'private' | 'isolated';
}

export interface ClusterSettings {
  /** DNS domain of the cluster, which kubeadm, kubelet, CoreDNS and certificates share. */
  readonly domain: string;
  /** Addresses of Services. They overlap with no network. */
  readonly serviceCidr: Cidr;
  /** Version of the Pod Security standards, at most the minor version of the API server: `v1.34`. */
  readonly podSecurityVersion: `v1.${number}`;
  /**
   * Address of a DNS cache on every node, to which pods send their queries: `169.254.20.10` for NodeLocal DNSCache.
   * @default none: the pods of `kube-dns` answer
   */
  readonly nodeLocalDns?: string;
}

export interface NodeGroupSettings {
  /** Machine image, by its name in `machine-images.lock.json`. */
  readonly image: string;
  /** EC2 instance type. */
  readonly instanceType: string;
  /**
   * Other instance types, and the share of spot instances.
   * @default none: one type, on demand
   */
  readonly mixedInstances?: {
    /** Instance types of about the same size. On-demand instances use the first one that is available. */
    readonly alternatives: readonly string[];
    /** Number of instances in each zone that are always on demand. */
    readonly onDemandBase: number;
    /** Share of on-demand instances above `onDemandBase`, in percent. */
    readonly onDemandPercentageAboveBase: number;
  };
  /** Minimum number of nodes in each zone. */
  readonly minSizePerZone: number;
  /** Maximum number of nodes in each zone. */
  readonly maxSizePerZone: number;
  /** Former name of the group. Its resources keep their names in AWS and are not replaced. */
  readonly renamedFrom?: string;
  /**
   * Name in AWS.
   * @default the names of the environment and of the group, or its former name
   */
  readonly physicalName?: string;
  /** Size of the encrypted root volume. */
  readonly rootVolume: Storage;
  /** Kubernetes node labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** Kubernetes taints, by their key: `{ dedicated: 'transfer:NoSchedule' }`. */
  readonly taints: Readonly<Record<string, string>>;
}

export interface RabbitmqSettings {
  /** Node group of its pods. */
  readonly nodeGroup: string;
  /** Number of RabbitMQ nodes: odd, so that one side of a network partition has the majority. */
  readonly replicas: number;
  readonly cpu: Cpu;
  readonly memory: Memory;
  /** Volume of each node. It can grow, not shrink. */
  readonly storage: Storage;
}

export interface AddonsSettings {
  /** Node group of their pods. */
  readonly nodeGroup: string;
}

export interface MonitoringSettings {
  /** Node group of Prometheus and Alertmanager. */
  readonly nodeGroup: string;
  /** Slack channel of alerts: `#platform-alerts`. */
  readonly channel: string;
  /** True to page the people on call for critical alerts. */
  readonly pager: boolean;
  /**
   * True to send the alert that always fires to a service outside of the cluster, which reports when it stops: alerts are not delivered
   * any more. An environment that pages has it.
   */
  readonly watchdog: boolean;
  /** CPU of each of the two servers of Prometheus. */
  readonly cpu: Cpu;
  readonly memory: Memory;
  /** Volume of each server. */
  readonly storage: Storage;
  /** Time that samples are kept. */
  readonly retention: Duration;
}

export interface LoggingSettings {
  /** Node group of Elasticsearch and Kibana. Agents run on every node. */
  readonly nodeGroup: string;
  /** Number of Elasticsearch nodes: odd, and spread over the zones, so that a lost zone leaves the majority. */
  readonly replicas: number;
  /** CPU of each node. */
  readonly cpu: Cpu;
  readonly memory: Memory;
  /** Volume of each node. It can grow, not shrink. */
  readonly storage: Storage;
  /** Time that logs are kept. */
  readonly retention: Duration;
}

export interface DatabaseSettings {
  /** PostgreSQL version, MAJOR.MINOR. */
  readonly engineVersion: string;
  /**
   * Permission to upgrade to a new major version, for one apply, in which all changes take effect at once.
   * @default false
   */
  readonly allowMajorVersionUpgrade?: boolean;
  /**
   * Backup that the primary is created from: `{ snapshot }`, or `{ instance, time }`. It has no effect on an existing instance.
   * @default none: an empty database
   */
  readonly restoreFrom?: RestoreSettings;
  /** RDS instance class. */
  readonly instanceClass: string;
  readonly storage: Storage;
  /** Standby in another zone, with automatic failover. */
  readonly multiAz: boolean;
  /** Period over which the database can be restored to any point in time. */
  readonly backupRetention: Duration;
  /**
   * Maximum number of connections. An alarm reports when most of them are in use. After a higher number reboot the replicas before the
   * primary, after a lower one the primary first.
   */
  readonly maxConnections: number;
  /** Version of the password. A higher number creates a new one. The password is in no file, state or plan. */
  readonly passwordVersion: number;
  /** Read replicas by name. */
  readonly replicas: Readonly<Record<string, ReplicaSettings>>;
}

export interface RestoreSettings {
  /**
   * Identifier of a snapshot.
   * @default none: `instance` is restored
   */
  readonly snapshot?: string;
  /**
   * Identifier of an instance with automated backups.
   * @default none: `snapshot` is restored
   */
  readonly instance?: string;
  /**
   * Point in time in UTC: `2026-11-26T03:15:00Z`.
   * @default the latest restorable one
   */
  readonly time?: string;
}

export interface ReplicaSettings {
  /**
   * RDS instance class.
   * @default the class of the primary
   */
  readonly instanceClass?: string;
  /**
   * Standby of the replica in another zone.
   * @default false
   */
  readonly multiAz?: boolean;
  /**
   * Weight among the readers, 0 to 255; at 0 it gets no queries.
   * @default 1
   */
  readonly weight?: number;
  /**
   * Retention of its own automated backups.
   * @default none: the primary has backups
   */
  readonly backupRetention?: Duration;
  /**
   * Replica lag above which its alarm goes off.
   * @default '120s'
   */
  readonly maxReplicaLag?: Duration;
  /**
   * Promotion to the primary, once its runbook has promoted it in AWS. It cannot be undone.
   * @default false
   */
  readonly promoted?: boolean;
  /**
   * Promoted replica that a new replica replicates. An existing one keeps its source.
   * @default the primary
   */
  readonly sourceReplica?: string;
  /** Former name of the replica. The instance is not replaced and keeps its name in AWS. */
  readonly renamedFrom?: string;
  /**
   * End of its names in AWS.
   * @default the name of the replica, or its former name
   */
  readonly physicalName?: string;
}

export interface MachineImagePin {
  /** AMI in the environment's region. */
  readonly id: string;
  /** Kubernetes version of the image. */
  readonly kubernetesVersion: string;
  /** Content hash of the recipe that the image was built from: equal in two environments that run the same image. */
  readonly recipe: string;
  /**
   * Processor architecture of the image, which the instance types of its node groups must have.
   * @default 'x86_64'
   */
  readonly architecture?: 'arm64' | 'x86_64';
  /**
   * Owner of the image: the id of another account that shares it.
   * @default 'self'
   */
  readonly owner?: string;
  /**
   * Name of the image's root device.
   * @default '/dev/sda1'
   */
  readonly rootDevice?: string;
}

export interface ContainerImagePin {
  /** Repository, with its registry. */
  readonly repository: string;
  /** `sha256:…` of the image manifest. */
  readonly digest: string;
  /**
   * Tag of the image at its publisher, which contains its version: `4.2.9-management`. Required for RabbitMQ.
   * @default none
   */
  readonly tag?: string;
  /**
   * Platforms that the image is built for. The digest of an image for several platforms is that of its index.
   * @default ['linux/amd64']
   */
  readonly platforms?: readonly ('linux/amd64' | 'linux/arm64')[];
}

export interface RegistrySettings {
  /** Repositories, by name. */
  readonly repositories: readonly string[];
  /** Accounts whose nodes pull images, by the environment's name. */
  readonly pullAccounts: Readonly<Record<string, string>>;
}

/** Settings without a default: each environment's own file sets them. */
export type EnvironmentOverrides = Pick<Environment, 'account' | 'region' | 'domain' | 'state' | 'alarms'> & {
  readonly network: Pick<Environment['network'], 'cidr'>;
};

/** Settings that the lock files contain. */
export type LockedSettings = Pick<Environment, 'machineImages' | 'containerImages' | 'registry'>;

/** Settings of `base.ts`, shared by all environments: those of `EnvironmentOverrides` are left out. */
export type BaseSettings = Omit<Environment, 'name' | keyof LockedSettings | keyof EnvironmentOverrides> & {
  readonly network: Omit<Environment['network'], keyof EnvironmentOverrides['network']>;
};
