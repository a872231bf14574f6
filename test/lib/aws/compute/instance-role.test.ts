import { InstanceRole } from '../../../../lib/aws/compute/instance-role';
import type { Statements } from '../../../../lib/aws/iam/iam-policy';
import type { Stack } from '../../../../lib/aws/stack/stack';
import { findingsOf, type Json, only, resources, terraformOf } from '../../../support/terraform';

const props = {
  account: '111111111111',
  autoScalingGroups: ['lab-general', 'lab-transfer'],
  name: 'lab-node',
  region: 'eu-west-1',
};
const terraform = terraformOf((stack) => new InstanceRole(stack, 'role', props));

/** A statement of a policy, or its first. */
const policy = (name: string, sid?: string): Json => {
  const { Statement: statements } = JSON.parse(resources(terraform, 'aws_iam_role_policy')[`role_${name}`].policy);
  return sid === undefined ? statements[0] : statements.find((statement: Json) => statement.Sid === sid);
};

describe('the role of a node', () => {
  it('is taken by machines and by nobody else', () => {
    expect(JSON.parse(only(terraform, 'aws_iam_role').assume_role_policy).Statement).toEqual([
      { Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Sid: 'Machines' },
    ]);
  });

  it('has no policy of AWS: the one for Session Manager reads every SSM parameter of the account', () => {
    expect(resources(terraform, 'aws_iam_role_policy_attachment')).toEqual({});
    expect(JSON.stringify(terraform)).not.toContain('ssm:GetParameter');
  });

  it('may be reached by Session Manager', () => {
    expect(policy('session', 'OpenSessions')).toMatchObject({
      Action: [
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      Resource: ['*'],
    });
  });

  it('may register machines of its own account and region with Session Manager, and no others', () => {
    expect(policy('session', 'RegisterMachines')).toMatchObject({
      Action: ['ssm:UpdateInstanceInformation'],
      Resource: ['arn:aws:ec2:eu-west-1:111111111111:instance/*'],
    });
  });

  it('may pull from its own account, or from the registries that are named and no other', () => {
    expect(policy('pull').Resource).toEqual(['arn:aws:ecr:eu-west-1:111111111111:repository/*']);
    const pullFrom = { releases: { account: '333333333333', region: 'eu-west-1', repositories: ['web', 'api'] } };
    const named = terraformOf((stack) => new InstanceRole(stack, 'role', { ...props, pullFrom }));
    expect(JSON.parse(resources(named, 'aws_iam_role_policy')['role_pull'].policy).Statement[0].Resource).toEqual([
      'arn:aws:ecr:eu-west-1:333333333333:repository/web',
      'arn:aws:ecr:eu-west-1:333333333333:repository/api',
    ]);
  });

  it('may complete hooks of its own groups only', () => {
    expect(policy('lifecycle')).toEqual({
      Action: ['autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat'],
      Effect: 'Allow',
      Resource: [
        'arn:aws:autoscaling:eu-west-1:111111111111:autoScalingGroup:*:autoScalingGroupName/lab-general',
        'arn:aws:autoscaling:eu-west-1:111111111111:autoScalingGroup:*:autoScalingGroupName/lab-transfer',
      ],
      Sid: 'CompleteHooks',
    });
  });

  it('may do what it is told besides, unless it is too much', () => {
    const role = (permissions: Statements) => (stack: Stack) =>
      void new InstanceRole(stack, 'role', { ...props, permissions });
    const some: Statements = { Read: { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'] } };
    expect(Object.keys(resources(terraformOf(role(some)), 'aws_iam_role_policy'))).toContain('role_permissions');
    expect(findingsOf(role(some))).toEqual([]);
    expect(findingsOf(role({ Pass: { actions: ['iam:PassRole'], resources: ['*'] } }))).toEqual([
      [
        'permissions.Pass.resources',
        "iam:PassRole must name the roles, got '*'",
        'name the roles that may be passed: who passes any role has the rights of all',
      ],
    ]);
  });

  it('is in the profile that machines are started with', () => {
    expect(only(terraform, 'aws_iam_instance_profile')).toEqual({
      name: 'lab-node',
      role: '${aws_iam_role.role_role.name}',
    });
  });

  it('has a name that IAM takes', () => {
    expect(findingsOf((stack) => new InstanceRole(stack, 'role', { ...props, name: 'lab node' }))).toEqual([
      [
        'name',
        "an iam-role name is letters, digits and _+=,.@-, got 'lab node'",
        "rename it, for example to 'lab-node'",
      ],
    ]);
    expect(findingsOf((stack) => new InstanceRole(stack, 'role', props))).toEqual([]);
  });
});
