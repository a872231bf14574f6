import type { AddressPlan, Cidr, TierSlot, ZoneSlot } from '../lib/core/cidr';
import type { Cpu, Duration, LogRetention, Memory, Storage } from '../lib/core/units';
import type { ServiceSettings } from '../lib/platform/service-settings';
import type { Waiver } from '../lib/rules/waiver';

/**
 * Everything in which one environment may differ from another. `base.ts` answers every question once; `lab.ts`,
 * `staging.ts` and `production.ts` say only what is different, and why.
 */
export interface Environment {
  /** Short name, part of every physical name. */
  readonly name: string;
  /** The AWS account. A plan with credentials of any other account fails. */
  readonly account: string;
  /** The AWS region. */
  readonly region: string;
  /** The public DNS zone that services are exposed in. It exists in the account, and is delegated to. */
  readonly domain: string;
  /** Where Terraform's state is kept. */
  readonly state: StateSettings;
  /** The record of every request to the public load balancer. */
  readonly accessLogs: AccessLogsSettings;
  /** The way in from the internet. */
  readonly loadBalancer: LoadBalancerSettings;
  /** Who is told of alarms. Left out: nobody, and alarms are only shown. */
  readonly alarms?: AlarmsSettings;
  readonly network: NetworkSettings;
  readonly cluster: ClusterSettings;
  /** Machines that run pods, by name. */
  readonly nodeGroups: Readonly<Record<string, NodeGroupSettings>>;
  /** How much of each service runs here, by the service's name. */
  readonly services: Readonly<Record<string, ServiceSettings>>;
  readonly rabbitmq: RabbitmqSettings;
  readonly database: DatabaseSettings;
  /** The ClusterSecretStore from which external-secrets creates the Secrets that services reference. */
  readonly secretStore: string;
  readonly protection: ProtectionSettings;
  /** Machine images pinned for this environment's region, by name: from `machine-images.lock.json`. */
  readonly machineImages: Readonly<Record<string, MachineImagePin>>;
  /** Service images pinned for this environment, by the name of what runs them (`web`, `web-canary`): from `container-images.lock.json`. */
  readonly containerImages: Readonly<Record<string, ContainerImagePin>>;
  /** The registry that releases come from, where its account is this environment's: from `container-images.lock.json`. */
  readonly registry?: RegistrySettings;
  /** Rules that do not hold here, each with its reason and owner. */
  readonly waivers: readonly Waiver[];
}

export interface StateSettings {
  /** The S3 bucket, in this environment's own account: the stack `bootstrap` makes it, and a key of the same name. */
  readonly bucket: string;
}

export interface AccessLogsSettings {
  /** How long it is kept. */
  readonly retention: Duration;
}

export interface LoadBalancerSettings {
  /** The web ACL (WAFv2, regional) that looks at every request first. It exists in the account, under this name. Left out: none. */
  readonly webAcl?: string;
  /** Failed requests, in percent of all, above which a roll of the machines behind it stops. */
  readonly maxErrorRatePercent: number;
}

export interface AlarmsSettings {
  /** The SNS topic of those who are on call. It exists in the account and region, under this name, and CloudWatch may publish to it. */
  readonly topic: string;
}

export interface NetworkSettings extends AddressPlan {
  readonly cidr: Cidr;
  /** Tiers by name. One that is added later takes a free slot and moves nothing. */
  readonly tiers: Readonly<Record<'public' | 'private' | 'data' | 'endpoints', TierSettings>> &
    Readonly<Record<string, TierSettings>>;
  /** Availability zones by their letter. A zone that is added later takes a free slot and moves nothing. */
  readonly zones: Readonly<Record<string, ZoneSlot>>;
  /** How private subnets reach the internet: not at all, through one gateway, one in each zone, or one that spans zones. */
  readonly nat: 'none' | 'single' | 'per-zone' | 'regional';
  /**
   * How machines reach AWS itself: through NAT, or at private addresses, one for each service that they need in each zone.
   * Those cost about $8 a month each.
   */
  readonly awsApiAccess: 'nat' | 'interface-endpoints';
  /** What is recorded of every connection: each how long, and kept for how long. */
  readonly flowLogs: { readonly interval: '60s' | '600s'; readonly retention: LogRetention };
}

export interface TierSettings extends TierSlot {
  /** Reached from the internet, reaching it through NAT, or neither. */
  readonly access: 'public' | 'private' | 'isolated';
}

