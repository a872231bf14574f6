import { Database } from '../../lib/aws/database/database';
import type { DatabaseProps } from '../../lib/aws/database/props';
import type { Stack } from '../../lib/aws/stack/stack';
import { type Json, network } from './terraform';

/** A database without replicas, in the data tier of the sample network. */
export const databaseProps = (stack: Stack): DatabaseProps => ({
  name: 'lab',
  backupRetention: '7d',
  deletionProtection: true,
  engineVersion: '17.6',
  instanceClass: 'db.m6g.large',
  key: { keyArn: 'arn:aws:kms:eu-west-1:111111111111:key/here' },
  multiAz: true,
  network: network(stack),
  storage: '100Gi',
  tier: 'data',
  zone: { name: 'lab.internal', zoneId: 'Z1' },
});

/** Adds the sample database to a stack. */
export const database =
  (props: Partial<DatabaseProps> = {}) =>
  (stack: Stack): void => {
    new Database(stack, 'database', { ...databaseProps(stack), ...props });
  };

/** One replica, and the password version that it requires. */
export const replicated = { passwordVersion: 1, replicas: { reports: {} } } as const;

/** The arguments of an instance of the sample database. */
export const instance = (terraform: Json, name: string): Json => terraform.resource.aws_db_instance[`database_${name}`];
