import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { checkDays, days } from '../../core/units';
import type { DatabaseProps } from './props';
import { replicaName } from './replica';
import { checkRestore } from './restore';
import { checkStorage } from './storage';
import { checkEngineVersion, checkInstanceClass, largestConnections } from './versions';

/**
 * The quota of read replicas of one primary.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html
 */
const maxReplicas = 15;

/** Fewer connections leave none in addition to those of RDS; more of them require a pooler. */
const connections = { min: 20, max: 5000 } as const;

/** True for a number of connections that a database permits. */
export function isMaxConnections(number: number): boolean {
  return Number.isInteger(number) && number >= connections.min && number <= connections.max;
}

/** Returns findings about the props of a database and its replicas. */
export function checkDatabase(props: DatabaseProps, region: string | undefined): Finding[] {
  return [
    ...checkName('db-instance', props.name),
    ...checkZones(props),
    ...checkVersions(props),
    ...checkInstanceClass(props.instanceClass, 'instanceClass'),
    ...checkRestore(props.restoreFrom, props.name, region),
    ...checkStorage(props),
    ...checkBackups(props),
    ...checkConnections(props),
    ...checkReplicas(props),
  ];
}

/**
 * Checks that the subnets of the primary, and of each replica in another region, are in two zones.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
 */
function checkZones({ network, replicas = {}, tier }: DatabaseProps): Finding[] {
  const subnetGroups = [
    { network, setting: ['tier'], tier },
    ...sortedEntries(replicas).flatMap(([key, { region }]) =>
      region ? [{ network: region.network, setting: ['replicas', key, 'region', 'tier'], tier: region.tier }] : [],
    ),
  ];
  return subnetGroups.flatMap(({ network: each, setting, tier: name }): Finding[] => {
    const zones = Object.keys(each.subnets(name)).length;
    // An invalid network has no subnets, and reports itself.
    if (each.isInvalid || zones >= 2) return [];
    return [
      {
        id: 'database-zones',
        setting,
        message: `tier must have subnets in at least two zones for a database; got ${zones} in '${name}'`,
        hint: 'add a zone to the network, or choose another tier: RDS rejects a subnet group in one zone',
      },
    ];
  });
}

function checkVersions({ engineVersion, passwordVersion }: DatabaseProps): Finding[] {
  const found = checkEngineVersion(engineVersion);
  if (passwordVersion !== undefined && (!Number.isInteger(passwordVersion) || passwordVersion < 1)) {
    found.push({
      id: 'password-version',
      setting: 'passwordVersion',
      message: `passwordVersion must be a whole number from 1; got ${passwordVersion}`,
      hint: 'write 1, and add one for every new password',
    });
  }
  return found;
}

function checkBackups({ backupRetention, replicas = {} }: DatabaseProps): Finding[] {
  const setting = 'backupRetention';
  if (days(backupRetention) === 0 && Object.keys(replicas).length > 0) {
    return [
      {
        id: 'database-backups',
        setting,
        message: `backupRetention must be at least 1d with replicas (RDS creates them from backups); got ${backupRetention}`,
        hint: `write it as '7d', or remove the replicas`,
      },
    ];
  }
  return checkDays('database-backups', setting, backupRetention, { max: 35, min: 1, suggested: 7 });
}

function checkConnections({ instanceClass, maxConnections, replicas = {} }: DatabaseProps): Finding[] {
  const { max, min } = connections;
  if (maxConnections === undefined) return [];
  if (isMaxConnections(maxConnections)) {
    return checkMemory(maxConnections, instanceClass, { replicas });
  }
  return [
    {
      id: 'database-connections',
      setting: 'maxConnections',
      message: `maxConnections must be a whole number from ${min} to ${max}; got ${maxConnections}`,
      hint: 'write 200, and use a connection pooler if that is not enough',
    },
  ];
}

/**
 * Checks that each instance has the memory for the connections. A replica must allow as many as its primary, or it does not start.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections
 */
