import { expect, expectSame, type Step } from '../support/report';
import type { Account } from './account';
import { expectNoOtherChange } from './moto-limits';
import { type Change, expectMessage, type Stack, type StackName } from './stack';

/**
 * Resource types that cannot be created until a further apply of a stack: those of the first entry in one apply, those of the second in
 * two. A failure also stops what depends on it.
 */
export const failingTypes: Readonly<Record<StackName, readonly (readonly string[])[]>> = {
  bootstrap: [['aws_kms_key'], ['aws_s3_bucket']],
  network: [['aws_subnet'], ['aws_nat_gateway', 'aws_flow_log']],
  data: [['aws_db_parameter_group'], ['aws_db_instance']],
  cluster: [
    ['aws_security_group', 'aws_iam_role'],
    ['aws_lb', 'aws_launch_template'],
    ['aws_autoscaling_group', 'aws_lb_target_group'],
    ['aws_autoscaling_traffic_source_attachment', 'aws_lb_listener_rule'],
  ],
};

/**
 * Calls of the AWS API that fail once in the first applies of the cluster, one apply after the other. Some of them follow the call that
 * creates the resource: Terraform replaces such a resource. AWS accepts a second one at the same time if its name is a prefix, as that of an
 * Auto Scaling group. A target group has a fixed name, and is deleted first, as docs/operations.md describes. No call of an apply waits for
 * another one that fails.
 */
export const failingCalls: readonly (readonly string[])[] = [
  ['CreateLaunchTemplate', 'ModifyTargetGroupAttributes', 'CreateLoadBalancer'],
  ['CreateAutoScalingGroup', 'PutLifecycleHook', 'EnableMetricsCollection', 'CreateRule'],
];

/** True for a change of the plan after a failed apply: it creates what is missing, or replaces what was created in part. */
export function isRepair({ action_reason: reason, change }: Change): boolean {
  return change.actions.join() === 'create' || reason === 'replace_because_tainted';
}

/** Resources that were created in part, and whose replacement would have the same name at the same time. */
function collidingResources(changes: readonly Change[]): Change[] {
  return changes
    .filter(
      ({ action_reason: reason, change }) => reason === 'replace_because_tainted' && change.actions[0] === 'create',
    )
    .filter(({ change }) => typeof change.before['name'] === 'string' && !change.before['name_prefix']);
}

/** A stack that is created in an emulated account. */
interface CreationContext {
  readonly account: Account;
  readonly stack: Stack;
  readonly stateKey: string;
  readonly step: Step;
}

/** Applies a stack with injected errors, and then the same without. */
export async function applyInSpiteOf(failing: readonly (readonly string[])[], context: CreationContext): Promise<void> {
  const { stack, step } = context;
  for (const actions of failing) await failApply(actions, context);
  if (failing.flat().includes('ModifyTargetGroupAttributes')) await deletePartial(context);
  await step('plan adds what is missing, and changes nothing', () => planRepairs(stack));
  await step('the same apply completes', () => stack.apply());
}

async function failApply(
  actions: readonly string[],
  { account, stack, stateKey, step }: CreationContext,
): Promise<void> {
  const error = { code: 'InsufficientCapacity', message: 'injected by the test' };
  await step(`apply fails half-way, at ${actions.join(', ')}`, async () => {
    await planRepairs(stack);
    for (const action of actions) account.proxy.failOnce({ action, ...error });
    expectMessage(await stack.failingApply(), [error.code, error.message], stack.log);
    expectSame(account.proxy.endFaults(), [], 'calls that were not made', stack.log);
    expect((await stack.addresses()).length > 0, 'nothing was created before the failure', stack.log);
    expect(!(await account.hasState(`${stateKey}.tflock`)), 'the lock still exists', stack.log);
  });
}

/** Deletes what was created in part under a fixed name, as docs/operations.md describes. */
async function deletePartial({ account, stack, step }: CreationContext): Promise<void> {
  await step('a target group that was created in part is deleted first, as documented', async () => {
    const resources = collidingResources(await stack.plan());
    const types = [...new Set(resources.map(({ address }) => address.split('.')[0] ?? ''))];
    expectSame(types, ['aws_lb_target_group'], 'types of colliding resources', stack.log);
    const Names = resources.map(({ change }) => String(change.before['name']));
    const { TargetGroups: found } = await account.call<{
      TargetGroups: readonly Record<'TargetGroupArn' | 'TargetGroupName', string>[];
    }>('elbv2', 'describe_target_groups', { Names });
    expectSame(
      found.map(({ TargetGroupName }) => TargetGroupName),
      Names,
      'target groups to delete',
      stack.log,
    );
    for (const { TargetGroupArn } of found) await account.call('elbv2', 'delete_target_group', { TargetGroupArn });
  });
}

/** Saves a plan. After a failed apply, existing resources do not change. */
async function planRepairs(stack: Stack): Promise<void> {
  const changes = await stack.plan();
  expectNoOtherChange(
    stack,
    changes.filter((change) => !isRepair(change)),
  );
}
