import { InstanceRole } from '../../../../lib/aws/compute/instance-role';
import type { Statements } from '../../../../lib/aws/iam/iam-policy';
import { type Json, only, resources, terraformJson } from '../../../support/terraform';

const props = {
  account: '111111111111',
  autoScalingGroups: ['lab-general', 'lab-transfer'],
  name: 'lab-node',
  region: 'eu-west-1',
};
const terraform = terraformJson((stack) => new InstanceRole(stack, 'role', props));

/** A statement of a policy, or its first. */
const policy = (name: string, sid?: string): Json => {
  const { Statement: statements } = JSON.parse(resources(terraform, 'aws_iam_role_policy')[`role_${name}`].policy);
  return sid === undefined ? statements[0] : statements.find((statement: Json) => statement.Sid === sid);
};

describe('instance role', () => {
  it('trust policy: allows EC2 only', () => {
    expect(JSON.parse(only(terraform, 'aws_iam_role').assume_role_policy).Statement).toEqual([
      { Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Sid: 'Machines' },
    ]);
  });

  it('managed policies: are not attached, since the one for Session Manager reads every SSM parameter', () => {
    expect(resources(terraform, 'aws_iam_role_policy_attachment')).toEqual({});
    expect(JSON.stringify(terraform)).not.toContain('ssm:GetParameter');
  });

  it('session policy: opens channels of Session Manager', () => {
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

  it('session policy: registers instances of its account and region only', () => {
    expect(policy('session', 'RegisterMachines')).toMatchObject({
      Action: ['ssm:UpdateInstanceInformation'],
      Resource: ['arn:aws:ec2:eu-west-1:111111111111:instance/*'],
    });
  });

  it('pull policy: names the repositories of the account, or those of pullFrom only', () => {
    expect(policy('pull').Resource).toEqual(['arn:aws:ecr:eu-west-1:111111111111:repository/*']);
    const pullFrom = { releases: { account: '333333333333', region: 'eu-west-1', repositories: ['web', 'api'] } };
    const named = terraformJson((stack) => new InstanceRole(stack, 'role', { ...props, pullFrom }));
    expect(JSON.parse(resources(named, 'aws_iam_role_policy')['role_pull'].policy).Statement[0].Resource).toEqual([
      'arn:aws:ecr:eu-west-1:333333333333:repository/web',
      'arn:aws:ecr:eu-west-1:333333333333:repository/api',
    ]);
  });

  it('lifecycle policy: completes hooks of the named groups only', () => {
    expect(policy('lifecycle', 'CompleteHooks')).toEqual({
      Action: ['autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat'],
      Effect: 'Allow',
      Resource: [
        'arn:aws:autoscaling:eu-west-1:111111111111:autoScalingGroup:*:autoScalingGroupName/lab-general',
        'arn:aws:autoscaling:eu-west-1:111111111111:autoScalingGroup:*:autoScalingGroupName/lab-transfer',
      ],
      Sid: 'CompleteHooks',
    });
  });

  it('lifecycle policy: finds the group of an instance, whose name AWS completes, and describes nothing else', () => {
    expect(policy('lifecycle', 'FindGroup')).toEqual({
      Action: ['autoscaling:DescribeAutoScalingInstances'],
      Effect: 'Allow',
      // Actions that describe have no resource-level permissions.
      Resource: ['*'],
      Sid: 'FindGroup',
    });
  });

  it('policies without resources: are left out, because AWS rejects them', () => {
    const role = terraformJson(
      (stack) => new InstanceRole(stack, 'role', { ...props, autoScalingGroups: [], pullFrom: {} }),
    );
    expect(Object.keys(resources(role, 'aws_iam_role_policy'))).toEqual(['role_session']);
  });

  it('permissions: add a policy of their own', () => {
    const permissions: Statements = { Read: { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'] } };
    const role = terraformJson((stack) => new InstanceRole(stack, 'role', { ...props, permissions }));
    expect(Object.keys(resources(role, 'aws_iam_role_policy'))).toContain('role_permissions');
  });

  it('instance profile: has the role', () => {
    expect(only(terraform, 'aws_iam_instance_profile')).toEqual({
      name: 'lab-node',
      role: '${aws_iam_role.role_role.name}',
    });
  });
});
