import type { Json } from '../support/terraform';
import { type InState, predictReplacement } from './replacement-model';

/** Changed and replaced addresses between two sets of resources. */
function predict(before: Json, after: Json, inState: InState = {}) {
  const { changed, replaced } = predictReplacement(toConfiguration(before), toConfiguration(after), inState);
  return { changed, replaced };
}

function toConfiguration(resources: Json): Json {
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

describe('predictReplacement', () => {
  it('forceNew argument: its change replaces the resource, other changes do not', () => {
    const gateway = (args: Json) => ({ 'aws_internet_gateway.out': args });
    expect(predict(gateway({ vpc_id: 'a' }), gateway({ vpc_id: 'b' })).replaced).toEqual([]);
    const kept = predict(role({ name: 'node', tags: { a: '1' } }), role({ name: 'node', tags: { a: '2' } }));
    expect(kept).toEqual({ changed: ['aws_iam_role.node'], replaced: [] });
  });

  it('reference: a computed attribute of a replaced resource replaces its dependents, a configured one does not', () => {
    const renamed = predict(role({ name: 'node' }), role({ name: 'machine' }));
    expect(renamed.replaced.toSorted()).toEqual([
      'aws_iam_policy.read',
      'aws_iam_role.node',
      'aws_iam_role_policy.read',
    ]);
    const moved = predict(role({ name: 'node', path: '/' }), role({ name: 'node', path: '/nodes/' }));
    expect(moved.replaced.toSorted()).toEqual(['aws_iam_policy.read', 'aws_iam_role.node']);
  });

  it('block: an added block and a changed value in a block are different changes', () => {
    const group = (hooks: Json) => ({ 'aws_autoscaling_group.a': { initial_lifecycle_hook: hooks } });
    expect(predict(group([{ name: 'a' }]), group([{ name: 'b' }])).replaced).toHaveLength(1);
    expect(predict(group([{ name: 'a' }]), group([{ name: 'a' }, { name: 'b' }])).replaced).toHaveLength(1);
    expect(predict(group([{ name: 'a' }]), group([{ name: 'a' }]))).toEqual({ changed: [], replaced: [] });
  });

  it('condition: decides whether a change replaces', () => {
    const balancer = (type: string, subnets: string[]) => ({ 'aws_lb.a': { load_balancer_type: type, subnets } });
    expect(predict(balancer('network', ['a']), balancer('network', ['a', 'b'])).replaced).toEqual([]);
    expect(predict(balancer('network', ['a', 'b']), balancer('network', ['a'])).replaced).toEqual(['aws_lb.a']);
    expect(predict(balancer('application', ['a', 'b']), balancer('application', ['a', 'c'])).replaced).toEqual([]);
  });

  it('unset argument: has the value in the state or its default', () => {
    const instance = (args: Json) => ({ 'aws_db_instance.a': args });
    expect(predict(instance({ engine: 'postgres' }), instance({}))).toEqual({ changed: [], replaced: [] });
    expect(predict(instance({}), instance({ engine: 'postgres' })).replaced).toEqual(['aws_db_instance.a']);
    const state = { aws_db_instance: { engine: 'postgres' } };
    expect(predict(instance({}), instance({ engine: 'postgres' }), state).replaced).toEqual([]);
    const targets = (args: Json) => ({ 'aws_lb_target_group.a': args });
    expect(predict(targets({}), targets({ target_type: 'instance' }))).toEqual({ changed: [], replaced: [] });
  });

  it('changed address: is a replacement unless the resource is moved', () => {
    const [before, after] = [
      toConfiguration({ 'aws_vpc.a': { cidr_block: 'x' } }),
      toConfiguration({ 'aws_vpc.b': { cidr_block: 'x' } }),
    ];
    expect(predictReplacement(before, after)).toMatchObject({
      created: ['aws_vpc.b'],
      destroyed: ['aws_vpc.a'],
      replaced: ['aws_vpc.b'],
    });
    const moved = [{ from: 'aws_vpc.a', to: 'aws_vpc.b' }];
    expect(predictReplacement(before, { ...after, moved })).toMatchObject({ changed: [], created: [], replaced: [] });
  });

  it('ignore_changes: is respected; another region replaces everything', () => {
    const group = (size: number) => ({
      'aws_launch_template.a': { lifecycle: { ignore_changes: ['name'] }, name: `a${size}` },
    });
    expect(predict(group(1), group(2))).toEqual({ changed: [], replaced: [] });
    const inRegion = (region: string) => ({ ...toConfiguration(group(1)), provider: { aws: [{ region }] } });
    expect(predictReplacement(inRegion('eu-west-1'), inRegion('eu-central-1')).replaced).toEqual([
      'aws_launch_template.a',
    ]);
  });

  it('create_before_destroy: an unchanged name collides', () => {
    const targets = (args: Json) => ({
      'aws_lb_target_group.a': { lifecycle: { create_before_destroy: true }, ...args },
    });
    const collides = (before: Json, after: Json) =>
      predictReplacement(toConfiguration(targets(before)), toConfiguration(targets(after))).collides;
    expect(collides({ name: 'a', port: 1 }, { name: 'a', port: 2 })).toEqual(['aws_lb_target_group.a']);
    expect(collides({ name: 'a', port: 1 }, { name: 'b', port: 2 })).toEqual([]);
  });

  it('create_before_destroy: applies to dependencies, and names collide only within their scope', () => {
    const group = (args: Json) => ({
      'aws_security_group.a': { name: 'a', ...args },
      'aws_vpc_security_group_egress_rule.a': {
        lifecycle: { create_before_destroy: true },
        security_group_id: '${aws_security_group.a.id}',
      },
    });
    const collides = (before: Json, after: Json) =>
      predictReplacement(toConfiguration(group(before)), toConfiguration(group(after))).collides;
    expect(collides({ description: 'a' }, { description: 'b' })).toEqual(['aws_security_group.a']);
    expect(collides({ vpc_id: 'a' }, { vpc_id: 'b' })).toEqual([]);
  });
});
