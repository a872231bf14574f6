import { instanceTypes } from '../aws/compute/instance-types';

/** On-Demand prices of one region in USD. */
export interface Prices {
  /** Prices of one for an hour. */
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
  /** Prices of one for a month. */
  readonly month: Readonly<Record<'alarm' | 'key' | 'metric' | 'secret' | 'webAcl' | 'webAclRule' | 'zone', number>>;
  /** Prices of one GB for a month. */
  readonly storage: Readonly<Record<'bucket' | 'database' | 'databaseBackup' | 'images' | 'logs' | 'volume', number>>;
  /** The price of one GB of ingested logs. */
  readonly logsIn: number;
  /** The price of one GB of logs that a service delivers to a bucket, as Parquet files. */
  readonly logsToBucket: number;
  /** Prices of one IOPS of a gp3 volume for a month, above the included ones. */
  readonly operations: Readonly<Record<'database' | 'volume', number>>;
  /** Prices of one MiB/s of a gp3 volume for a month, above the included ones. */
  readonly throughput: Readonly<Record<'database' | 'volume', number>>;
  /** Prices of a Linux instance of the size `large` for an hour, by family. */
  readonly instances: Readonly<Record<string, number>>;
  /** Prices of an RDS instance for PostgreSQL of the size `large` for an hour, without a standby, by family. */
  readonly databases: Readonly<Record<string, number>>;
}

/** The date of the newest price. */
export const pricesDate = '2026-10-08';

/**
 * On-Demand list prices without tax, free tiers and discounts (Savings Plans, reserved instances, agreements).
 *
 * The prices are those of the public price list, as publications and bills quote it; they were not read from AWS itself. Those
 * of gp3 volumes, NAT gateways, interface endpoints, addresses, application load balancers, database storage, db.t4g and the
 * instances c5, c5a, c6a, c6g, c6i, c7a, c7g, m7g, m7i, r7g and t4g are of 2026. Those of the databases m5, m6g, r5, r6g and t3
 * are of 2021; m6i and r6i are assumed to cost the same as m5 and r5. The others are commonly known and were not verified again.
 * Resources without a price are listed as not priced.
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
    // Delivery (0.285) and the conversion to Parquet (0.035).
    logsToBucket: 0.32,
    operations: { database: 0.022, volume: 0.0055 },
    throughput: { database: 0.088, volume: 0.044 },
    instances: {
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

/** The hours of an average month, as in the AWS Pricing Calculator. */
export const hours = 730;

/** Usage that the configuration does not determine. */
export const assumptions = {
  /** Average capacity units of a load balancer: 25 new connections a second, or a GB an hour. */
  loadBalancerUnits: 1,
  /** The Spot price as a fraction of the On-Demand price. In eu-west-1, types of c5 to c7a were at 0.4 to 0.55 in 2026. */
  spot: 0.5,
  /** The fraction of its storage that a database changes in a day, and that each day of backups adds. */
  dailyChange: 0.02,
  /** GB that a log group ingests in a month. */
  logs: 5,
  /**
   * GB of flow logs in a month for each instance of the environment, by their aggregation interval in seconds. Health checks and
   * requests through a node port are connections of their own, which two interfaces record in both directions: ten a second are
   * 10 GB. Long connections have a record in every interval.
   */
  flowLogs: { 60: 30, 600: 10 },
  /** The months of storage that are counted for logs without a retention. */
  endlessLogs: 12,
  /** GB in a bucket. */
  bucket: 10,
  /** GB of images in a repository. */
  images: 5,
} as const;

/**
 * Returns the price of an instance type, such as `m6i.xlarge`, for an hour, or NaN. Other sizes than `large` are its multiples;
 * the price list rounds some of them in the fourth decimal.
 */
export function instancePrice({ instances }: Prices, type: string): number {
  return timesLarge(instances, type);
}

/** Returns the price of an RDS instance class, such as `db.m6g.xlarge`, for an hour, or NaN. */
export function databasePrice({ databases }: Prices, instanceClass: string): number {
  return instanceClass.startsWith('db.') ? timesLarge(databases, instanceClass.slice('db.'.length)) : Number.NaN;
}

/** Returns the price of an existing type as a multiple of `large`. RDS names its classes after instance types. */
function timesLarge(families: Readonly<Record<string, number>>, type: string): number {
  const [family = '', size = ''] = type.split('.');
  const large = Object.hasOwn(families, family) && Object.hasOwn(instanceTypes, type) ? families[family] : undefined;
  return (large ?? Number.NaN) * multipleOfLarge(size);
}

/** Returns the multiple of `large`: `medium` is 0.5, `xlarge` is 2, `4xlarge` is 8. */
function multipleOfLarge(size: string): number {
  const power = ['nano', 'micro', 'small', 'medium', 'large'].indexOf(size);
  return power < 0 ? 2 * Number(size.replace('xlarge', '') || 1) : 2 ** (power - 4);
}
