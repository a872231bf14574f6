import type { App } from 'cdktf';
import { Database } from '../../lib/aws/database/database';
import { KmsKey, KmsKeyGrant } from '../../lib/aws/iam/kms-key';
import { Network } from '../../lib/aws/network/network';
import { PrivateZone } from '../../lib/aws/dns/private-zone';
import { withSource } from '../../lib/core/diagnostics';
import { settingSource } from '../../environments';
import type { Environment } from '../../environments/environment';
import { alarmTopic, environmentStack } from './stack';
import { resourceNames, networkProps } from '../../lib/platform/contract';
import { ecrRepositories } from './ecr';

/** What must outlive every machine. */
export function dataStack(app: App, environment: Environment): void {
  const stack = environmentStack(app, environment, 'data');
  const names = resourceNames(environment);
  const network = Network.existing(stack, 'network', { ...networkProps(environment), use: ['data'] });
  const zone = PrivateZone.existing(stack, 'private-zone', { name: names.privateZone, vpcId: network.vpcId });
  const key = new KmsKey(stack, 'database-key', {
    account: environment.account,
    description: 'the database and its logs',
    name: names.database,
    deletionProtection: environment.protection.stateful,
    region: environment.region,
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
    deletionProtection: environment.protection.stateful,
    tier: 'data',
    zone,
  });
  withSource(database, (setting) => settingSource(environment)(`database.${setting}`));
  ecrRepositories(stack, environment);
}
