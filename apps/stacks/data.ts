import type { App } from 'cdktf';
import { Database } from '../../lib/aws/database/database';
import { Key, KeyUse } from '../../lib/aws/iam/kms-key';
import { Network } from '../../lib/aws/network/network';
import { PrivateZone } from '../../lib/aws/dns/private-zone';
import { writtenIn } from '../../lib/core/diagnostics';
import { sourceOf } from '../../environments';
import type { Environment } from '../../environments/environment';
import { alarmTopic, environmentStack } from './stack';
import { namesOf, networkOf } from '../../lib/platform/contract';
import { registry } from './ecr';

/** What must outlive every machine. */
export function dataStack(app: App, environment: Environment): void {
  const stack = environmentStack(app, environment, 'data');
  const names = namesOf(environment);
  const network = Network.existing(stack, 'network', { ...networkOf(environment), use: ['data'] });
  const zone = PrivateZone.existing(stack, 'private-zone', { name: names.privateZone, vpcId: network.vpcId });
  const key = new Key(stack, 'database-key', {
    account: environment.account,
    description: 'the database and its logs',
    name: names.database,
    protect: environment.protection.stateful,
    region: environment.region,
    usedBy: { Logs: KeyUse.logGroups(`/aws/rds/instance/${names.database}*`) },
  });
  const topic = alarmTopic(stack, environment);
  const database = new Database(stack, 'database', {
    ...environment.database,
    ...(topic && { alarmTopic: topic }),
    key,
    logKey: key,
    name: names.database,
    network,
    protect: environment.protection.stateful,
    tier: 'data',
    zone,
  });
  writtenIn(database, (setting) => sourceOf(environment)(`database.${setting}`));
  registry(stack, environment);
}
