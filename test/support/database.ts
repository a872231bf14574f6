import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
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

/** Another region for a replica, with its network and key. */
export function otherRegion(stack: Stack) {
  return {
    key: { keyArn: 'arn:aws:kms:eu-central-1:111111111111:key/there' },
    network: {
      access: () => 'isolated' as const,
      cidr: '10.20.0.0/16',
      subnets: () => ({
        a: { cidr: '10.20.1.0/24' as const, id: 'subnet-1' },
        b: { cidr: '10.20.2.0/24' as const, id: 'subnet-2' },
      }),
      vpcId: 'vpc-1',
    },
    provider: new AwsProvider(stack, 'aws-frankfurt', { alias: 'frankfurt', region: 'eu-central-1' }),
    tier: 'data',
  } as const;
}
