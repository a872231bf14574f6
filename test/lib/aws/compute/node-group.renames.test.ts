import { Aspects, TerraformResource } from 'cdktf';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { Construct } from 'constructs';
import { emitMovedBlocks, movedBlocks } from '../../../../lib/aws/stack/moved-blocks';
import { NodeGroup } from '../../../../lib/aws/compute/node-group';
import { Scaling } from '../../../../lib/aws/compute/scaling';
import { recordRename } from '../../../../lib/core/renames';
import {
  addressed,
  filesOf,
  type GroupProps,
  type Json,
  nodeGroup,
  terraformOf,
  testStack,
} from '../../../support/terraform';

const written = (props: GroupProps = {}): Json => terraformOf((stack) => nodeGroup(stack, props));

/** Arguments of a group's resources without their addresses. */
const withoutAddresses = (terraform: Json): Json => {
  const text = JSON.stringify(addressed(terraform)).replaceAll(
    /(?<=group-|image-of-|nodes-of-|network-of-)(general|web)/g,
    '',
  );
  return JSON.parse(text.replaceAll(/user-data\/\w+\.sh/g, 'user-data'));
};

describe('renamed node group', () => {
  const schedules = { night: { cron: '0 20 * * *', maxSize: 2, minSize: 1 } };

  it('moved blocks: cover every resource of the group and nothing else', () => {
    const scaling = Scaling.targetCpu(60, { schedules });
    expect(written({ name: 'web', renamedFrom: 'general', scaling }).moved).toEqual(
      [
        ['aws_autoscaling_group', 'auto-scaling-group'],
        ['aws_autoscaling_lifecycle_hook', 'terminating-hook'],
        ['aws_autoscaling_policy', 'target-cpu'],
        ['aws_autoscaling_schedule', 'schedule-night'],
        ['aws_launch_template', 'launch-template'],
      ].map(([type, id]) => ({ from: `${type}.node-group-general_${id}`, to: `${type}.node-group-web_${id}` })),
    );
  });

  it('names, tags and user data: are those of the former name', () => {
    const [before, after] = [written(), written({ name: 'web', renamedFrom: 'general' })];
    expect(withoutAddresses(after)).toEqual(withoutAddresses(before));
    const script = (props: GroupProps, file: string) => filesOf((stack) => nodeGroup(stack, props)).get(file);
    expect(script({ name: 'web', renamedFrom: 'general' }, 'user-data/web.sh')).toBe(
      script({}, 'user-data/general.sh'),
    );
    expect(NodeGroup.physicalName({ clusterName: 'lab', name: 'web', renamedFrom: 'general' })).toBe('lab-general');
  });

  it('physical name: changes only with physicalName', () => {
    const props = { clusterName: 'lab', name: 'web', physicalName: 'lab-web', renamedFrom: 'general' };
    expect(NodeGroup.physicalName(props)).toBe('lab-web');
    expect(addressed(written(props))['aws_autoscaling_group.node-group-web_auto-scaling-group'].name).toBe('lab-web');
  });

  it('moved blocks: are absent without a rename', () => {
    expect(written()).not.toHaveProperty('moved');
  });
});

describe('moves of a stack', () => {
  const repository = (scope: Construct, id: string) => new EcrRepository(scope, id, { name: 'r' });

  it('come from the addresses that the stack gave, with Resource left out and foreign ids hashed', () => {
    const make = (id: string) => {
      const stack = testStack();
      const parent = new Construct(stack, id);
      repository(parent, 'Resource');
      repository(parent, 'part');
      repository(parent, 'foreign_part');
      const set = repository(parent, 'by-hand');
      set.overrideLogicalId('kept');
      const addresses = stack.node
        .findAll()
        .filter((construct) => TerraformResource.isTerraformResource(construct))
        .map(({ friendlyUniqueId }) => `aws_ecr_repository.${friendlyUniqueId}`);
      return { addresses, parent, stack };
    };
    const [before, after] = [make('old'), make('new')];
    recordRename(after.parent, 'old');
    const pairs = after.addresses.map((to, index) => ({ from: before.addresses[index], to }));
    const moved = pairs.filter(({ from, to }) => from !== to).sort((a, b) => (a.to < b.to ? -1 : 1));
    expect(moved).toHaveLength(3);
    expect(movedBlocks(after.stack)).toEqual(moved);
  });

  it('are refused when the address that was left is in use, even by what came later', () => {
    const stack = testStack();
    recordRename(repository(stack, 'new'), 'old');
    repository(stack, 'old');
    expect(() => movedBlocks(stack)).toThrow(
      'the address that was left must be free, and aws_ecr_repository.old is lab-cluster/old',
    );
  });

  it('are written once, whoever asks for them', () => {
    const stack = testStack();
    emitMovedBlocks(stack);
    emitMovedBlocks(stack);
    expect(Aspects.of(stack).all).toHaveLength(1);
  });
});
