import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { EcrRepositoryPolicy } from '@cdktf/provider-aws/lib/ecr-repository-policy';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { type Finding, addFindings } from '../../core/diagnostics';
import { days, type Duration, isAmount } from '../../core/units';
import type { IKmsKey } from '../iam/kms-key';
import { type Action, policyDocument, statementId, type Statement, type Statements } from '../iam/iam-policy';

/** Where a registry is: what the addresses of its images begin with. */
export interface RegistryLocation {
  /** The account, 12 digits. */
  readonly account: string;
  /** AWS region. */
  readonly region: string;
}

/** Repositories of one registry, for the policies of those who use them. */
export interface Repositories extends RegistryLocation {
  /** Their names, where `*` stands for anything: `imp/*`. @inPlace */
  readonly repositories: readonly string[];
}

/** Roles of one account, by name: they need not exist yet, and one that is made again is the same. */
export interface Grantee {
  /** The account, 12 digits. @inPlace */
  readonly account: string;
  /** Names of roles, where `*` stands for anything: `production-node`. @inPlace */
  readonly roles: readonly string[];
}

export interface RepositoryProps {
  /** Name, as in the addresses of its images: `imp/api`. @replaces the repository and every image in it */
  readonly name: string;
  /** How many releases are kept, the newest: images with any tag. @replaces the repository's lifecycle policy, and no image @default 100 */
  readonly maxTaggedImages?: number;
  /**
   * How many images are kept besides because an environment runs or ran them: those with a tag `deployed-…`. No count of
   * releases takes them away, so that a machine that starts late still finds its image.
   * @replaces the lifecycle policy @default 100
   */
  readonly maxDeployedImages?: number;
  /** How long an image without a tag is kept, in whole days: layers of a build that failed. @replaces the lifecycle policy @default '7d' */
  readonly untaggedRetention?: Duration;
}

export interface EcrRepositoriesProps {
  /** Repositories by a name of yours. @inPlace: each is on its own */
  readonly repositories: Readonly<Record<string, RepositoryProps>>;
  /** What encrypts the images. @replaces every repository and every image in it */
  readonly key: IKmsKey;
  /** Who may pull, by a name of yours: the nodes of each environment. Their own policies must allow it as well. @inPlace */
  readonly pull: Readonly<Record<string, Grantee>>;
  /** Who may push, by a name of yours: the builds. Their own policies must allow it as well. @inPlace */
  readonly push: Readonly<Record<string, Grantee>>;
  /** Whether Terraform refuses to destroy the repositories. If not, they are destroyed with their images. @inPlace */
  readonly deletionProtection: boolean;
}

/** The tags that mark what an environment runs or ran. */
export const deployedTags = 'deployed-*';

/** Source: "Private repository policy examples", ECR; the managed policy AmazonEC2ContainerRegistryPullOnly. */
const pullActions: readonly Action[] = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
];

/** Source: "IAM permissions for pushing an image to an Amazon ECR private repository". */
const pushActions: readonly Action[] = [
  ...pullActions,
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];

/** Repositories of images that never change under their tag, are scanned when they arrive, and are kept as long as they may be needed. */
export class EcrRepositories extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: EcrRepositoriesProps,
  ) {
    super(scope, id);
    addFindings(this, checkRegistry(props));
    const policy = policyDocument(repositoryStatements(props));
    for (const [key, repository] of sortedEntries(props.repositories)) this.repository(key, repository, policy);
  }

  /** Where a repository's images are found, known before it exists. */
  static repositoryUrl({ account, region }: RegistryLocation, repository: string): string {
    return `${account}.dkr.ecr.${region}.amazonaws.com/${repository}`;
  }

  /** What the policy of a role says that pulls. */
  static pullStatements(from: Readonly<Record<string, Repositories>>): Statements {
    return { PullImages: { actions: pullActions, resources: repositoryArns(from) }, SignIn: signIn };
  }

  /** What the policy of a role says that pushes. */
  static pushStatements(to: Readonly<Record<string, Repositories>>): Statements {
    return { PushImages: { actions: pushActions, resources: repositoryArns(to) }, SignIn: signIn };
  }

  private repository(key: string, props: RepositoryProps, policy: string): void {
    const { key: encryption, deletionProtection } = this.props;
    const { name: repository } = new EcrRepository(this, key, {
      encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: encryption.keyArn }],
      forceDelete: !deletionProtection,
      imageScanningConfiguration: { scanOnPush: true },
      imageTagMutability: 'IMMUTABLE',
      lifecycle: { preventDestroy: deletionProtection },
      name: props.name,
      tags: { Name: props.name },
    });
    new EcrLifecyclePolicy(this, `${key}-lifecycle`, { policy: lifecyclePolicy(props), repository });
    if (Object.keys({ ...this.props.pull, ...this.props.push }).length > 0)
      new EcrRepositoryPolicy(this, `${key}-policy`, { policy, repository });
  }
}

