import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { Construct } from 'constructs';
import { AliasRecord } from '../../lib/aws/dns/alias-record';
import { Certificate } from '../../lib/aws/dns/certificate';
import { PrivateZone } from '../../lib/aws/dns/private-zone';
import { PublicZone } from '../../lib/aws/dns/public-zone';
import { EcrRepositories, type EcrRepositoriesProps, type Grantee } from '../../lib/aws/ecr/ecr-repositories';
import { checkPolicy, type Statement } from '../../lib/aws/iam/iam-policy';
import { KmsKey, KmsKeyGrant, type KmsKeyProps } from '../../lib/aws/iam/kms-key';
import { keepPreviousName } from '../../lib/aws/stack/moved-blocks';
import { checkProviderLock } from '../../lib/aws/stack/provider-lock';
import type { Stack } from '../../lib/aws/stack/stack';
import { type StateAccess, StateBackend, type StateBackendProps } from '../../lib/aws/state/state-backend';
import { AccessLogs, type AccessLogsProps } from '../../lib/aws/storage/access-logs';
import { Bucket } from '../../lib/aws/storage/bucket';
import type { BucketProps } from '../../lib/aws/storage/bucket-props';
import { addFindings } from '../../lib/core/diagnostics';
import { type Mistake, mistakesIn } from '../support/mistakes';

const location = { account: '111111111111', region: 'eu-west-1' };

