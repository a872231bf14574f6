import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { EcrRepositoryPolicy } from '@cdktf/provider-aws/lib/ecr-repository-policy';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { type Finding, addFindings } from '../../core/diagnostics';
import { checkDays, days, type Duration } from '../../core/units';
import type { IKmsKey } from '../iam/kms-key';
import {
  type Action,
  policyDocument,
  statementId,
  withResources,
  type Statement,
  type Statements,
} from '../iam/iam-policy';

/** Account and region of a registry: the first part of its images' addresses. */
export interface RegistryLocation {
  /** The account, 12 digits. */
  readonly account: string;
  /** AWS region. */
  readonly region: string;
}

/** Repositories of one registry, for the policies of roles that use them. */
export interface Repositories extends RegistryLocation {
  /**
   * Names, with `*` as a wildcard: `imp/*`.
   *
   * @inPlace
   */
  readonly repositories: readonly string[];
}

/** Roles of one account, by name. They need not exist yet, and a role that is created again keeps its access. */
export interface Grantee {
  /**
   * The account, 12 digits.
   *
   * @inPlace
   */
  readonly account: string;
  /**
   * Names of roles, with `*` as a wildcard: `production-node`.
   *
   * @inPlace
   */
  readonly roles: readonly string[];
}

export interface RepositoryProps {
  /**
   * Name, as in the addresses of its images: `imp/api`.
   *
   * @replaces the repository and every image in it
   */
  readonly name: string;
  /**
   * Retention of images without a tag, in whole days: layers of failed builds. Images with a tag are kept, since ECR does not
   * know which of them run, or are needed for a rollback.
   *
   * @default '7d'
   * @replaces the lifecycle policy
   */
  readonly untaggedRetention?: Duration;
}

export interface EcrRepositoriesProps {
  /**
   * Repositories by a name of your choice, independent of each other.
   *
   * @inPlace
   */
  readonly repositories: Readonly<Record<string, RepositoryProps>>;
  /**
   * Key that encrypts the images.
   *
   * @replaces every repository and every image in it
   */
  readonly key: IKmsKey;
  /**
   * Roles that may pull, by a name of your choice: the nodes of each environment. Their own policies must allow it too.
   *
   * @inPlace
   */
  readonly pull: Readonly<Record<string, Grantee>>;
  /**
   * Roles that may push, by a name of your choice: the builds. Their own policies must allow it too.
   *
   * @inPlace
   */
  readonly push: Readonly<Record<string, Grantee>>;
  /**
   * If true, Terraform refuses to destroy the repositories. If false, they are destroyed with their images.
   *
   * @inPlace
   */
  readonly deletionProtection: boolean;
}

/**
 * Actions of the managed policy AmazonEC2ContainerRegistryPullOnly.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html
 */
const pullActions: readonly Action[] = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
];

/**
 * Actions that push an image.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
const pushActions: readonly Action[] = [
  ...pullActions,
  'ecr:CompleteLayerUpload',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];

/**
 * ECR repositories with immutable tags, scan on push, and a lifecycle policy that keeps tagged images.
 *
 * @example
 * new EcrRepositories(stack, 'registry', {
 *   deletionProtection: true,
 *   key,
 *   pull: { lab: { account: '111111111111', roles: ['lab-node'] } },
 *   push: { builds: { account: '333333333333', roles: ['builds'] } },
 *   repositories: { api: { name: 'imp/api' } },
 * });
 */
export class EcrRepositories extends Construct {
  constructor(scope: Construct, id: string, props: EcrRepositoriesProps) {
    super(scope, id);
    addFindings(this, checkRepositories(props));
    for (const [key, repository] of sortedEntries(props.repositories)) this.createRepository(key, repository, props);
  }

  /** Returns the address of a repository's images, which is known before it exists. */
  static repositoryUrl({ account, region }: RegistryLocation, repository: string): string {
    return `${account}.dkr.ecr.${region}.amazonaws.com/${repository}`;
  }

  /** Returns the statements for the policy of a role that pulls. */
  static pullStatements(from: Readonly<Record<string, Repositories>>): Statements {
    return withSignIn({ PullImages: { actions: pullActions, resources: repositoryArns(from) } });
  }

