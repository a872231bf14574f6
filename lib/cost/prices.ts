import { instanceTypes } from '../aws/compute/instance-types';

/** What AWS asks for in one region, in USD, on demand. */
export interface Prices {
  /** An hour of one. */
  readonly hour: Readonly<
    Record<
      | 'applicationLoadBalancer'
      | 'applicationLoadBalancerUnit'
      | 'interfaceEndpoint'
      | 'natGateway'
      | 'networkLoadBalancer'
      | 'networkLoadBalancerUnit'
      | 'publicAddress',
      number
    >
  >;
  /** A month of one. */
  readonly month: Readonly<Record<'alarm' | 'key' | 'metric' | 'secret' | 'webAcl' | 'webAclRule' | 'zone', number>>;
  /** A month of one GB. */
  readonly storage: Readonly<Record<'bucket' | 'database' | 'databaseBackup' | 'images' | 'logs' | 'volume', number>>;
  /** One GB of logs that comes in. */
  readonly logsIn: number;
  /** A month of one operation a second of a gp3 volume, above what is included. */
  readonly operations: Readonly<Record<'database' | 'volume', number>>;
  /** A month of one MiB a second of a gp3 volume, above what is included. */
  readonly throughput: Readonly<Record<'database' | 'volume', number>>;
  /** An hour of a Linux machine of the size `large`, by family. */
  readonly machines: Readonly<Record<string, number>>;
  /** An hour of an RDS instance for PostgreSQL of the size `large`, without a standby, by family. */
  readonly databases: Readonly<Record<string, number>>;
}

/** The day of the newest reading. */
export const pricesDate = '2026-10-08';

/**
 * AWS' list prices on demand, without tax, free tiers and discounts (Savings Plans, reserved instances, agreements).
 *
 * Source: AWS' public price list, as published readings of it and bills quote it; nobody asked AWS itself. Of 2026 are gp3
 * volumes, NAT gateways, interface endpoints, addresses, application load balancers, the storage of databases, db.t4g, and the
 * machines c5, c5a, c6a, c6g, c6i, c7a, c7g, m7g, m7i, r7g and t4g. Of 2021 are the databases m5, m6g, r5, r6g and t3; those of
 * m6i and r6i are taken to cost what m5 and r5 do. The others are commonly known figures that were not read again. What is not
 * here is told as not priced.
 */
export const prices: Readonly<Record<string, Prices>> = {
  'eu-west-1': {
    hour: {
      applicationLoadBalancer: 0.0252,
      applicationLoadBalancerUnit: 0.008,
      interfaceEndpoint: 0.011,
      natGateway: 0.048,
      networkLoadBalancer: 0.0252,
      networkLoadBalancerUnit: 0.006,
      publicAddress: 0.005,
    },
    month: { alarm: 0.1, key: 1, metric: 0.3, secret: 0.4, webAcl: 5, webAclRule: 1, zone: 0.5 },
    storage: {
      bucket: 0.023,
      database: 0.127,
      databaseBackup: 0.095,
      images: 0.1,
      logs: 0.03,
      volume: 0.088,
    },
    logsIn: 0.57,
    operations: { database: 0.022, volume: 0.0055 },
    throughput: { database: 0.088, volume: 0.044 },
    machines: {
      c5: 0.096,
      c5a: 0.086,
      c6a: 0.08208,
      c6g: 0.07296,
      c6i: 0.0912,
      c7a: 0.11012,
      c7g: 0.0775,
      c7i: 0.09576,
      m5: 0.107,
      m5a: 0.096,
      m6a: 0.0963,
      m6g: 0.086,
      m6i: 0.107,
      m7a: 0.1292,
      m7g: 0.09095,
      m7i: 0.11235,
      r5: 0.141,
      r5a: 0.127,
      r6a: 0.1269,
      r6g: 0.1128,
      r6i: 0.141,
      r7g: 0.11985,
      r7i: 0.14805,
      t3: 0.0912,
      t4g: 0.0736,
    },
    databases: { m5: 0.197, m6g: 0.176, m6i: 0.197, r5: 0.28, r6g: 0.252, r6i: 0.28, t3: 0.156, t4g: 0.138 },
  },
};

/** An average month, as AWS' own calculator has it. */
export const hours = 730;

/** What no description tells, and an estimate takes as given. */
export const assumptions = {
  /** Units of capacity that a load balancer uses on average: 25 new connections a second, or a GB an hour. */
  loadBalancerUnits: 1,
  /** What a machine on spot costs, of its price on demand. In eu-west-1, types of c5 to c7a were at 0.4 to 0.55 in 2026. */
  spot: 0.5,
  /** How much of its storage a database changes in a day. Each day of backups keeps as much, and as much as the storage is free. */
  dailyChange: 0.02,
  /** GB that a log group takes in, in a month. */
  logs: 5,
  /** GB that the records of a network's connections are, in a month, by the seconds over which they are joined. */
  flowLogs: { 60: 30, 600: 10 },
  /** For how many months logs without an end are counted. */
  endlessLogs: 12,
  /** GB that a bucket holds. */
  bucket: 10,
  /** GB of images that a repository holds. */
  images: 5,
} as const;

/**
 * An hour of a machine of a type, such as `m6i.xlarge`; no number where it is not known. Other sizes than `large` are its
 * multiples: AWS' list rounds some of them in the fourth place.
 */
export function machinePrice({ machines }: Prices, type: string): number {
  return timesLarge(machines, type);
}

/** An hour of an RDS instance of a class, such as `db.m6g.xlarge`; no number where it is not known. */
export function databasePrice({ databases }: Prices, instanceClass: string): number {
  return instanceClass.startsWith('db.') ? timesLarge(databases, instanceClass.slice('db.'.length)) : Number.NaN;
}

/** Only types that exist: RDS names its classes after the machines that they are. */
function timesLarge(families: Readonly<Record<string, number>>, type: string): number {
  const [family = '', size = ''] = type.split('.');
  const large = Object.hasOwn(families, family) && Object.hasOwn(instanceTypes, type) ? families[family] : undefined;
  return (large ?? Number.NaN) * larges(size);
}

/** How many of `large` a size is: `medium` is a half, `xlarge` two, `4xlarge` eight. */
function larges(size: string): number {
  const power = ['nano', 'micro', 'small', 'medium', 'large'].indexOf(size);
  return power < 0 ? 2 * Number(size.replace('xlarge', '') || 1) : 2 ** (power - 4);
}
