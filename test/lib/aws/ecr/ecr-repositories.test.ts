import { EcrRepositories, type EcrRepositoriesProps } from '../../../../lib/aws/ecr/ecr-repositories';
import { type Json, only, resources, terraformJson } from '../../../support/terraform';

const props: EcrRepositoriesProps = {
  key: { keyArn: 'arn:aws:kms:eu-west-1:333333333333:key/k' },
  deletionProtection: true,
  pull: { lab: { account: '111111111111', roles: ['lab-node'] } },
  push: { builds: { account: '333333333333', roles: ['builds'] } },
  repositories: { api: { name: 'imp/api' } },
};
const terraform = (more: Partial<EcrRepositoriesProps> = {}) =>
  terraformJson((stack) => new EcrRepositories(stack, 'registry', { ...props, ...more }));
const location = { account: '333333333333', region: 'eu-west-1' };

describe('ECR repositories', () => {
  it('repository: has immutable tags, scan on push, and encryption with the key', () => {
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

  it('lifecycle: expires untagged images only: ECR does not know which tagged ones run', () => {
    const { rules } = JSON.parse(only(terraform(), 'aws_ecr_lifecycle_policy').policy);
    expect(rules.map(({ rulePriority, selection }: Json) => [rulePriority, selection])).toEqual([
      [1, { countNumber: 7, countType: 'sinceImagePushed', countUnit: 'days', tagStatus: 'untagged' }],
    ]);
  });

  it('policy: lets the named roles pull and push, action by action', () => {
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

  it('policy: there is none without grantees, because AWS rejects an empty one', () => {
    expect(resources(terraform({ pull: {}, push: {} }), 'aws_ecr_repository_policy')).toEqual({});
  });

  it('repositories: adding one changes no other', () => {
    const before = resources(terraform(), 'aws_ecr_repository');
    const after = resources(
      terraform({ repositories: { a: { name: 'imp/a' }, ...props.repositories } }),
      'aws_ecr_repository',
    );
    expect(after).toMatchObject(before);
  });

  it('URL: is known before the repository exists', () => {
    expect(EcrRepositories.repositoryUrl(location, 'imp/api')).toBe(
      '333333333333.dkr.ecr.eu-west-1.amazonaws.com/imp/api',
    );
  });

  it('push statements: name the repositories, and the token without a resource', () => {
    const statements = EcrRepositories.pushStatements({ releases: { ...location, repositories: ['imp/*'] } });
    expect(statements['PushImages']?.resources).toEqual(['arn:aws:ecr:eu-west-1:333333333333:repository/imp/*']);
    expect(statements['SignIn']).toEqual({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] });
  });
});