const policies = mistakesIn<Readonly<Record<string, Statement>>>(
  'Stack',
  (stack, statements) => addFindings(stack, checkPolicy(statements)),
  [
    {
      title: 'policy: every action of every service',
      id: 'policy-wildcard',
      prop: 'statements.All.actions',
      mistaken: { All: { actions: ['*:*'], resources: ['*'] } },
      corrected: { All: { actions: ['s3:ListAllMyBuckets'], resources: ['*'] } },
    },
    {
      title: 'policy: every action of a service on every resource',
      id: 'policy-wildcard',
      prop: 'statements.All.actions',
      mistaken: { All: { actions: ['s3:*'], resources: ['*'] } },
      corrected: { All: { actions: ['s3:*'], resources: ['arn:aws:s3:::b/*'] } },
    },
    {
      title: 'policy: iam:PassRole for any role',
      id: 'policy-pass-role',
      prop: 'statements.Pass.resources',
      mistaken: { Pass: { actions: ['iam:PassRole'], resources: ['*'] } },
      corrected: { Pass: { actions: ['iam:PassRole'], resources: ['arn:aws:iam::111111111111:role/node'] } },
    },
    {
      title: 'policy: iam:PassRole by a pattern, for every role of an account',
      id: 'policy-pass-role',
      prop: 'statements.Pass.resources',
      mistaken: { Pass: { actions: ['iam:Pass*'], resources: ['arn:aws:iam::111111111111:role/*'] } },
      corrected: { Pass: { actions: ['iam:GetRole'], resources: ['arn:aws:iam::111111111111:role/*'] } },
    },
    {
      title: 'policy: iam:PassRole in other letter cases',
      id: 'policy-pass-role',
      prop: 'statements.Pass.resources',
      mistaken: { Pass: { actions: ['IAM:passrole'], resources: ['*'] } },
      corrected: { Pass: { actions: ['IAM:getrole'], resources: ['*'] } },
    },
    {
      title: 'policy: any principal without a condition',
      id: 'policy-public-principal',
      prop: 'statements.Open.principal',
      mistaken: { Open: { actions: ['s3:GetObject'], principal: 'anyone', resources: ['arn:aws:s3:::b/*'] } },
      corrected: { Open: { actions: ['*:*'], effect: 'deny', principal: 'anyone', resources: ['*'] } },
    },
    {
      title: 'policy: statement id with a hyphen',
      id: 'policy-statement-id',
      prop: `statements['read-it']`,
      mistaken: { 'read-it': { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'] } },
      corrected: { ReadIt: { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'] } },
    },
  ],
);

const grant = KmsKeyGrant.alarms();

const keys = mistakesIn<Partial<KmsKeyProps>>(
  'KmsKey',
  (stack, props) =>
    new KmsKey(stack, 'key', {
      ...location,
      deletionProtection: true,
      description: 'logs',
      name: 'lab-logs',
      ...props,
    }),
  [
    {
      title: 'KMS key: alias with the prefix of AWS',
      id: 'kms-key-alias',
      prop: 'name',
      mistaken: { name: 'aws/logs' },
      corrected: { name: 'lab/logs' },
    },
    {
      title: 'KMS key: rotation below the minimum',
      id: 'kms-key-rotation',
      prop: 'rotation',
      mistaken: { rotation: '30d' },
      corrected: { rotation: '90d' },
    },
    {
      title: 'KMS key: deletion window below the minimum',
      id: 'kms-key-deletion-window',
      prop: 'deletionWindow',
      mistaken: { deletionWindow: '3d' },
      corrected: { deletionWindow: '7d' },
    },
    {
      title: 'KMS key: grants whose names differ in punctuation only',
      id: 'kms-key-grant-name',
      prop: 'grants',
      mistaken: { grants: { 'flow-logs': grant, 'flow_logs': grant } },
      corrected: { grants: { 'flow-logs': grant, 'other-logs': grant } },
    },
  ],
);

const sameBucket = mistakesIn<string>(
  'Bucket',
  (stack, name) => {
    const props = { ...location, deletionProtection: true, encryption: 'sse-s3' } as const;
    new Bucket(stack, 'first', { ...props, name: 'imp-lab' });
    new Bucket(stack, 'second', { ...props, name });
  },
  [
    {
      title: 'bucket: name of another bucket',
      id: 'bucket-name',
      prop: 'name',
      mistaken: 'imp-lab',
      corrected: 'imp-lab-logs',
    },
  ],
);

const buckets = mistakesIn<Partial<BucketProps>>(
  'Bucket',
  (stack, props) =>
    new Bucket(stack, 'bucket', {
      ...location,
      deletionProtection: true,
      encryption: 'sse-s3',
      name: 'imp-lab-objects',
      ...props,
    }),
  [
    ...['xn--imp', 'sthree-imp', 'amzn-s3-demo-imp', 'imp-s3alias', 'imp--ol-s3', 'imp--x-s3', 'imp--table-s3'].map(
      (name) => ({
        title: `bucket: name ${name}`,
        id: 'bucket-name-reserved',
        prop: 'name',
        mistaken: { name },
        corrected: { name: 'imp-x-s3' },
      }),
    ),
    {
      title: 'bucket: expiration after more than a hundred years',
      id: 'bucket-retention',
      prop: 'expiration',
      mistaken: { expiration: '2147483648d' },
      corrected: { expiration: '36500d' },
    },
    {
      title: 'bucket: name with a dot',
      id: 'bucket-name-dots',
      prop: 'name',
      mistaken: { name: 'imp.lab' },
      corrected: { name: 'imp-lab' },
    },
    {
      title: 'bucket: name with a capital letter',
      id: 'resource-name',
      prop: 'name',
      mistaken: { name: 'Imp' },
      corrected: { name: 'imp' },
    },
    {
      title: 'bucket: expiration in hours',
      id: 'bucket-retention',
      prop: 'expiration',
      mistaken: { expiration: '12h' },
      corrected: { expiration: '12d' },
    },
    {
      title: 'bucket: retention of noncurrent versions in half days',
      id: 'bucket-retention',
      prop: 'noncurrentVersionRetention',
      mistaken: { noncurrentVersionRetention: '1.5d' },
      corrected: { noncurrentVersionRetention: '1d' },
    },
    {
      title: 'bucket: more noncurrent versions than S3 keeps',
      id: 'bucket-noncurrent-versions',
      prop: 'newerNoncurrentVersions',
      mistaken: { newerNoncurrentVersions: 101 },
      corrected: { newerNoncurrentVersions: 100 },
    },
  ],
);

const accessLogs = mistakesIn<Partial<AccessLogsProps>>(
  'AccessLogs',
  (stack, props) =>
    new AccessLogs(stack, 'access-logs', {
      ...location,
      deletionProtection: true,
      loadBalancers: { 'lab-public': 'application' },
      name: 'imp-lab-access-logs',
      retention: '90d',
      ...props,
    }),
  [
    {
      title: 'access logs: retention in hours',
      id: 'bucket-retention',
      prop: 'retention',
      mistaken: { retention: '12h' },
      corrected: { retention: '1d' },
    },
    {
      title: 'access logs: bucket name with a dot',
      id: 'bucket-name-dots',
      prop: 'name',
      mistaken: { name: 'imp.logs' },
      corrected: { name: 'imp-logs' },
    },
  ],
);

const deploy: StateAccess = { environment: 'lab', stacks: ['network'], to: 'apply' };

const states = mistakesIn<Partial<StateBackendProps>>(
  'StateBackend',
  (stack, props) => new StateBackend(stack, 'state', { ...location, name: 'imp-lab-terraform-state', ...props }),
  [
    {
      title: 'state backend: name with a dot, which neither bucket nor alias may have',
      id: 'bucket-name-dots',
      prop: 'name',
      mistaken: { name: 'imp.lab.state' },
      corrected: { name: 'imp-lab-state' },
    },
    {
      title: 'state backend: name with a space, which neither bucket nor alias may have',
      id: 'resource-name',
      prop: 'name',
      mistaken: { name: 'imp lab' },
      corrected: { name: 'imp-lab' },
    },
    {
      title: 'state backend: retention in hours',
      id: 'bucket-retention',
      prop: 'noncurrentVersionRetention',
      mistaken: { noncurrentVersionRetention: '36h' },
      corrected: { noncurrentVersionRetention: '2d' },
    },
    {
      title: 'state backend: access to a stack by a wildcard',
      id: 'state-stack-name',
      prop: 'access.deploy.stacks[0]',
      mistaken: { access: { deploy: { ...deploy, stacks: ['*'] } } },
      corrected: { access: { deploy } },
    },
    {
      title: 'state backend: access to an environment by a wildcard',
      id: 'resource-name',
      prop: 'access.deploy.environment',
      mistaken: { access: { deploy: { ...deploy, environment: 'l*' } } },
      corrected: { access: { deploy } },
    },
  ],
);

const node: Grantee = { account: '111111111111', roles: ['lab-node'] };

const repositories = mistakesIn<Partial<EcrRepositoriesProps>>(
  'EcrRepositories',
  (stack, props) =>
    new EcrRepositories(stack, 'registry', {
      deletionProtection: true,
      key: { keyArn: 'arn:aws:kms:eu-west-1:333333333333:key/k' },
      pull: { lab: node },
      push: {},
      repositories: { api: { name: 'imp/api' } },
      ...props,
    }),
  [
    {
      title: 'ECR repository: name with a capital letter and an empty part',
      id: 'repository-name',
      prop: 'repositories.api.name',
      mistaken: { repositories: { api: { name: 'Imp//api' } } },
      corrected: { repositories: { api: { name: 'imp/api' } } },
    },
    {
      title: 'ECR repository: retention of untagged images in hours',
      id: 'repository-retention',
      prop: 'repositories.api.untaggedRetention',
      mistaken: { repositories: { api: { name: 'imp/api', untaggedRetention: '6h' } } },
      corrected: { repositories: { api: { name: 'imp/api', untaggedRetention: '1d' } } },
    },
    {
      title: 'ECR repositories: account of one digit may pull',
      id: 'account-id',
      prop: 'pull.lab.account',
      mistaken: { pull: { lab: { ...node, account: '1' } } },
      corrected: { pull: { lab: node } },
    },
    {
      title: 'ECR repositories: every role of an account may pull',
      id: 'repository-roles',
      prop: 'pull.lab.roles',
      mistaken: { pull: { lab: { ...node, roles: ['*'] } } },
      corrected: { pull: { lab: { ...node, roles: ['lab-*'] } } },
    },
    {
      title: 'ECR repositories: grantee without roles',
      id: 'repository-roles',
      prop: 'push.builds.roles',
      mistaken: { push: { builds: { ...node, roles: [] } } },
      corrected: { push: { builds: node } },
    },
  ],
);

const domain = 'lab.imp.example';
const zone = { name: domain, zoneId: 'Z1' };

const certificates = mistakesIn<string>(
  'Certificate',
  (stack, name) => new Certificate(stack, 'certificate', { domain: name, zone }),
  [
    {
      title: 'certificate: domain with a wildcard',
      id: 'certificate-wildcard',
      prop: 'domain',
      mistaken: '*.lab.imp.example',
      corrected: 'lab.imp.example',
    },
    {
      title: 'certificate: domain of another zone',
      id: 'host-outside-zone',
      prop: 'domain',
      mistaken: 'collab.imp.example',
      corrected: 'col.lab.imp.example',
    },
    {
      title: 'certificate: domain with a dot at its end',
      id: 'domain-name',
      prop: 'domain',
      mistaken: 'lab.imp.example.',
      corrected: 'api.lab.imp.example',
    },
    {
      title: 'certificate: domain of more than 64 characters',
      id: 'certificate-domain-length',
      prop: 'domain',
      mistaken: `${'a'.repeat(49)}.${domain}`,
      corrected: `${'a'.repeat(48)}.${domain}`,
    },
  ],
);

const target = { addresses: 'ipv4', dnsName: 'lab-1.elb.amazonaws.com', hostedZoneId: 'Z32O12XQLNTSW2' } as const;

const records: readonly Mistake[] = [
  ...mistakesIn<string>(
    'AliasRecord',
    (stack, host) => {
      new AliasRecord(stack, 'first', { host: 'api.lab.imp.example', target, zone });
      new AliasRecord(stack, 'second', { host, target, zone });
    },
    [
      {
        title: 'alias record: host of another record',
        id: 'alias-record-host',
        prop: 'host',
        mistaken: 'api.lab.imp.example',
        corrected: 'app.lab.imp.example',
      },
    ],
  ),
  ...mistakesIn<string>(
    'PrivateZone',
    (stack, vpcId) => {
      new PrivateZone(stack, 'first', { name: 'lab.internal', vpcId: 'vpc-1' });
      new PrivateZone(stack, 'second', { name: 'lab.internal', vpcId });
    },
    [
      {
        title: 'private zone: name of another zone of the VPC',
        id: 'private-zone-name',
        prop: 'name',
        mistaken: 'vpc-1',
        corrected: 'vpc-2',
      },
    ],
  ),
  ...mistakesIn<string>(
    'AliasRecord',
    (stack, host) => {
      new AliasRecord(stack, 'record', { host, target, zone });
    },
    [
      {
        title: 'alias record: host of another zone',
        id: 'host-outside-zone',
        prop: 'host',
        mistaken: 'api.imp.example',
        corrected: 'lab.imp.example',
      },
    ],
  ),
  ...mistakesIn<string>(
    'PrivateZone',
    (stack, name) => new PrivateZone(stack, 'private-zone', { name, vpcId: 'vpc-1' }),
    [
      {
        title: 'private zone: domain of one label',
        id: 'domain-name',
        prop: 'name',
        mistaken: 'lab',
        corrected: 'lab.internal',
      },
    ],
  ),
  ...mistakesIn<string>(
    'PublicZone',
    (stack, name) => {
      const invalid = new PublicZone(stack, 'public-zone', { name });
      new Certificate(stack, 'certificate', { domain: `api.${name}`, zone: invalid });
    },
    [
      {
        title: 'public zone: domain with an underscore, reported by the zone and not by its certificate',
        id: 'domain-name',
        prop: 'name',
        mistaken: 'lab_1.imp.example',
        corrected: 'lab-1.imp.example',
      },
    ],
  ),
];

const repository = (scope: Construct, id: string) => new EcrRepository(scope, id, { name: 'r' });

const regions = mistakesIn<string>('Stack', (stack, region) => stack.otherRegion(region), [
  {
    title: 'region: misspelt',
    id: 'region',
    prop: 'region',
    mistaken: 'eu-centrl-1',
    corrected: 'eu-central-1',
  },
  {
    title: 'region: another partition',
    id: 'region-partition',
    prop: 'region',
    mistaken: 'cn-north-1',
    corrected: 'ap-east-1',
  },
]);

/** Constructs with a repository each, by their ids and their previous ids. */
function renamed(stack: Stack, previousIds: Readonly<Record<string, string>>): void {
  for (const [id, previousId] of Object.entries(previousIds)) {
    const construct = new Construct(stack, id);
    keepPreviousName(construct, previousId);
    repository(construct, 'a');
  }
}

const renames = mistakesIn<(stack: Stack) => void>('Construct', (stack, describe) => describe(stack), [
  {
    title: 'rename: from the construct’s own id',
    id: 'rename-to-itself',
    prop: 'renamedFrom',
    mistaken: (stack) => keepPreviousName(new Construct(stack, 'web'), 'web'),
    corrected: (stack) => keepPreviousName(new Construct(stack, 'web'), 'general'),
  },
  {
    title: 'rename: from an id that another construct has',
    id: 'rename-conflict',
    prop: 'renamedFrom',
    mistaken: (stack) => {
      new Construct(stack, 'general');
      keepPreviousName(new Construct(stack, 'web'), 'general');
    },
    corrected: (stack) => {
      new Construct(stack, 'batch');
      keepPreviousName(new Construct(stack, 'web'), 'general');
    },
  },
  {
    title: 'rename: from addresses that a later construct has',
    id: 'rename-conflict',
    prop: 'renamedFrom',
    mistaken: (stack) => {
      const web = new Construct(stack, 'web');
      keepPreviousName(web, 'general');
      for (const scope of [web, new Construct(stack, 'general')]) ['a', 'b'].forEach((id) => repository(scope, id));
    },
    corrected: (stack) => {
      const web = new Construct(stack, 'web');
      keepPreviousName(web, 'general');
      for (const scope of [web, new Construct(stack, 'batch')]) ['a', 'b'].forEach((id) => repository(scope, id));
    },
  },
  {
    title: 'rename: from the previous id of another construct',
    id: 'rename-conflict',
    prop: 'renamedFrom',
    mistaken: (stack) => renamed(stack, { web: 'general', batch: 'general' }),
    corrected: (stack) => renamed(stack, { web: 'general', batch: 'jobs' }),
  },
  {
    title: 'rename: from an empty name',
    id: 'rename-to-itself',
    prop: 'renamedFrom',
    mistaken: (stack) => keepPreviousName(new Construct(stack, 'group-web'), 'group-'),
    corrected: (stack) => keepPreviousName(new Construct(stack, 'group-web'), 'group-general'),
  },
  {
    title: 'rename: from another stack',
    id: 'rename-across-stacks',
    prop: 'renamedFrom',
    mistaken: (stack) => keepPreviousName(new Construct(stack, 'web'), 'lab-data/general'),
    corrected: (stack) => keepPreviousName(new Construct(stack, 'web'), 'general'),
  },
  {
    title: 'rename: from two ids',
    id: 'rename-chain',
    prop: 'renamedFrom',
    mistaken: (stack) => {
      const web = new Construct(stack, 'web');
      keepPreviousName(web, 'general');
      keepPreviousName(web, 'main');
    },
    corrected: (stack) => {
      const web = new Construct(stack, 'web');
      keepPreviousName(web, 'general');
      keepPreviousName(web, 'general');
    },
  },
]);

/** A lock file of Terraform with hashes for some platforms. */
const lockFile = (version: string, platforms: number) => `
provider "registry.terraform.io/hashicorp/aws" {
  version     = "${version}"
  hashes = [
${Array.from({ length: platforms }, (_, index) => `    "h1:${index}=",`).join('\n')}
    "zh:0123",
  ]
}
`;

const locks = mistakesIn<string>(
  'Stack',
  (stack, lock) => addFindings(stack, checkProviderLock(lock, { 'hashicorp/aws': '6.25.0' })),
  [
    {
      title: 'provider lock: another version',
      id: 'provider-lock',
      prop: `['hashicorp/aws']`,
      mistaken: lockFile('6.24.0', 4),
      corrected: lockFile('6.25.0', 4),
    },
    {
      title: 'provider lock: no such provider',
      id: 'provider-lock',
      prop: `['hashicorp/aws']`,
      mistaken: '',
      corrected: lockFile('6.25.0', 4),
    },
    {
      title: 'provider lock: one platform',
      id: 'provider-lock-platforms',
      prop: `['hashicorp/aws']`,
      mistaken: lockFile('6.25.0', 1),
      corrected: lockFile('6.25.0', 4),
    },
  ],
);

/** Rejected inputs of stacks, states, IAM, storage, ECR and DNS. */
export const awsFoundation: readonly Mistake[] = [
  ...policies,
  ...keys,
  ...buckets,
  ...sameBucket,
  ...accessLogs,
  ...states,
  ...repositories,
  ...certificates,
  ...records,
  ...regions,
  ...renames,
  ...locks,
];
