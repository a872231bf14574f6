import { usedRepositories } from '../../../../lib/platform/infrastructure/used-repositories';

const inRegistry = (account: string, region: string, name: string) => ({
  repository: `${account}.dkr.ecr.${region}.amazonaws.com/${name}`,
});

describe('used repositories', () => {
  it('several registries: each has its own repositories, in the order of their names', () => {
    const found = usedRepositories({
      api: inRegistry('444444444444', 'us-east-1', 'imp/api'),
      front: inRegistry('333333333333', 'eu-west-1', 'imp/web'),
      web: inRegistry('333333333333', 'eu-west-1', 'imp/tools'),
    });
    expect(Object.values(found)).toEqual([
      { account: '444444444444', region: 'us-east-1', repositories: ['imp/api'] },
      { account: '333333333333', region: 'eu-west-1', repositories: ['imp/tools', 'imp/web'] },
    ]);
  });

  it('images outside of ECR: need no permission', () => {
    expect(usedRepositories({ api: { repository: 'ghcr.io/acme/api' } })).toEqual({});
  });
});
