import { AliasRecord } from '../../../lib/aws/dns/alias-record';
import { Bucket } from '../../../lib/aws/storage/bucket';
import { BucketGrant, type BucketProps } from '../../../lib/aws/storage/bucket-props';
import { KmsKey, type KmsKeyProps, KmsKeyGrant } from '../../../lib/aws/iam/kms-key';
import { type ExistingPrivateZoneProps, PrivateZone, type PrivateZoneProps } from '../../../lib/aws/dns/private-zone';
import { PublicZone, type PublicZoneProps } from '../../../lib/aws/dns/public-zone';
import {
  type Grantee,
  EcrRepositories,
  type EcrRepositoriesProps,
  type Repositories,
  type RegistryLocation,
  type RepositoryProps,
} from '../../../lib/aws/ecr/ecr-repositories';
import { InstanceRole } from '../../../lib/aws/compute/instance-role';
import type { LocalState, S3State, Stack, StackIdentity, StackOptions } from '../../../lib/aws/stack/stack';
import { type StateAccess, StateBackend, type StateBackendProps } from '../../../lib/aws/state/state-backend';
import { stackProps } from '../../support/terraform';
import type { Own } from '../../provider-schema/agreement';
import { bucketParts, otherKey, scene, type Scenes } from './change';

const location = { account: '111111111111', region: 'eu-west-1' } as const;
const grantee: Grantee = { account: '111111111111', roles: ['lab-node'] };
const api: RepositoryProps = { name: 'imp/api' };

function key(stack: Stack, props: Partial<KmsKeyProps> = {}): KmsKey {
  return new KmsKey(stack, 'key', {
    ...location,
    description: 'states',
    name: 'lab-state',
    deletionProtection: true,
    ...props,
  });
}

function registry(stack: Stack, props: Partial<EcrRepositoriesProps>): void {
  new EcrRepositories(stack, 'registry', {
    key: { keyArn: 'arn:aws:kms:eu-west-1:111111111111:key/usual' },
    deletionProtection: true,
    pull: { nodes: grantee },
    push: {},
    repositories: { api },
    ...props,
  });
}

function backend(stack: Stack, props: Partial<StateBackendProps>): void {
  new StateBackend(stack, 'state', { ...location, access: { apply }, name: 'imp-lab-state', ...props });
}

const apply: StateAccess = { environment: 'lab', to: 'apply' };

/** Creates a record in a zone. */
function recordIn(stack: Stack, zone: ExistingPrivateZoneProps & { readonly zoneId: string }): void {
  const target = { addresses: 'ipv4', dnsName: 'a.elb.amazonaws.com', hostedZoneId: 'Z3' } as const;
  new AliasRecord(stack, 'record', { host: zone.name, target, zone });
}

/** A resource in a stack. */
const inStack = (stack: Stack) => void key(stack);

