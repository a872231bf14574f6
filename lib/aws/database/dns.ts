import type { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { ReaderEndpoint } from './reader-endpoint';
import { type DatabaseReplica, replicaName } from './replica';
import type { ReplicaProps } from './replica-props';
import type { IPrivateZone } from '../dns/private-zone';

/** The instances that the host names of a database point to. */
interface DatabaseRecords {
  readonly primary: DbInstance;
  /** The props of the replicas by key. */
  readonly replicas: Readonly<Record<string, ReplicaProps>>;
  /** The constructs of the replicas by key. */
  readonly created: Readonly<Record<string, DatabaseReplica>>;
  /** The zone of the records. */
  readonly zone: IPrivateZone;
}

/** TTL in seconds. RDS itself fails over within a minute, so a longer TTL would delay it. */
const ttl = 30;

/** Returns the host name of the primary. */
export function primaryHost(zone: string): string {
  return `primary.postgres.${zone}`;
}

/** Returns the host name of the readers. */
export function replicaHost(zone: string): string {
  return `replica.postgres.${zone}`;
}

/** Creates the records of the primary and of the readers. */
export function createDatabaseRecords(
  database: Construct,
  { created, primary, replicas, zone }: DatabaseRecords,
): void {
  const promoted = sortedEntries(replicas).find(([, replica]) => replica.promoted)?.[0];
  const writer = created[promoted ?? '']?.instance ?? primary;
  new Route53Record(database, 'name', {
    name: primaryHost(zone.name),
    records: [writer.address],
    ttl,
    type: 'CNAME',
    zoneId: zone.zoneId,
  });

  const readers = sortedEntries(replicas).flatMap(([key, replica]) => {
    const { region, promoted: isPrimary, renamedFrom, weight = 1 } = replica;
    if (isPrimary || region) return [];
    const address = created[key]?.instance.address ?? '';
    return [[key, { address, name: replicaName(key, replica), renamedFrom, weight }] as const];
  });
  new ReaderEndpoint(database, 'replica-name', {
    fallback: writer.address,
    name: replicaHost(zone.name),
    readers: Object.fromEntries(readers),
    ttl,
    zoneId: zone.zoneId,
  });
}