  /** Returns the statements for the policy of a role that pushes. */
  static pushStatements(to: Readonly<Record<string, Repositories>>): Statements {
    return withSignIn({ PushImages: { actions: pushActions, resources: repositoryArns(to) } });
  }

  private createRepository(key: string, repository: RepositoryProps, props: EcrRepositoriesProps): void {
    const { deletionProtection, pull, push } = props;
    const { name } = new EcrRepository(this, key, {
      encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: props.key.keyArn }],
      forceDelete: !deletionProtection,
      imageScanningConfiguration: { scanOnPush: true },
      imageTagMutability: 'IMMUTABLE',
      lifecycle: { preventDestroy: deletionProtection },
      name: repository.name,
      tags: { Name: repository.name },
    });
    new EcrLifecyclePolicy(this, `${key}-lifecycle`, { policy: lifecyclePolicy(repository), repository: name });
    // AWS rejects a policy without statements.
    if (Object.keys({ ...pull, ...push }).length > 0)
      new EcrRepositoryPolicy(this, `${key}-policy`, {
        policy: policyDocument(repositoryStatements(props)),
        repository: name,
      });
  }
}

/** A registry token belongs to no resource: it authenticates, and each repository authorizes. */
const signIn: Statement = { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] };

/** Adds the sign-in to statements, unless none of them has a repository. */
function withSignIn(statements: Statements): Statements {
  const granted = withResources(statements);
  return Object.keys(granted).length === 0 ? {} : { ...granted, SignIn: signIn };
}

function repositoryArns(registries: Readonly<Record<string, Repositories>>): readonly string[] {
  return sortedEntries(registries).flatMap(([, { account, region, repositories }]) =>
    repositories.map((repository) => `arn:aws:ecr:${region}:${account}:repository/${repository}`),
  );
}

/**
 * Returns the statements of a repository policy. Its principals are accounts, and the roles are a condition: ECR rejects a
 * policy that names a role as principal before the role exists, and the policy is void once the role is created again.
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

const defaultUntaggedRetention: Duration = '7d';

function lifecyclePolicy({ untaggedRetention = defaultUntaggedRetention }: RepositoryProps): string {
  return JSON.stringify({
    rules: [
      {
        action: { type: 'expire' },
        description: `expire untagged images after ${untaggedRetention}`,
        rulePriority: 1,
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

function checkRepositories({ pull, push, repositories }: EcrRepositoriesProps): Finding[] {
  return [
    ...sortedEntries(repositories).flatMap(([key, repository]) => checkRepository(repository, `repositories.${key}`)),
    ...sortedEntries(pull).flatMap(([key, grantee]) => checkGrantee(grantee, `pull.${key}`)),
    ...sortedEntries(push).flatMap(([key, grantee]) => checkGrantee(grantee, `push.${key}`)),
  ];
}

function checkRepository(props: RepositoryProps, setting: string): Finding[] {
  const { name, untaggedRetention = defaultUntaggedRetention } = props;
  const findings: Finding[] = [];
  if (!/^(?=.{2,256}$)[a-z0-9]+(?:[._/-][a-z0-9]+)*$/.test(name)) {
    findings.push({
      id: 'repository-name',
      setting: `${setting}.name`,
      message: `name must be 2 to 256 lower-case letters and digits, with single ._-/ between them; got '${name}'`,
      hint: `rename it, for example to 'imp/api'`,
    });
  }
  return [
    ...findings,
    ...checkDays('repository-retention', `${setting}.untaggedRetention`, untaggedRetention, { min: 1, suggested: 7 }),
  ];
}

function checkGrantee({ account, roles }: Grantee, setting: string): Finding[] {
  const findings: Finding[] = [];
  if (!/^\d{12}$/.test(account)) {
    findings.push({
      id: 'account-id',
      setting: `${setting}.account`,
      message: `account must be 12 digits; got '${account}'`,
      hint: `write all digits, with leading zeros, for example '111111111111'`,
    });
  }
  if (roles.length === 0 || roles.includes('*')) {
    findings.push({
      id: 'repository-roles',
      setting: `${setting}.roles`,
      message: `roles must name roles; got ${roles.length === 0 ? 'none' : `'*', which is the whole account`}`,
      hint: `list them, for example 'production-node'`,
    });
  }
  return findings;
}
