import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { App } from 'cdktf';
import { stackFiles } from '../../../../lib/aws/stack/render';
import { Stack } from '../../../../lib/aws/stack/stack';
import { renderedFiles, type Json, stackProps, terraformJson, testStack } from '../../../support/terraform';

describe('stack', () => {
  const terraform = terraformJson(() => undefined);

  it('state: is in S3, encrypted, with a native lock and its own key', () => {
    expect(terraform.terraform.backend).toEqual({
      s3: {
        bucket: 'imp-lab-terraform-state',
        encrypt: true,
        key: 'lab/cluster.tfstate',
        region: 'eu-west-1',
        use_lockfile: true,
      },
    });
  });

  it('versions: Terraform has native locks, and the provider is pinned', () => {
    expect(terraform.terraform.required_version).toBe('>= 1.11');
    expect(terraform.terraform.required_providers.aws.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('provider: rejects credentials of another account, and sets default tags', () => {
    expect(terraform.provider.aws).toEqual([
      {
        allowed_account_ids: ['111111111111'],
        default_tags: [{ tags: { 'environment': 'lab', 'managed-by': 'adamant', 'stack': 'cluster' } }],
        region: 'eu-west-1',
      },
    ]);
  });

  it('tags: are those of the program, and of the stack itself', () => {
    const stack = testStack({ ...stackProps, tags: { team: 'payments' } });
    expect(JSON.parse(stackFiles(stack).get('main.tf.json') ?? '').provider.aws[0].default_tags).toEqual([
      { tags: { 'environment': 'lab', 'managed-by': 'adamant', 'stack': 'cluster', 'team': 'payments' } },
    ]);
  });

  it('output: contains neither metadata of cdktf nor the working directory', () => {
    const text =
      renderedFiles((stack) => new Vpc(stack, 'vpc', { cidrBlock: '10.0.0.0/16' })).get('main.tf.json') ?? '';
    expect(text).not.toContain('"//"');
    expect(text).not.toContain(process.cwd());
  });

  it('output: has sorted keys and a final newline, independent of the order of constructs', () => {
    const describeVpcs = (ids: readonly string[]) => (stack: Stack) =>
      ids.forEach((id) => new Vpc(stack, id, { cidrBlock: '10.0.0.0/16' }));
    const text = renderedFiles(describeVpcs(['b', 'a'])).get('main.tf.json');
    expect(text).toBe(renderedFiles(describeVpcs(['a', 'b'])).get('main.tf.json'));
    expect(text).toMatch(/\n}\n$/);
  });

  const identity = { account: '111111111111', environment: 'lab', name: 'bootstrap', region: 'eu-west-1' };
  const terraformBlock = (stack: Stack): Json => {
    return JSON.parse(stackFiles(stack).get('main.tf.json') ?? '').terraform;
  };

  it('local state: is in a file', () => {
    const stack = new Stack(new App(), { ...identity, localState: '../lab.tfstate' });
    expect(terraformBlock(stack)).toMatchObject({
      backend: { local: { path: '../lab.tfstate' } },
      required_version: '>= 1.11',
    });
  });

  it('state key: is named by its alias, which is known before the key', () => {
    const stack = new Stack(new App(), { ...identity, stateBucket: 'b', stateKmsKeyAlias: 'imp-lab-terraform-state' });
    expect(terraformBlock(stack).backend.s3).toEqual({
      bucket: 'b',
      encrypt: true,
      key: 'lab/bootstrap.tfstate',
      kms_key_id: 'arn:aws:kms:eu-west-1:111111111111:alias/imp-lab-terraform-state',
      region: 'eu-west-1',
      use_lockfile: true,
    });
  });
});
