import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { addFindings } from '../../core/diagnostics';
import { checkName, physicalName } from '../../core/naming';
import { checkPolicy, policyDocument, type Statements } from '../iam/iam-policy';
import { EcrRepositories, type Repositories } from '../ecr/ecr-repositories';

export interface InstanceRoleProps {
  /** Name of the role and of its instance profile. @replaces the role and the profile; machines are rolled */
  readonly name: string;
  /** The groups whose launching hook a machine may complete. @inPlace */
  readonly autoScalingGroups: readonly string[];
  /** Registries that images are pulled from, by a name of yours. @inPlace @default every repository of the account and region */
  readonly pullFrom?: Readonly<Record<string, Repositories>>;
  /** What else the machines may do. @inPlace @default nothing */
  readonly permissions?: Statements;
  /** AWS region. @inPlace the policies */
  readonly region: string;
  /** The account, 12 digits. @inPlace the policies */
  readonly account: string;
}

/**
 * What a node may do: be reached through Session Manager instead of SSH, pull images, and say that it is ready.
 *
 * AWS's own policy for Session Manager is not used: it lets a machine read every SSM parameter of the account, and so
 * every secret that is kept in one.
 */
export class InstanceRole extends Construct {
  readonly profileName: string;
  readonly roleName: string;

  constructor(scope: Construct, id: string, props: InstanceRoleProps) {
    super(scope, id);
    const { name, permissions = {} } = props;
    addFindings(this, [...checkName('iam-role', name), ...checkPolicy(permissions, 'permissions')]);
    const role = new IamRole(this, 'role', {
      assumeRolePolicy: policyDocument({
        Machines: { actions: ['sts:AssumeRole'], principal: { service: 'ec2.amazonaws.com' } },
      }),
      description: 'machines that run pods',
      name,
      tags: { Name: name },
    });
    const policies = { lifecycle: lifecycle(props), permissions, pull: pull(props), session: session(props) };
    for (const [key, statements] of sortedEntries(policies)) {
      // A policy that says nothing is refused.
      if (Object.keys(statements).length === 0) continue;
      new IamRolePolicy(this, key, {
        name: physicalName('iam-role', name, key),
        policy: policyDocument(statements),
        role: role.name,
      });
    }
    this.roleName = role.name;
    this.profileName = new IamInstanceProfile(this, 'profile', { name, role: role.name }).name;
  }
}

/**
 * Source: "Create a custom IAM role for Session Manager". Its channels have no resources to name: a machine opens its own.
 * Which machine is registered can be said, so that none is of another account or region.
 */
function session({ account, region }: InstanceRoleProps): Statements {
  return {
    OpenSessions: {
      actions: [
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      resources: ['*'],
    },
    RegisterMachines: {
      actions: ['ssm:UpdateInstanceInformation'],
      resources: [`arn:aws:ec2:${region}:${account}:instance/*`],
    },
  };
}

function lifecycle({ account, autoScalingGroups, region }: InstanceRoleProps): Statements {
  return {
    CompleteHooks: {
      actions: ['autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat'],
      resources: autoScalingGroups.map(
        (group) => `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/${group}`,
      ),
    },
  };
}

function pull({ account, region, ...props }: InstanceRoleProps): Statements {
  return EcrRepositories.pullStatements(props.pullFrom ?? { own: { account, region, repositories: ['*'] } });
}
