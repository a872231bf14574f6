import type { App } from 'cdktf';
import { Database } from '../../lib/aws/database/database';
import { type IPrivateZone, PrivateZone } from '../../lib/aws/dns/private-zone';
import { KmsKeyGrant } from '../../lib/aws/iam/kms-key';
import { Network } from '../../lib/aws/network/network';
import type { INetwork } from '../../lib/aws/network/props';
import type { Stack } from '../../lib/aws/stack/stack';
import { computedProps, withSources } from '../../lib/core/diagnostics';
import { resourceNames } from '../../lib/platform/infrastructure/resource-names';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { environmentNetwork } from './data-tier-acl';
import { ecrRepositories } from './ecr';
import { encryptionKey } from './encryption-key';
import { alarmTopic, environmentStack } from './stack';

/** Resources that outlive every node: the database, and the registry in the account that owns it. */
export function dataStack(app: App, environment: Environment): void {
  const stack = environmentStack(app, environment, 'data');
  const network = Network.existing(stack, 'network', { ...environmentNetwork(environment), tiersInUse: ['data'] });
  const { privateZone } = resourceNames(environment);
  const zone = PrivateZone.existing(stack, 'private-zone', { name: privateZone, vpcId: network.vpcId });
  createDatabase(stack, environment, network, zone);
  ecrRepositories(stack, environment);
}

/** The database, encrypted by a key of its own. */
function createDatabase(stack: Stack, environment: Environment, network: INetwork, zone: IPrivateZone): void {
  const { deletionProtection } = environment;
  const { database: name } = resourceNames(environment);
  const key = encryptionKey(stack, 'database-key', environment, {
    description: 'the database and its logs',
    name,
    grants: { Logs: KmsKeyGrant.logGroups(`/aws/rds/instance/${name}*`) },
  });
  const topic = alarmTopic(stack, environment);
  const database = new Database(stack, 'database', {
    ...environment.database,
    ...(topic && { alarmTopic: topic }),
    key,
    logKey: key,
    name,
    network,
    deletionProtection,
    tier: 'data',
    zone,
  });
  const settings = settingsLocation(environment);
  withSources(Database, database, {
    ...settings.pick('name', 'deletionProtection'),
    ...settings.at('database').pick('engineVersion', 'instanceClass', 'storage', 'multiAz', 'backupRetention'),
    ...settings.at('database').pick('allowMajorVersionUpgrade', 'restoreFrom'),
    ...settings.at('database').pick('maxConnections', 'passwordVersion', 'replicas'),
    alarmTopic: settings.at('alarms').at('topic'),
    ...computedProps('blueGreen', 'cloudwatchLogsRetention', 'iops', 'key', 'logKey', 'maxStorage', 'network'),
    // Its subnets are in the zones of the network.
    tier: settings.at('network').at('zones'),
    ...computedProps('iamDatabaseAuthentication', 'parameters', 'throughput', 'zone'),
  });
}
