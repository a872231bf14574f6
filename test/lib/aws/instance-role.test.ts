import { InstanceRole } from '../../../lib/aws/instance-role';
import { findingsOf, type Json, only, resources, terraformOf } from './support';

const props = {
  account: '111111111111',
  autoScalingGroups: ['lab-general', 'lab-transfer'],
  name: 'lab-node',
  region: 'eu-west-1',
};
const terraform = terraformOf((stack) => new InstanceRole(stack, 'role', props));

describe('the role of a node', () => {
  it('is taken by machines and by nobody else', () => {
    expect(JSON.parse(only(terraform, 'aws_iam_role').assume_role_policy)).toEqual({
      Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' } }],
      Version: '2012-10-17',
    });
  });

  it('may be reached by Session Manager and pull images, and has no other policy of AWS', () => {
    const attached = Object.values<Json>(resources(terraform, 'aws_iam_role_policy_attachment'));
    expect(attached.map(({ policy_arn }) => policy_arn).sort()).toEqual([
      'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
      'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
    ]);
  });

  it('may complete hooks of its own groups only', () => {
    expect(JSON.parse(only(terraform, 'aws_iam_role_policy').policy)).toEqual({
      Statement: [
        {
          Action: ['autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat'],
          Effect: 'Allow',
          Resource: [
            'arn:aws:autoscaling:eu-west-1:111111111111:autoScalingGroup:*:autoScalingGroupName/lab-general',
            'arn:aws:autoscaling:eu-west-1:111111111111:autoScalingGroup:*:autoScalingGroupName/lab-transfer',
          ],
        },
      ],
      Version: '2012-10-17',
    });
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