export const others: Scenes = {
  BucketProps: scene<BucketProps>(
    (stack, props) => {
      new Bucket(stack, 'bucket', {
        ...location,
        encryption: 'sse-s3',
        name: 'imp-lab',
        deletionProtection: true,
        ...props,
      });
    },
    {
      name: { replaces: bucketParts, to: 'imp-other' },
      account: { given: { grants: { buckets: BucketGrant.accessLogs() } }, to: '222222222222' },
      region: { given: { grants: { flows: BucketGrant.logDelivery('flow-logs') } }, to: 'eu-central-1' },
      encryption: { to: otherKey },
      grants: { to: { buckets: BucketGrant.accessLogs() } },
      noncurrentVersionRetention: { to: '30d' },
      newerNoncurrentVersions: { to: 10 },
      expiration: { to: '365d' },
      accessLogs: { to: { bucketName: 'imp-logs' } },
      deletionProtection: { to: false },
    },
  ),
  KmsKeyProps: scene<KmsKeyProps>((stack, props) => void key(stack, props), {
    name: { replaces: ['aws_kms_alias'], to: 'other' },
    description: { to: 'other' },
    account: { to: '222222222222' },
    region: { given: { grants: { logs: KmsKeyGrant.logDelivery() } }, to: 'eu-central-1' },
    grants: { to: { logs: KmsKeyGrant.logDelivery() } },
    rotation: { to: '180d' },
    deletionWindow: { to: '7d' },
    deletionProtection: { to: false },
  }),
  EcrRepositoriesProps: scene<EcrRepositoriesProps>(registry, {
    repositories: { to: { api, web: { name: 'imp/web' } } },
    key: { replaces: ['aws_ecr_repository'], to: otherKey },
    pull: { to: { nodes: grantee, others: grantee } },
    push: { to: { builds: grantee } },
    deletionProtection: { to: false },
  }),
  RepositoryProps: scene<RepositoryProps>(
    (stack, props) => registry(stack, { repositories: { api: { ...api, ...props } } }),
    {
      name: {
        replaces: ['aws_ecr_lifecycle_policy', 'aws_ecr_repository', 'aws_ecr_repository_policy'],
        to: 'imp/other',
      },
      untaggedRetention: { replaces: ['aws_ecr_lifecycle_policy'], to: '14d' },
    },
  ),
  Grantee: scene<Grantee>((stack, props) => registry(stack, { pull: { nodes: { ...grantee, ...props } } }), {
    account: { to: '222222222222' },
    roles: { to: ['lab-node', 'lab-build'] },
  }),
  Repositories: scene<Own<Repositories, RegistryLocation>>(
    (stack, props) => {
      const pullFrom = { tools: { ...location, repositories: ['imp/*'], ...props } };
      new InstanceRole(stack, 'role', { ...location, autoScalingGroups: [], name: 'lab-node', pullFrom });
    },
    { repositories: { to: ['other/*'] } },
  ),
  StateBackendProps: scene<StateBackendProps>(backend, {
    name: { replaces: ['aws_iam_policy', 'aws_kms_alias', ...bucketParts], to: 'imp-other' },
    account: { to: '222222222222' },
    region: { unwritten: true, to: 'eu-central-1' },
    noncurrentVersionRetention: { to: '30d' },
    access: { to: { apply, review: { environment: 'lab', to: 'plan' } } },
    accessLogs: { to: { bucketName: 'imp-logs' } },
    deletionProtection: { to: false },
  }),
  StateAccess: scene<StateAccess>((stack, props) => backend(stack, { access: { apply: { ...apply, ...props } } }), {
    to: { to: 'plan' },
    environment: { to: 'staging' },
    stacks: { to: ['network'] },
  }),
  StackIdentity: scene<StackIdentity>(
    inStack,
    {
      environment: { to: 'staging' },
      name: { to: 'network' },
      account: { replaces: ['aws_kms_alias', 'aws_kms_key'], to: '222222222222' },
      region: { replaces: ['aws_kms_alias', 'aws_kms_key'], to: 'eu-central-1' },
    },
    (props) => ({ ...stackProps, ...props }),
  ),
  StackOptions: scene<StackOptions>(inStack, { tags: { to: { team: 'platform' } } }, (props) => ({
    ...stackProps,
    ...props,
  })),
  S3State: scene<S3State>(
    inStack,
    { stateBucket: { to: 'other' }, stateKmsKeyAlias: { to: 'lab-state' } },
    (props) => ({
      ...stackProps,
      ...props,
    }),
  ),
  LocalState: scene<LocalState>(inStack, { localState: { to: 'other.tfstate' } }, (props) => ({
    ...location,
    environment: 'lab',
    localState: 'terraform.tfstate',
    name: 'bootstrap',
    ...props,
  })),
  PublicZoneProps: scene<PublicZoneProps>(
    (stack, props) => {
      const { name, zoneId } = new PublicZone(stack, 'zone', { name: 'lab.imp.example', ...props });
      recordIn(stack, { name, vpcId: '', zoneId });
    },
    { name: { replaces: ['aws_route53_record'], to: 'imp.example' } },
  ),
  ExistingPrivateZoneProps: scene<ExistingPrivateZoneProps>(
    (stack, props) => {
      recordIn(stack, {
        vpcId: '',
        ...new PrivateZone(stack, 'zone', { name: 'lab.internal', vpcId: 'vpc-1', ...props }),
      });
    },
    {
      name: { replaces: ['aws_route53_record', 'aws_route53_zone'], to: 'other.internal' },
      vpcId: { to: 'vpc-2' },
    },
  ),
  PrivateZoneProps: scene<Own<PrivateZoneProps, ExistingPrivateZoneProps>>(
    (stack, props) => {
      new PrivateZone(stack, 'zone', { name: 'lab.internal', vpcId: 'vpc-1', ...props });
    },
    { deletionProtection: { to: true } },
  ),
};