export interface ClusterSettings {
  /** The cluster's DNS domain: what kubeadm, kubelet, CoreDNS and certificates share, and workloads are told. */
  readonly domain: string;
  /** Addresses of Services. Overlaps with no network. */
  readonly serviceCidr: Cidr;
  /** The minor version whose Pod Security standards hold, at most the API server's: `v1.34`. */
  readonly podSecurityVersion: `v1.${number}`;
}

export interface NodeGroupSettings {
  /** The machine image, by its name in `machine-images.lock.json`. */
  readonly image: string;
  /** EC2 instance type. */
  readonly instanceType: string;
  /** Types that may take its place, and how many machines are bought on spot. Left out: one type, on demand. */
  readonly mixedInstances?: {
    /** Of about the same size. The order is the preference where machines are bought on demand. */
    readonly alternatives: readonly string[];
    /** Machines that are always on demand. */
    readonly onDemandBase: number;
    /** How much of what is above them is on demand, in percent. */
    readonly onDemandPercentageAboveBase: number;
  };
  /** Machines at least. */
  readonly minSize: number;
  /** Machines at most. */
  readonly maxSize: number;
  /** What the group was called: its machines and its names in AWS are kept. */
  readonly renamedFrom?: string;
  /** The name in AWS. Left out: the environment's and the group's (former) name. */
  readonly physicalName?: string;
  /** Encrypted root volume. */
  readonly rootVolume: Storage;
  /** Kubernetes node labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** Kubernetes taints, by their key: `{ dedicated: 'transfer:NoSchedule' }`. */
  readonly taints: Readonly<Record<string, string>>;
}

export interface RabbitmqSettings {
  /** The node group that its pods run on. */
  readonly nodeGroup: string;
  /** RabbitMQ nodes: an odd number, so that one side of a split has the majority. */
  readonly replicas: number;
  readonly cpu: Cpu;
  readonly memory: Memory;
  /** Each node's volume. It can grow, never shrink. */
  readonly storage: Storage;
}

export interface DatabaseSettings {
  /** PostgreSQL version, MAJOR.MINOR. */
  readonly engineVersion: string;
  /** RDS instance class. */
  readonly instanceClass: string;
  readonly storage: Storage;
  /** A standby in another zone that takes over by itself. */
  readonly multiAz: boolean;
  /** How far back the database can be restored. */
  readonly backupRetention: Duration;
  /** Connections at most; an alarm tells when they are nearly used up. */
  readonly maxConnections: number;
  /** Raised by one to make a new password. The password itself is in no file, state or plan. */
  readonly passwordVersion: number;
  /** Read replicas by name, ready to take over. */
  readonly replicas: Readonly<Record<string, ReplicaSettings>>;
}

export interface ReplicaSettings {
  /** RDS instance class. Left out: as the primary's. */
  readonly instanceClass?: string;
  /** A standby of its own. */
  readonly multiAz?: boolean;
}

export interface ProtectionSettings {
  /**
   * Whether what holds data refuses to be destroyed, by Terraform and by AWS.
   * To destroy an environment on purpose, set it to false, apply, and destroy.
   */
  readonly stateful: boolean;
}

export interface MachineImagePin {
  /** The AMI in the environment's region. */
  readonly id: string;
  /** The Kubernetes version baked into it. */
  readonly kubernetesVersion: string;
  /** Content hash of the recipe that it was built from. */
  readonly recipe: string;
}

export interface ContainerImagePin {
  /** Repository, with its registry. */
  readonly repository: string;
  /** `sha256:…` of the image manifest. */
  readonly digest: string;
}

export interface RegistrySettings {
  /** Repositories, by name. */
  readonly repositories: readonly string[];
  /** Accounts of the environments whose machines pull, by the environment's name. */
  readonly pullAccounts: Readonly<Record<string, string>>;
}

/** What an environment says of itself: no other one has it. */
export type EnvironmentOverrides = Pick<Environment, 'account' | 'region' | 'domain' | 'state' | 'alarms'> & {
  readonly network: Pick<Environment['network'], 'cidr'>;
};

/** What `base.ts` says for all. */
export type BaseSettings = Omit<
  Environment,
  | 'name'
  | 'machineImages'
  | 'containerImages'
  | 'registry'
  | 'account'
  | 'region'
  | 'domain'
  | 'state'
  | 'alarms'
  | 'network'
> & {
  readonly network: Omit<Environment['network'], 'cidr'>;
};
