import type { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { ReaderEndpoint } from './reader-endpoint';
import { type DatabaseReplica, replicaName, type ReplicaProps } from './replica';
import type { IPrivateZone } from '../dns/private-zone';

/** What a database's names lead to. */
interface Named {
  readonly primary: DbInstance;
  /** What was asked for, by the replica's key. */
  readonly replicas: Readonly<Record<string, ReplicaProps>>;
  /** What was made of it. */
  readonly made: Readonly<Record<string, DatabaseReplica>>;
  /** Where the names are written. */
  readonly zone: IPrivateZone;
}

/** Follows a failover within a minute, as RDS moves its own address; a longer life of a name would outlast it. */
const nameTtl = 30;

export function primaryHost(zone: string): string {
  return `primary.postgres.${zone}`;
}

export function replicaHost(zone: string): string {
  return `replica.postgres.${zone}`;
}

/** The name of the one instance that is written to, and the name of those that are read. */
export function createDatabaseRecords(database: Construct, { made, primary, replicas, zone }: Named): void {
  const promoted = sortedEntries(replicas).find(([, replica]) => replica.promoted)?.[0];
  const writer = made[promoted ?? '']?.instance ?? primary;
  new Route53Record(database, 'name', {
    name: primaryHost(zone.name),
    records: [writer.address],
    ttl: nameTtl,
    type: 'CNAME',
    zoneId: zone.zoneId,
  });

  const readers = sortedEntries(replicas).flatMap(([key, replica]) => {
    const { region, promoted: alone, renamedFrom, weight = 1 } = replica;
    if (alone || region) return [];
    const address = made[key]?.instance.address ?? '';
    return [[key, { address, knownAs: replicaName(key, replica), renamedFrom, weight }] as const];
  });
  new ReaderEndpoint(database, 'replica-name', {
    fallback: writer.address,
    name: replicaHost(zone.name),
    readers: Object.fromEntries(readers),
    ttl: nameTtl,
    zoneId: zone.zoneId,
  });
}
