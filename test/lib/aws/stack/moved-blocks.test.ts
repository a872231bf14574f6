import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { App, Aspects, TerraformResource, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { emitMovedBlocks, keepPreviousName, movedBlocks } from '../../../../lib/aws/stack/moved-blocks';
import { Stack } from '../../../../lib/aws/stack/stack';
import { recordRename } from '../../../../lib/core/renames';
import { stackProps, terraformJson, testStack } from '../../../support/terraform';

const repository = (scope: Construct, id: string) => new EcrRepository(scope, id, { name: 'r' });

describe('moved blocks', () => {
  it('addresses: follow the construct path, without Resource and with hashed ids of other libraries', () => {
    const describeRepositories = (id: string) => {
      const stack = testStack();
      const parent = new Construct(stack, id);
      for (const child of ['Resource', 'part', 'foreign_part']) repository(parent, child);
      repository(parent, 'overridden').overrideLogicalId('kept');
      const addresses = stack.node
        .findAll()
        .filter((construct) => TerraformResource.isTerraformResource(construct))
        .map(({ friendlyUniqueId }) => `aws_ecr_repository.${friendlyUniqueId}`);
      return { addresses, parent, stack };
    };
    const [before, after] = [describeRepositories('old'), describeRepositories('new')];
    recordRename(after.parent, 'old');
    const pairs = after.addresses.map((to, index) => ({ from: before.addresses[index], to }));
    const moved = pairs.filter(({ from, to }) => from !== to).sort((a, b) => (a.to < b.to ? -1 : 1));
    expect(moved).toHaveLength(3);
    expect(movedBlocks(after.stack)).toEqual(moved);
  });

  it('Terraform: contains a block for a renamed resource, and none without a rename', () => {
    const terraform = terraformJson((stack) => keepPreviousName(repository(stack, 'new'), 'old'));
    expect(terraform.moved).toEqual([{ from: 'aws_ecr_repository.old', to: 'aws_ecr_repository.new' }]);
    expect(terraformJson((stack) => keepPreviousName(repository(stack, 'new'), undefined))).not.toHaveProperty('moved');
  });

  it('conflict: fails the validation of cdktf too, even with a resource that is created later', () => {
    const app = Testing.stubVersion(new App({ outdir: Testing.app().outdir }));
    const stack = new Stack(app, stackProps);
    keepPreviousName(repository(stack, 'new'), 'old');
    repository(stack, 'old');
    expect(() => app.synth()).toThrow('rename-conflict');
  });

  it('aspect: is added once for each stack', () => {
    const stack = testStack();
    emitMovedBlocks(stack);
    emitMovedBlocks(stack);
    expect(Aspects.of(stack).all).toHaveLength(1);
  });
});
