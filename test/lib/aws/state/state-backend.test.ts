import { StateBackend, type StateBackendProps } from '../../../../lib/aws/state/state-backend';
import { type Json, only, resources, terraformJson } from '../../../support/terraform';

const props: StateBackendProps = { account: '111111111111', name: 'imp-lab-terraform-state', region: 'eu-west-1' };
const terraform = (more: Partial<StateBackendProps> = {}) =>
  terraformJson((stack) => new StateBackend(stack, 'state', { ...props, ...more }));

function statements(access: StateBackendProps['access']): Record<string, Json> {
  const { Statement } = JSON.parse(only(terraform({ access: access ?? {} }), 'aws_iam_policy').policy);
  return Object.fromEntries(Statement.map((one: Json) => [one.Sid, one]));
}

describe('state backend', () => {
  it('bucket and key: have deletion protection', () => {
    for (const type of ['aws_s3_bucket', 'aws_kms_key'])
      expect(only(terraform(), type).lifecycle).toEqual({ prevent_destroy: true });
    expect(only(terraform(), 'aws_kms_alias').name).toBe('alias/imp-lab-terraform-state');
  });

  it('versions: are kept for a year, and the newest twenty permanently', () => {
    const [rule] = only(terraform(), 'aws_s3_bucket_lifecycle_configuration').rule;
    expect(rule.noncurrent_version_expiration).toEqual([{ newer_noncurrent_versions: 20, noncurrent_days: 365 }]);
    expect(only(terraform(), 'aws_s3_bucket_versioning').versioning_configuration.status).toBe('Enabled');
  });

  it('access to apply: writes states and locks, and deletes no state', () => {
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

  it('access to review: reads only', () => {
    const allowed = statements({ review: { environment: 'lab', to: 'plan' } });
    expect(Object.keys(allowed)).toEqual(['ListStates', 'ReadStates', 'UseKey']);
    expect(allowed['ReadStates'].Resource).toEqual(['${aws_s3_bucket.state_bucket.arn}/lab/*.tfstate']);
    expect(allowed['UseKey'].Action).toEqual(['kms:Decrypt']);
  });

  it('policies: there are none without access', () => {
    expect(resources(terraform(), 'aws_iam_policy')).toEqual({});
  });
});