function checkMemory(
  maxConnections: number,
  instanceClass: string,
  { replicas }: Required<Pick<DatabaseProps, 'replicas'>>,
): Finding[] {
  const instances = [
    { className: instanceClass, setting: ['maxConnections'] },
    ...sortedEntries(replicas).flatMap(([key, replica]) =>
      replica.instanceClass === undefined
        ? []
        : [{ className: replica.instanceClass, setting: ['replicas', key, 'instanceClass'] }],
    ),
  ];
  return instances.flatMap(({ className, setting }): Finding[] => {
    const largest = largestConnections(className);
    // An unknown class is reported as such.
    if (largest === undefined || maxConnections <= largest) return [];
    return [
      {
        id: 'database-memory',
        setting,
        message: `maxConnections must be at most ${largest}, for which ${className} has the memory; got ${maxConnections}`,
        hint: 'lower maxConnections and use a connection pooler, or choose a larger instance class',
      },
    ];
  });
}

function checkReplicas(props: DatabaseProps): Finding[] {
  const { blueGreen = false, name, passwordVersion, replicas = {} } = props;
  const count = Object.keys(replicas).length;
  if (count === 0) return [];
  const found: Finding[] = [];
  if (passwordVersion === undefined) {
    found.push({
      id: 'replica-password',
      setting: 'passwordVersion',
      message: `passwordVersion must be set with replicas (RDS does not replicate an instance whose password it manages); got ${count} replica${count > 1 ? 's' : ''} and no version`,
      hint: 'set passwordVersion to 1',
    });
  }
  if (blueGreen) {
    found.push({
      id: 'replica-blue-green',
      setting: 'blueGreen',
      message: `blueGreen must be false with replicas (they would stay with the old instance); got true with ${count}`,
      hint: 'set blueGreen to false, or remove the replicas before the upgrade',
    });
  }
  for (const [key, { backupRetention }] of sortedEntries(replicas)) {
    if (backupRetention === undefined) continue;
    const setting = ['replicas', key, 'backupRetention'];
    found.push(...checkDays('database-backups', setting, backupRetention, { max: 35, min: 1, suggested: 7 }));
  }
  if (count > maxReplicas) {
    found.push({
      id: 'replica-count',
      setting: 'replicas',
      message: `replicas must be at most ${maxReplicas}; got ${count}`,
      hint: `remove ${count - maxReplicas} of them`,
    });
  }
  return [
    ...found,
    ...sortedEntries(replicas).flatMap(([key]) => checkReplica(name, key, props)),
    ...checkPromoted(props),
  ];
}

function checkReplica(name: string, key: string, { replicas = {} }: DatabaseProps): Finding[] {
  const setting = ['replicas', key];
  const { instanceClass, region, sourceReplica, weight, ...names } = replicas[key] ?? {};
  // The name in the message is that of the setting, so the path is set afterwards.
  const found: Finding[] = checkName('db-instance', `${name}-${replicaName(key, names)}`).map((finding) => ({
    ...finding,
    setting,
  }));
  if (instanceClass !== undefined) found.push(...checkInstanceClass(instanceClass, [...setting, 'instanceClass']));
  if (key === 'primary' || key === name) {
    found.push({
      id: 'replica-name',
      setting,
      message: `replicas must not have the name of the primary; got '${key}'`,
      hint: `name the replica after its purpose: 'reports'`,
    });
  }
  if (weight !== undefined && region !== undefined) {
    found.push({
      id: 'replica-weight',
      setting: [...setting, 'weight'],
      message: `weight must be absent for a replica in another region (it is not among the readers); got ${weight}`,
      hint: 'remove weight: clients in that region use the address of the replica',
    });
  } else if (weight !== undefined && (!Number.isInteger(weight) || weight < 0 || weight > 255)) {
    found.push({
      id: 'replica-weight',
      setting: [...setting, 'weight'],
      message: `weight must be from 0 to 255; got ${weight}`,
      hint: 'write 1',
    });
  }
  if (sourceReplica !== undefined && (sourceReplica === key || !replicas[sourceReplica]?.promoted)) {
    found.push({
      id: 'replica-source',
      setting: [...setting, 'sourceReplica'],
      message: `sourceReplica must be a promoted replica; got '${sourceReplica}'`,
      hint: 'name a replica with promoted: true, or remove it to replicate the primary',
    });
  }
  return found;
}

function checkPromoted({ replicas = {} }: DatabaseProps): Finding[] {
  const promoted = sortedEntries(replicas).flatMap(([key, replica]) => (replica.promoted ? [key] : []));
  if (promoted.length < 2) return [];
  return [
    {
      id: 'replica-promoted',
      setting: 'replicas',
      message: `replicas must have at most one with promoted: true; got ${promoted.length} (${promoted.join(', ')})`,
      hint: 'remove promoted from all but one',
    },
  ];
}
