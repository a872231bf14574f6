import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { addFindings } from '../../core/diagnostics';
import { checkName, physicalName } from '../../core/naming';
import { checkPolicy, policyDocument, type Statements, withResources } from '../iam/iam-policy';
import { EcrRepositories, type Repositories } from '../ecr/ecr-repositories';
import { requireUniqueName } from '../stack/unique-name';

export interface InstanceRoleProps {
  /**
   * The name of the role and of its instance profile.
   *
   * @replaces the role and the profile
   * @rolls the nodes, by an instance refresh
   */
  readonly name: string;
  /**
   * The names of the Auto Scaling groups whose lifecycle hooks an instance may complete, with `*` for what AWS completes:
   * `NodeGroup.namePattern(…)`.
   *
   * @inPlace
   */
  readonly autoScalingGroups: readonly string[];
  /**
   * The repositories that images may be pulled from, by a name of your choice.
   *
   * @default every repository of the account and region
   * @inPlace
   */
  readonly pullFrom?: Readonly<Record<string, Repositories>>;
  /**
   * Additional permissions of the instances.
   *
   * @default none
   * @inPlace
   */
  readonly permissions?: Statements;
  /**
   * The AWS region.
   *
   * @inPlace the policies
   */
  readonly region: string;
  /**
   * The account id, 12 digits.
   *
   * @inPlace the policies
   */
  readonly account: string;
}

/**
 * The IAM role and instance profile of a node. It may open Session Manager sessions (in place of SSH), pull images, find its
 * Auto Scaling group and complete its lifecycle hooks.
 *
 * The managed policy for Session Manager is not attached: it grants access to every SSM parameter of the account.
 *
 * @example
 * new InstanceRole(stack, 'node-role', {
 *   name: 'lab-node',
 *   account: '111111111111',
 *   autoScalingGroups: ['lab-general-*'],
 *   region: 'eu-west-1',
 * });
 */
export class InstanceRole extends Construct {
  readonly profileName: string;
  readonly roleName: string;

  constructor(scope: Construct, id: string, props: InstanceRoleProps) {
    super(scope, id);
    const { name, permissions = {} } = props;
    addFindings(this, [...checkName('iam-role', name), ...checkPolicy(permissions, 'permissions')]);
    requireUniqueName(this, { kind: 'IAM role', name });
    const role = new IamRole(this, 'role', {
      assumeRolePolicy: policyDocument({
        Machines: { actions: ['sts:AssumeRole'], principal: { service: 'ec2.amazonaws.com' } },
      }),
      description: 'role of Kubernetes nodes',
      name,
      tags: { Name: name },
    });
    const policies = {
      lifecycle: lifecycleStatements(props),
      permissions,
      pull: pullStatements(props),
      session: sessionStatements(props),
    };
    for (const [key, statements] of sortedEntries(policies)) {
      const granted = withResources(statements);
      // AWS rejects a policy without statements.
      if (Object.keys(granted).length === 0) continue;
      new IamRolePolicy(this, key, {
        name: physicalName('iam-role', name, key),
        policy: policyDocument(granted),
        role: role.name,
      });
    }
    this.roleName = role.name;
    this.profileName = new IamInstanceProfile(this, 'profile', { name, role: role.name }).name;
  }
}

/**
 * The statements for Session Manager. Its channels have no resource ARNs; the registration is limited to instances of the
 * account and region.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
function sessionStatements({ account, region }: InstanceRoleProps): Statements {
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

/**
 * The statements for lifecycle hooks. The name of its Auto Scaling group, which AWS completes, is an argument of both calls: an
 * instance finds it by its own id. Actions that describe accept no resources.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html
 */
function lifecycleStatements({ account, autoScalingGroups, region }: InstanceRoleProps): Statements {
  return {
    CompleteHooks: {
      actions: ['autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat'],
      resources: autoScalingGroups.map(
        (group) => `arn:aws:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/${group}`,
      ),
    },
    FindGroup: {
      actions: ['autoscaling:DescribeAutoScalingInstances'],
      resources: autoScalingGroups.length > 0 ? ['*'] : [],
    },
  };
}

function pullStatements({ account, region, ...props }: InstanceRoleProps): Statements {
  return EcrRepositories.pullStatements(props.pullFrom ?? { own: { account, region, repositories: ['*'] } });
}
