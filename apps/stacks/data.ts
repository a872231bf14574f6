import type { App } from 'cdktf';
import { Database } from '../../lib/aws/database/database';
import type { DatabaseProps } from '../../lib/aws/database/props';
import { PrivateZone } from '../../lib/aws/dns/private-zone';
import { KmsKey, KmsKeyGrant } from '../../lib/aws/iam/kms-key';
import { Network } from '../../lib/aws/network/network';
import { computed, type Sources, withSources } from '../../lib/core/diagnostics';
import { resourceNames } from '../../lib/platform/infrastructure/resource-names';
import { settingLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { ecrRepositories } from './ecr';
import { environmentNetwork } from './data-tier-acl';
import { alarmTopic, environmentStack } from './stack';

/** Resources that outlive every machine: the database, and the registry in the account that owns it. */
export function dataStack(app: App, environment: Environment): void {
  const { account, deletionProtection, region } = environment;
  const stack = environmentStack(app, environment, 'data');
  const names = resourceNames(environment);
  const network = Network.existing(stack, 'network', { ...environmentNetwork(environment), tiersInUse: ['data'] });
  const zone = PrivateZone.existing(stack, 'private-zone', { name: names.privateZone, vpcId: network.vpcId });
  const key = new KmsKey(stack, 'database-key', {
    account,
    description: 'the database and its logs',
    name: names.database,
    deletionProtection,
    region,
    grants: { Logs: KmsKeyGrant.logGroups(`/aws/rds/instance/${names.database}*`) },
  });
  const topic = alarmTopic(stack, environment);
  const database = new Database(stack, 'database', {
    ...environment.database,
    ...(topic && { alarmTopic: topic }),
    key,
    logKey: key,
    name: names.database,
    network,
    deletionProtection,
    tier: 'data',
    zone,
  });
  withSources<DatabaseProps>(database, databaseSources(environment));
  ecrRepositories(stack, environment);
}

function databaseSources(environment: Environment): Sources<DatabaseProps> {
  const settings = settingLocation(environment, 'database');
  return {
    name: settingLocation(environment, 'name'),
    engineVersion: settings.at('engineVersion'),
    instanceClass: settings.at('instanceClass'),
    storage: settings.at('storage'),
    maxStorage: computed,
    iops: computed,
    throughput: computed,
    multiAz: settings.at('multiAz'),
    backupRetention: settings.at('backupRetention'),
    maxConnections: settings.at('maxConnections'),
    passwordVersion: settings.at('passwordVersion'),
    replicas: settings.at('replicas'),
    deletionProtection: settingLocation(environment, 'deletionProtection'),
    alarmTopic: settingLocation(environment, 'alarms', 'topic'),
    network: computed,
    tier: computed,
    zone: computed,
    key: computed,
    logKey: computed,
    parameters: computed,
    blueGreen: computed,
    cloudwatchLogsRetention: computed,
  };
}
