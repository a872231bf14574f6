import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { days, isAmount } from '../../core/units';
import type { DatabaseProps } from './props';
import { replicaName } from './replica';
import { checkStorage } from './storage';

/** Of one primary. Source: Amazon RDS quotas, "read replicas per primary". */
const mostReplicas = 15;

/** Fewer leave none beside RDS's own; more than this need a pooler. */
const connections = { min: 20, max: 5000 } as const;

export function checkDatabase(props: DatabaseProps): Finding[] {
  return [
    ...checkName('db-instance', props.name),
    ...checkVersions(props),
    ...checkStorage(props),
    ...checkBackups(props),
    ...checkConnections(props),
    ...checkReplicas(props),
  ];
}

function checkVersions({ engineVersion, passwordVersion }: DatabaseProps): Finding[] {
  const found: Finding[] = [];
  if (!/^\d+\.\d+$/.test(engineVersion)) {
    found.push({
      hint: `write it as '17.6'`,
      message: `a PostgreSQL version is MAJOR.MINOR, got '${engineVersion}'`,
      setting: 'engineVersion',
    });
  }
  if (passwordVersion !== undefined && (!Number.isInteger(passwordVersion) || passwordVersion < 1)) {
    found.push({
      hint: 'write 1, and one more for every new password',
      message: `passwordVersion is a whole number from 1, got ${passwordVersion}`,
      setting: 'passwordVersion',
    });
  }
  return found;
}

function checkBackups({ backupRetention, replicas = {} }: DatabaseProps): Finding[] {
  const setting = 'backupRetention';
  if (days(backupRetention) === 0 && Object.keys(replicas).length > 0) {
    return [
      {
        hint: `write it as '7d', or take the replicas out`,
        message: `read replicas are made from backups, and none are kept: got ${backupRetention}`,
        setting,
      },
    ];
  }
  if (isAmount(backupRetention, ['d']) && days(backupRetention) <= 35) return [];
  return [{ hint: `write it as '7d'`, message: `backups are kept from 1d to 35d, got ${backupRetention}`, setting }];
}

function checkConnections({ maxConnections }: DatabaseProps): Finding[] {
  const { min: min, max: max } = connections;
  if (maxConnections === undefined) return [];
  if (Number.isInteger(maxConnections) && maxConnections >= min && maxConnections <= max) return [];
  return [
    {
      hint: 'write 200, and share connections with a pooler if that is too few',
      message: `maxConnections is from ${min} to ${max}, got ${maxConnections}`,
      setting: 'maxConnections',
    },
  ];
}

function checkReplicas(props: DatabaseProps): Finding[] {
  const { blueGreen = false, name, passwordVersion, replicas = {} } = props;
  const count = Object.keys(replicas).length;
  if (count === 0) return [];
  const found: Finding[] = [];
  if (passwordVersion === undefined) {
    found.push({
      hint: 'set passwordVersion to 1: Terraform then passes a password on without keeping it',
      message: `RDS does not replicate an instance whose password it manages, got ${count} replica${count > 1 ? 's' : ''}`,
      setting: 'passwordVersion',
    });
  }
  if (blueGreen) {
    found.push({
      hint: 'set blueGreen to false, or take the replicas out before the upgrade',
      message: 'a blue/green update leaves read replicas with the old instance, got blueGreen with replicas',
      setting: 'blueGreen',
    });
  }
  if (count > mostReplicas) {
    found.push({
      hint: `take ${count - mostReplicas} out`,
      message: `a primary has at most ${mostReplicas} replicas, got ${count}`,
      setting: 'replicas',
    });
  }
  return [
    ...found,
    ...sortedEntries(replicas).flatMap(([key]) => checkReplica(name, key, props)),
    ...checkPromoted(props),
  ];
}

function checkReplica(name: string, key: string, { replicas = {} }: DatabaseProps): Finding[] {
  const setting = `replicas.${key}`;
  const { region, from, weight, ...names } = replicas[key] ?? {};
  const found = checkName('db-instance', `${name}-${replicaName(key, names)}`, setting);
  if (key === 'primary' || key === name) {
    found.push({
      hint: `name it after what it is for: 'reports'`,
      message: `a replica is not named like the primary, got '${key}'`,
      setting,
    });
  }
  if (weight !== undefined && region !== undefined) {
    found.push({
      hint: 'leave weight out: who is in that region asks it by its own address',
      message: `a replica in another region is not among the readers of this one, got weight ${weight}`,
      setting: `${setting}.weight`,
    });
  } else if (weight !== undefined && (!Number.isInteger(weight) || weight < 0 || weight > 255)) {
    found.push({ hint: 'write 1', message: `weight is from 0 to 255, got ${weight}`, setting: `${setting}.weight` });
  }
  if (from !== undefined && (from === key || !replicas[from]?.promoted)) {
    found.push({
      hint: 'name a replica that says promoted: true, or leave it out for the primary',
      message: `a replica replicates the primary or a promoted replica, got '${from}'`,
      setting: `${setting}.from`,
    });
  }
  return found;
}

function checkPromoted({ replicas = {} }: DatabaseProps): Finding[] {
  const promoted = sortedEntries(replicas).flatMap(([key, replica]) => (replica.promoted ? [key] : []));
  if (promoted.length < 2) return [];
  return [
    {
      hint: `take promoted from all but one`,
      message: `one instance is the primary, got ${promoted.length} promoted: ${promoted.join(', ')}`,
      setting: 'replicas',
    },
  ];
}
