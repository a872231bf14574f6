import { type Exception, type Finding, ownerOf, unexcused, unneeded } from './findings';

const finding: Finding = {
  check: 'CKV_AWS_157',
  environment: 'lab',
  kind: 'aws_db_instance',
  name: 'database_primary',
  says: 'Ensure that RDS instances have Multi-AZ enabled',
  tool: 'checkov',
};
const exception: Exception = { check: 'CKV_AWS_157', kinds: ['aws_db_instance'], reason: 'why', tool: 'checkov' };

describe('an exception', () => {
  it.each<[string, Partial<Exception>]>([
    ['every one of a kind', {}],
    ['the names that it says', { names: ['database_primary', 'database_replica'] }],
    ['the environments that it says', { environments: ['lab'] }],
    ['a part of what a check asks for', { says: 'Multi-AZ' }],
  ])('excuses %s', (_, more) => {
    expect(unexcused([finding], [{ ...exception, ...more }])).toEqual([]);
  });

  it.each<[string, Partial<Exception>]>([
    ['another tool', { tool: 'kube-score' }],
    ['another check', { check: 'CKV_AWS_16' }],
    ['another kind', { kinds: ['aws_rds_cluster'] }],
    ['other names', { names: ['database_replica'] }],
    ['other environments', { environments: ['staging', 'production'] }],
    ['something else that the check asks for', { says: 'backups' }],
  ])('does not excuse %s', (_, more) => {
    expect(unexcused([finding], [{ ...exception, ...more }])).toEqual([finding]);
  });

  it('is not needed when it excuses nothing', () => {
    expect(unneeded([exception], [finding])).toEqual([]);
    expect(unneeded([exception], [])).toEqual(['checkov CKV_AWS_157']);
  });

  it('is not needed in the parts that excuse nothing', () => {
    const wide = {
      ...exception,
      environments: ['lab', 'staging'],
      kinds: ['aws_db_instance', 'aws_rds_cluster'],
      names: ['database_primary', 'database_replica'],
    };
    expect(unneeded([wide], [finding])).toEqual([
      'checkov CKV_AWS_157, of aws_rds_cluster',
      'checkov CKV_AWS_157, of database_replica',
      'checkov CKV_AWS_157, of staging',
    ]);
  });
});

describe('a file', () => {
  it('of Kubernetes is about one object, whatever is in its name', () => {
    const file = 'kubernetes/lab/20-definitions/CustomResourceDefinition.rabbitmqclusters.rabbitmq.com.yaml';
    expect(ownerOf(file)).toEqual({
      environment: 'lab',
      kind: 'CustomResourceDefinition',
      name: 'rabbitmqclusters.rabbitmq.com',
    });
  });

  it('of Terraform is about many', () => {
    expect(ownerOf('terraform/lab/data/main.tf.json')).toEqual({ environment: 'lab', kind: '', name: '' });
  });
});
