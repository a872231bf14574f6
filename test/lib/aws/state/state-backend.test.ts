import { App } from 'cdktf';
import { Stack } from '../../../../lib/aws/stack/stack';
import { StateBackend, type StateBackendProps } from '../../../../lib/aws/state/state-backend';
import { stackFiles } from '../../../../lib/aws/stack/render';
import { findingsOf, type Json, only, resources, terraformOf } from '../../../support/terraform';

const props: StateBackendProps = { account: '111111111111', name: 'imp-lab-terraform-state', region: 'eu-west-1' };
const terraform = (more: Partial<StateBackendProps> = {}) =>
  terraformOf((stack) => new StateBackend(stack, 'state', { ...props, ...more }));
const found = (more: Partial<StateBackendProps>) =>
  findingsOf((stack) => new StateBackend(stack, 'state', { ...props, ...more }));

function statements(access: StateBackendProps['access']): Record<string, Json> {
  const { Statement } = JSON.parse(only(terraform({ access: access ?? {} }), 'aws_iam_policy').policy);
  return Object.fromEntries(Statement.map((one: Json) => [one.Sid, one]));
}

describe('where states are kept', () => {
  it('is a bucket and a key that refuse to be destroyed', () => {
    for (const type of ['aws_s3_bucket', 'aws_kms_key'])
      expect(only(terraform(), type).lifecycle).toEqual({ prevent_destroy: true });
    expect(only(terraform(), 'aws_kms_alias').name).toBe('alias/imp-lab-terraform-state');
  });

  it('keeps a year of versions, and the newest twenty for good', () => {
    const [rule] = only(terraform(), 'aws_s3_bucket_lifecycle_configuration').rule;
    expect(rule.noncurrent_version_expiration).toEqual([{ newer_noncurrent_versions: 20, noncurrent_days: 365 }]);
    expect(only(terraform(), 'aws_s3_bucket_versioning').versioning_configuration.status).toBe('Enabled');
  });

  it('lets a role that applies write states and take locks, and delete no state', () => {
    const allowed = statements({ deploy: { environment: 'lab', stacks: ['network'], to: 'apply' } });
    const state = '${aws_s3_bucket.state_bucket.arn}/lab/network.tfstate';
    expect(allowed['ReadStates']).toMatchObject({ Action: ['s3:GetObject'], Resource: [state] });
    expect(allowed['WriteStates']).toMatchObject({ Action: ['s3:PutObject'], Resource: [state] });
    expect(allowed['Lock']).toMatchObject({
      Action: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
      Resource: [`${state}.tflock`],
    });
    expect(allowed['UseKey']).toMatchObject({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: ['${aws_kms_key.state_key.arn}'],
    });
  });

  it('lets a role that reviews read and nothing else', () => {
    const allowed = statements({ review: { environment: 'lab', to: 'review' } });
    expect(Object.keys(allowed)).toEqual(['ListStates', 'ReadStates', 'UseKey']);
    expect(allowed['ReadStates'].Resource).toEqual(['${aws_s3_bucket.state_bucket.arn}/lab/*.tfstate']);
    expect(allowed['UseKey'].Action).toEqual(['kms:Decrypt']);
  });

  it('makes no policy that nobody asked for', () => {
    expect(resources(terraform(), 'aws_iam_policy')).toEqual({});
  });

  it('refuses names that no state has', () => {
    expect(found({ access: { ci: { environment: 'lab', stacks: ['*'], to: 'apply' } } })).toEqual([
      [
        'access.ci.stacks',
        "a stack's name is lower-case letters, digits and hyphens, got '*'",
        "name it as its folder is, for example 'network', or leave stacks out for all",
      ],
    ]);
    expect(found({ access: { ci: { environment: 'lab', stacks: ['network'], to: 'apply' } } })).toEqual([]);
  });
});

describe('a stack', () => {
  const identity = { account: '111111111111', environment: 'lab', name: 'bootstrap', region: 'eu-west-1' };
  const blockOf = (stack: Stack): Json => {
    return JSON.parse(stackFiles(stack).get('main.tf.json') ?? '').terraform;
  };

  it('that one person tries out keeps its state in a file', () => {
    const stack = new Stack(new App(), { ...identity, localState: '../lab.tfstate' });
    expect(blockOf(stack)).toMatchObject({
      backend: { local: { path: '../lab.tfstate' } },
      required_version: '>= 1.11',
    });
  });

  it('names the key of its state by the alias, which is known before the key', () => {
    const stack = new Stack(new App(), { ...identity, stateBucket: 'b', stateKey: 'imp-lab-terraform-state' });
    expect(blockOf(stack).backend.s3).toEqual({
      bucket: 'b',
      encrypt: true,
      key: 'lab/bootstrap.tfstate',
      kms_key_id: 'arn:aws:kms:eu-west-1:111111111111:alias/imp-lab-terraform-state',
      region: 'eu-west-1',
      use_lockfile: true,
    });
  });
});
