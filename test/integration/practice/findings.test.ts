import { type Exception, type Finding, parseFilePath, unexceptedFindings, unusedExceptions } from './findings';

const finding: Finding = {
  check: 'CKV_AWS_157',
  environment: 'lab',
  kind: 'aws_db_instance',
  name: 'database_primary',
  message: 'Ensure that RDS instances have Multi-AZ enabled',
  tool: 'checkov',
};
const exception: Exception = { check: 'CKV_AWS_157', kinds: ['aws_db_instance'], reason: 'why', tool: 'checkov' };

describe('exception', () => {
  it.each<[string, Partial<Exception>]>([
    ['all objects of a kind', {}],
    ['the listed names', { names: ['database_primary', 'database_replica'] }],
    ['the listed environments', { environments: ['lab'] }],
    ['one requirement of a check', { message: 'Multi-AZ' }],
  ])('covers %s', (_, more) => {
    expect(unexceptedFindings([finding], [{ ...exception, ...more }])).toEqual([]);
  });

  it.each<[string, Partial<Exception>]>([
    ['another tool', { tool: 'kube-score' }],
    ['another check', { check: 'CKV_AWS_16' }],
    ['another kind', { kinds: ['aws_rds_cluster'] }],
    ['other names', { names: ['database_replica'] }],
    ['other environments', { environments: ['staging', 'production'] }],
    ['another requirement of the check', { message: 'backups' }],
  ])('does not cover %s', (_, more) => {
    expect(unexceptedFindings([finding], [{ ...exception, ...more }])).toEqual([finding]);
  });

  it('is unused if it covers no finding', () => {
    expect(unusedExceptions([exception], [finding])).toEqual([]);
    expect(unusedExceptions([exception], [])).toEqual(['checkov CKV_AWS_157']);
  });

  it('is partly unused if a kind, name or environment covers no finding', () => {
    const wide = {
      ...exception,
      environments: ['lab', 'staging'],
      kinds: ['aws_db_instance', 'aws_rds_cluster'],
      names: ['database_primary', 'database_replica'],
    };
    expect(unusedExceptions([wide], [finding])).toEqual([
      'checkov CKV_AWS_157 for aws_rds_cluster',
      'checkov CKV_AWS_157 for database_replica',
      'checkov CKV_AWS_157 for staging',
    ]);
  });
});

describe('file path', () => {
  it('of a manifest contains the kind and name of its object', () => {
    const file = 'kubernetes/lab/20-definitions/CustomResourceDefinition.rabbitmqclusters.rabbitmq.com.yaml';
    expect(parseFilePath(file)).toEqual({
      environment: 'lab',
      kind: 'CustomResourceDefinition',
      name: 'rabbitmqclusters.rabbitmq.com',
    });
  });

  it('of a stack contains neither kind nor name', () => {
    expect(parseFilePath('terraform/lab/data/main.tf.json')).toEqual({ environment: 'lab', kind: '', name: '' });
  });
});
