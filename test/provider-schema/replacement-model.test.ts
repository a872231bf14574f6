import type { Json } from '../support/terraform';
import { type InState, judge } from './replacement-model';

/** What changes from one set of resources, by address, to another. */
function between(before: Json, after: Json, inState: InState = {}) {
  const { changed, replaced } = judge(written(before), written(after), inState);
  return { changed, replaced };
}

function written(resources: Json): Json {
  const resource: Json = {};
  for (const [address, block] of Object.entries(resources)) {
    const [type = '', name = ''] = address.split('.');
    resource[type] = { ...resource[type], [name]: block };
  }
  return { resource };
}

const role = (args: Json) => ({
  'aws_iam_policy.read': { description: '${aws_iam_role.node.arn}', name: 'read' },
  'aws_iam_role.node': args,
  'aws_iam_role_policy.read': { name: 'read', role: '${aws_iam_role.node.name}' },
});

describe('the judge of a change', () => {
  it('replaces for an argument that the facts name, and for no other', () => {
    const gateway = (args: Json) => ({ 'aws_internet_gateway.out': args });
    expect(between(gateway({ vpc_id: 'a' }), gateway({ vpc_id: 'b' })).replaced).toEqual([]);
    const kept = between(role({ name: 'node', tags: { a: '1' } }), role({ name: 'node', tags: { a: '2' } }));
    expect(kept).toEqual({ changed: ['aws_iam_role.node'], replaced: [] });
  });

  it('follows what is replaced to what names it: what is written is known, what AWS chooses is new', () => {
    const renamed = between(role({ name: 'node' }), role({ name: 'machine' }));
    expect(renamed.replaced.toSorted()).toEqual([
      'aws_iam_policy.read',
      'aws_iam_role.node',
      'aws_iam_role_policy.read',
    ]);
    const moved = between(role({ name: 'node', path: '/' }), role({ name: 'node', path: '/nodes/' }));
    expect(moved.replaced.toSorted()).toEqual(['aws_iam_policy.read', 'aws_iam_role.node']);
  });

  it('looks into blocks, and tells one block more from another value in one', () => {
    const group = (hooks: Json) => ({ 'aws_autoscaling_group.a': { initial_lifecycle_hook: hooks } });
    expect(between(group([{ name: 'a' }]), group([{ name: 'b' }])).replaced).toHaveLength(1);
    expect(between(group([{ name: 'a' }]), group([{ name: 'a' }, { name: 'b' }])).replaced).toHaveLength(1);
    expect(between(group([{ name: 'a' }]), group([{ name: 'a' }]))).toEqual({ changed: [], replaced: [] });
  });

  it('asks the conditions', () => {
    const balancer = (type: string, subnets: string[]) => ({ 'aws_lb.a': { load_balancer_type: type, subnets } });
    expect(between(balancer('network', ['a']), balancer('network', ['a', 'b'])).replaced).toEqual([]);
    expect(between(balancer('network', ['a', 'b']), balancer('network', ['a'])).replaced).toEqual(['aws_lb.a']);
    expect(between(balancer('application', ['a', 'b']), balancer('application', ['a', 'c'])).replaced).toEqual([]);
  });

  it('knows what stands in the state where nothing is written', () => {
    const instance = (args: Json) => ({ 'aws_db_instance.a': args });
    expect(between(instance({ engine: 'postgres' }), instance({}))).toEqual({ changed: [], replaced: [] });
    expect(between(instance({}), instance({ engine: 'postgres' })).replaced).toEqual(['aws_db_instance.a']);
    const state = { aws_db_instance: { engine: 'postgres' } };
    expect(between(instance({}), instance({ engine: 'postgres' }), state).replaced).toEqual([]);
    const targets = (args: Json) => ({ 'aws_lb_target_group.a': args });
    expect(between(targets({}), targets({ target_type: 'instance' }))).toEqual({ changed: [], replaced: [] });
  });

  it('takes one that goes and one of its type that comes for a replacement, unless it is moved', () => {
    const [before, after] = [
      written({ 'aws_vpc.a': { cidr_block: 'x' } }),
      written({ 'aws_vpc.b': { cidr_block: 'x' } }),
    ];
    expect(judge(before, after)).toMatchObject({
      created: ['aws_vpc.b'],
      destroyed: ['aws_vpc.a'],
      replaced: ['aws_vpc.b'],
    });
    const moved = [{ from: 'aws_vpc.a', to: 'aws_vpc.b' }];
    expect(judge(before, { ...after, moved })).toMatchObject({ changed: [], created: [], replaced: [] });
  });

  it('leaves what is ignored, and finds nothing in another region', () => {
    const group = (size: number) => ({
      'aws_launch_template.a': { lifecycle: { ignore_changes: ['name'] }, name: `a${size}` },
    });
    expect(between(group(1), group(2))).toEqual({ changed: [], replaced: [] });
    const inRegion = (region: string) => ({ ...written(group(1)), provider: { aws: [{ region }] } });
    expect(judge(inRegion('eu-west-1'), inRegion('eu-central-1')).replaced).toEqual(['aws_launch_template.a']);
  });

  it('sees a new resource that would stand beside the old one under its name', () => {
    const targets = (args: Json) => ({
      'aws_lb_target_group.a': { lifecycle: { create_before_destroy: true }, ...args },
    });
    const collides = (before: Json, after: Json) => judge(written(targets(before)), written(targets(after))).collides;
    expect(collides({ name: 'a', port: 1 }, { name: 'a', port: 2 })).toEqual(['aws_lb_target_group.a']);
    expect(collides({ name: 'a', port: 1 }, { name: 'b', port: 2 })).toEqual([]);
  });

  it('knows that what stands on something makes it come first, and where a name is taken', () => {
    const group = (args: Json) => ({
      'aws_security_group.a': { name: 'a', ...args },
      'aws_vpc_security_group_egress_rule.a': {
        lifecycle: { create_before_destroy: true },
        security_group_id: '${aws_security_group.a.id}',
      },
    });
    const collides = (before: Json, after: Json) => judge(written(group(before)), written(group(after))).collides;
    expect(collides({ description: 'a' }, { description: 'b' })).toEqual(['aws_security_group.a']);
    expect(collides({ vpc_id: 'a' }, { vpc_id: 'b' })).toEqual([]);
  });
});
