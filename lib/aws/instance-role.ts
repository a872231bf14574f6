import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import { report } from '../core/errors';
import { checkName, nameOf } from '../core/naming';

export interface InstanceRoleProps {
  /** Name of the role and of its instance profile. @replaces the role and the profile; machines are rolled */
  readonly name: string;
  /** The groups whose launching hook a machine may complete. @inPlace */
  readonly autoScalingGroups: readonly string[];
  /** AWS region. @replaces nothing */
  readonly region: string;
  /** The account, 12 digits. @replaces nothing */
  readonly account: string;
}

/** What a node may do: be reached through Session Manager instead of SSH, pull images, and say that it is ready. */
export class InstanceRole extends Construct {
  readonly profileName: string;

  constructor(scope: Construct, id: string, { name, ...props }: InstanceRoleProps) {
    super(scope, id);
    report(this, checkName('iam-role', name));
    const role = new IamRole(this, 'role', {
      assumeRolePolicy: policy([
        { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' } },
      ]),
      name,
    });
    for (const managed of ['AmazonSSMManagedInstanceCore', 'AmazonEC2ContainerRegistryPullOnly']) {
      new IamRolePolicyAttachment(this, managed, { policyArn: `arn:aws:iam::aws:policy/${managed}`, role: role.name });
    }
    new IamRolePolicy(this, 'lifecycle', {
      name: nameOf('iam-role', name, 'lifecycle'),
      policy: policy([completeLifecycleAction(props)]),
      role: role.name,
    });
    this.profileName = new IamInstanceProfile(this, 'profile', { name, role: role.name }).name;
  }
}

function completeLifecycleAction({ account, autoScalingGroups, region }: Omit<InstanceRoleProps, 'name'>): object {
  return {
    Action: ['autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat'],
    Effect: 'Allow',
    Resource: autoScalingGroups.map(
      (group) => `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/${group}`,
    ),
  };
}

function policy(statements: readonly object[]): string {
  return JSON.stringify({ Statement: statements, Version: '2012-10-17' });
}