/** A token for a registry has no resource of its own: it lets in, and each repository decides. */
const signIn: Statement = { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] };

function repositoryArns(registries: Readonly<Record<string, Repositories>>): readonly string[] {
  return sortedEntries(registries).flatMap(([, { account, region, repositories }]) =>
    repositories.map((repository) => `arn:aws:ecr:${region}:${account}:repository/${repository}`),
  );
}

/**
 * The principals are accounts, which always exist, and the roles a condition: a policy that names a role is refused until
 * the role is there, and means nobody once it was made again.
 */
function repositoryStatements({ pull, push }: EcrRepositoriesProps): Statements {
  const granted = (verb: string, actions: readonly Action[], grantees: EcrRepositoriesProps['pull']) =>
    sortedEntries(grantees).map(([name, { account, roles }]): [string, Statement] => [
      statementId(verb, name),
      {
        actions,
        conditions: { ArnLike: { 'aws:PrincipalArn': roles.map((role) => `arn:aws:iam::${account}:role/${role}`) } },
        principal: { accounts: [account] },
      },
    ]);
  return Object.fromEntries([...granted('pull', pullActions, pull), ...granted('push', pushActions, push)]);
}

/** Rules in the order of their priority: what an earlier one matches, a later one leaves alone. */
function lifecyclePolicy({
  maxDeployedImages = 100,
  maxTaggedImages = 100,
  untaggedRetention = '7d',
}: RepositoryProps): string {
  const newest = (rulePriority: number, description: string, tag: string, countNumber: number) => ({
    action: { type: 'expire' },
    description,
    rulePriority,
    selection: { countNumber, countType: 'imageCountMoreThan', tagPatternList: [tag], tagStatus: 'tagged' },
  });
  return JSON.stringify({
    rules: [
      newest(1, `keep ${maxDeployedImages} that an environment runs or ran`, deployedTags, maxDeployedImages),
      newest(2, `keep ${maxTaggedImages} releases`, '*', maxTaggedImages),
      {
        action: { type: 'expire' },
        description: `keep what has no tag for ${untaggedRetention}`,
        rulePriority: 3,
        selection: {
          countNumber: days(untaggedRetention),
          countType: 'sinceImagePushed',
          countUnit: 'days',
          tagStatus: 'untagged',
        },
      },
    ],
  });
}

function checkRegistry({ pull, push, repositories }: EcrRepositoriesProps): Finding[] {
  return [
    ...sortedEntries(repositories).flatMap(([key, repository]) => checkRepository(repository, `repositories.${key}`)),
    ...[...sortedEntries(pull), ...sortedEntries(push)].flatMap(([key, grantee]) =>
      checkGrantee(grantee, pull[key] === grantee ? `pull.${key}` : `push.${key}`),
    ),
  ];
}

function checkRepository(props: RepositoryProps, setting: string): Finding[] {
  const { maxDeployedImages = 100, maxTaggedImages = 100, untaggedRetention = '7d', name } = props;
  const found: Finding[] = [];
  // Source: CreateRepository's repositoryName.
  if (!/^(?=.{2,256}$)[a-z0-9]+(?:[._/-][a-z0-9]+)*$/.test(name)) {
    found.push({
      hint: `write it as 'imp/api'`,
      message: `a repository's name is 2 to 256 lower-case letters, digits and single ._-/ between them, got '${name}'`,
      setting: `${setting}.name`,
    });
  }
  for (const [count, value] of sortedEntries({ maxDeployedImages, maxTaggedImages })) {
    if (Number.isInteger(value) && value >= 1) continue;
    found.push({
      hint: 'write 1 or more',
      message: `a whole number of images from 1 is kept, got ${value}`,
      setting: `${setting}.${count}`,
    });
  }
  if (!isAmount(untaggedRetention, ['d']) || !Number.isInteger(days(untaggedRetention))) {
    found.push({
      hint: `write it as '7d'`,
      message: `ECR counts whole days from 1d, got ${untaggedRetention}`,
      setting: `${setting}.untaggedRetention`,
    });
  }
  return found;
}

function checkGrantee({ account, roles }: Grantee, setting: string): Finding[] {
  const found: Finding[] = [];
  if (!/^\d{12}$/.test(account)) {
    found.push({
      hint: `write it as '111111111111'`,
      message: `an account is 12 digits, got '${account}'`,
      setting: `${setting}.account`,
    });
  }
  if (roles.length === 0 || roles.includes('*')) {
    found.push({
      hint: `name them, for example 'production-node'`,
      message: `roles must be named, got ${roles.length === 0 ? 'none' : `'*', which is the whole account`}`,
      setting: `${setting}.roles`,
    });
  }
  return found;
}
