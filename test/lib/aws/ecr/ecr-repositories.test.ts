import { EcrRepositories, type EcrRepositoriesProps } from '../../../../lib/aws/ecr/ecr-repositories';
import { findingsOf, type Json, only, resources, terraformOf } from '../../../support/terraform';

const props: EcrRepositoriesProps = {
  key: { keyArn: 'arn:aws:kms:eu-west-1:333333333333:key/k' },
  deletionProtection: true,
  pull: { lab: { account: '111111111111', roles: ['lab-node'] } },
  push: { builds: { account: '333333333333', roles: ['builds'] } },
  repositories: { api: { name: 'imp/api' } },
};
const terraform = (more: Partial<EcrRepositoriesProps> = {}) =>
  terraformOf((stack) => new EcrRepositories(stack, 'registry', { ...props, ...more }));
const found = (more: Partial<EcrRepositoriesProps>) =>
  findingsOf((stack) => new EcrRepositories(stack, 'registry', { ...props, ...more }));
const place = { account: '333333333333', region: 'eu-west-1' };

describe('a repository', () => {
  it('never changes what a tag means, scans what arrives, and is encrypted with the key', () => {
    expect(only(terraform(), 'aws_ecr_repository')).toEqual({
      encryption_configuration: [{ encryption_type: 'KMS', kms_key: props.key.keyArn }],
      force_delete: false,
      image_scanning_configuration: { scan_on_push: true },
      image_tag_mutability: 'IMMUTABLE',
      lifecycle: { prevent_destroy: true },
      name: 'imp/api',
      tags: { Name: 'imp/api' },
    });
  });

  it('keeps what an environment runs before it counts releases, and soon forgets what has no tag', () => {
    const { rules } = JSON.parse(only(terraform(), 'aws_ecr_lifecycle_policy').policy);
    expect(rules.map(({ rulePriority, selection }: Json) => [rulePriority, selection])).toEqual([
      [1, { countNumber: 100, countType: 'imageCountMoreThan', tagPatternList: ['deployed-*'], tagStatus: 'tagged' }],
      [2, { countNumber: 100, countType: 'imageCountMoreThan', tagPatternList: ['*'], tagStatus: 'tagged' }],
      [3, { countNumber: 7, countType: 'sinceImagePushed', countUnit: 'days', tagStatus: 'untagged' }],
    ]);
  });

  it('is pulled by the roles that are named, and pushed to by the builds, action by action', () => {
    const [pull, push] = JSON.parse(only(terraform(), 'aws_ecr_repository_policy').policy).Statement;
    expect(pull).toEqual({
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Condition: { ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::111111111111:role/lab-node'] } },
      Effect: 'Allow',
      Principal: { AWS: ['arn:aws:iam::111111111111:root'] },
      Sid: 'PullLab',
    });
    expect(push.Sid).toBe('PushBuilds');
    expect(push.Action).toContain('ecr:PutImage');
    expect(JSON.stringify([pull, push])).not.toMatch(/ecr:[A-Za-z]*\*|Delete|SetRepositoryPolicy/);
  });

  it('has no policy where nobody is named, since AWS refuses an empty one', () => {
    expect(resources(terraform({ pull: {}, push: {} }), 'aws_ecr_repository_policy')).toEqual({});
  });

  it('moves no other when it is added', () => {
    const before = resources(terraform(), 'aws_ecr_repository');
    const after = resources(
      terraform({ repositories: { a: { name: 'imp/a' }, ...props.repositories } }),
      'aws_ecr_repository',
    );
    expect(after).toMatchObject(before);
  });

  it('has an address that is known before it exists', () => {
    expect(EcrRepositories.repositoryUrl(place, 'imp/api')).toBe(
      '333333333333.dkr.ecr.eu-west-1.amazonaws.com/imp/api',
    );
  });

  it('tells what a role must be allowed that uses it', () => {
    const statements = EcrRepositories.pushStatements({ releases: { ...place, repositories: ['imp/*'] } });
    expect(statements['PushImages']?.resources).toEqual(['arn:aws:ecr:eu-west-1:333333333333:repository/imp/*']);
    expect(statements['SignIn']).toEqual({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] });
  });
});

describe('a registry that cannot be', () => {
  it('has names that ECR refuses, and counts nothing', () => {
    const api = { maxDeployedImages: 0, untaggedRetention: '6h', name: 'Imp//api' } as const;
    expect(found({ repositories: { api } })).toEqual([
      [
        'repositories.api.name',
        "a repository's name is 2 to 256 lower-case letters, digits and single ._-/ between them, got 'Imp//api'",
        "write it as 'imp/api'",
      ],
      ['repositories.api.maxDeployedImages', 'a whole number of images from 1 is kept, got 0', 'write 1 or more'],
      ['repositories.api.untaggedRetention', 'ECR counts whole days from 1d, got 6h', "write it as '7d'"],
    ]);
    expect(found({})).toEqual([]);
  });

  it('lets in a whole account, or nobody, or nothing that is an account', () => {
    expect(
      found({ pull: { lab: { account: '1', roles: ['*'] } }, push: { ci: { account: '111111111111', roles: [] } } }),
    ).toEqual([
      ['pull.lab.account', "an account is 12 digits, got '1'", "write it as '111111111111'"],
      [
        'pull.lab.roles',
        "roles must be named, got '*', which is the whole account",
        "name them, for example 'production-node'",
      ],
      ['push.ci.roles', 'roles must be named, got none', "name them, for example 'production-node'"],
    ]);
  });
});
