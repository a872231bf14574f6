import { App, TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { Stack } from '../../../../lib/aws/stack/stack';
import { StackFile } from '../../../../lib/aws/stack/stack-file';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { filesOf, resources, terraformOf, testStack } from '../../../support/terraform';

describe('a stack', () => {
  const terraform = terraformOf(() => undefined);

  it('keeps its state in S3, encrypted, locked by S3 itself, under a key of its own', () => {
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

  it('asks for a Terraform that knows native locking, and pins its provider', () => {
    expect(terraform.terraform.required_version).toBe('>= 1.11');
    expect(terraform.terraform.required_providers.aws.version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('refuses credentials of another account, and says on everything whose it is', () => {
    expect(terraform.provider.aws).toEqual([
      {
        allowed_account_ids: ['111111111111'],
        default_tags: [{ tags: { 'environment': 'lab', 'managed-by': 'adamant', 'stack': 'cluster' } }],
        region: 'eu-west-1',
      },
    ]);
  });

  it('holds no notes of cdktf on itself, and no folder of the machine that made it', () => {
    const text = filesOf((stack) => new Vpc(stack, 'vpc', { cidrBlock: '10.0.0.0/16' })).get('main.tf.json') ?? '';
    expect(text).not.toContain('"//"');
    expect(text).not.toContain(process.cwd());
  });

  it('is the same text each time, with sorted keys and a last line end', () => {
    const describeVpcs = (ids: readonly string[]) => (stack: Stack) =>
      ids.forEach((id) => new Vpc(stack, id, { cidrBlock: '10.0.0.0/16' }));
    const text = filesOf(describeVpcs(['b', 'a'])).get('main.tf.json');
    expect(text).toBe(filesOf(describeVpcs(['a', 'b'])).get('main.tf.json'));
    expect(text).toMatch(/\n}\n$/);
  });
});

describe('an address in the state', () => {
  it('is the path of the construct and nothing else, and a part named Resource is its parent', () => {
    const terraform = terraformOf((stack) => {
      const parent = new Construct(stack, 'network');
      new Vpc(parent, 'vpc', { cidrBlock: '10.0.0.0/16' });
      new Vpc(parent, 'Resource', { cidrBlock: '10.1.0.0/16' });
    });
    expect(Object.keys(resources(terraform, 'aws_vpc'))).toEqual(['network', 'network_vpc']);
  });

  it('is the same in every environment', () => {
    const names = ['lab', 'production'].map((environment) => {
      const stack = new Stack(new App(), {
        account: '111111111111',
        environment,
        name: 'network',
        region: 'eu-west-1',
        stateBucket: 'state',
      });
      return new Vpc(new Construct(stack, 'network'), 'vpc', { cidrBlock: '10.0.0.0/16' }).friendlyUniqueId;
    });
    expect(new Set(names).size).toBe(1);
  });

  it('keeps a hashed form below the top where an id has an underscore', () => {
    const stack = testStack();
    const joined = new TerraformOutput(new Construct(stack, 'x_a'), 'b', { value: 1 });
    const nested = new TerraformOutput(new Construct(new Construct(stack, 'x'), 'a'), 'b', { value: 2 });
    expect(nested.friendlyUniqueId).toBe('x_a_b');
    expect(joined.friendlyUniqueId).toMatch(/^x_a_b_[0-9A-F]{8}$/);
  });

  it('never joins the paths a_b and a/b at the top of a stack', () => {
    const stack = testStack();
    const joined = new TerraformOutput(stack, 'a_b', { value: 1 });
    const nested = new TerraformOutput(new Construct(stack, 'a'), 'b', { value: 2 });
    expect(joined.friendlyUniqueId).not.toBe(nested.friendlyUniqueId);
  });
});

describe('a file beside the Terraform', () => {
  it('is written as it is, and read by Terraform from the stack itself', () => {
    let base64 = '';
    const files = filesOf((stack) => {
      base64 = new StackFile(stack, 'file', { content: 'echo $HOME ${x}\n', path: 'user-data/a.sh' }).base64;
    });
    expect(files.get('user-data/a.sh')).toBe('echo $HOME ${x}\n');
    expect(base64).toBe('${filebase64("${path.module}/user-data/a.sh")}');
  });
});
