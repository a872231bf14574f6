import { TargetAttachment } from '../../../../lib/aws/load-balancing/target-attachment';
import { terraformJson } from '../../../support/terraform';

const targetGroup = { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/api/1' };

const attachment = (name: string, renamedFrom?: string) =>
  terraformJson((stack) => {
    const group = { groupName: 'lab-general', maxSize: 3, renamedFrom };
    new TargetAttachment(stack, `attachment-${name}`, { group, name, targetGroup });
  });

describe('target attachment', () => {
  it('attaches the Auto Scaling group to the target group', () => {
    const { resource } = attachment('general');
    expect(resource.aws_autoscaling_traffic_source_attachment['attachment-general']).toMatchObject({
      autoscaling_group_name: 'lab-general',
      traffic_source: { identifier: targetGroup.targetGroupArn, type: 'elbv2' },
    });
  });

  it('renamed group: keeps the attachment under its new address', () => {
    const type = 'aws_autoscaling_traffic_source_attachment';
    expect(attachment('general').moved).toBeUndefined();
    expect(attachment('web', 'general').moved).toEqual([
      { from: `${type}.attachment-general`, to: `${type}.attachment-web` },
    ]);
  });
});
