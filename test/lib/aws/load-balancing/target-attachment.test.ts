import { TargetAttachment } from '../../../../lib/aws/load-balancing/target-attachment';
import { terraformJson } from '../../../support/terraform';

const targetGroup = { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/api/1' };

const attachment = (name: string, renamedFrom?: string) =>
  terraformJson((stack) => {
    const group = { groupNames: { a: 'lab-general-a-1', b: 'lab-general-b-1' }, maxSize: 3, renamedFrom };
    new TargetAttachment(stack, `attachment-${name}`, { group, name, targetGroup });
  });

describe('target attachment', () => {
  it('attaches the Auto Scaling group of every zone to the target group', () => {
    const { resource } = attachment('general');
    const attached = resource.aws_autoscaling_traffic_source_attachment;
    expect(Object.keys(attached)).toHaveLength(2);
    for (const zone of ['a', 'b'])
      expect(attached[`attachment-general_attachment-${zone}`]).toMatchObject({
        autoscaling_group_name: `lab-general-${zone}-1`,
        traffic_source: { identifier: targetGroup.targetGroupArn, type: 'elbv2' },
      });
  });

  it('renamed group: keeps the attachment under its new address', () => {
    const type = 'aws_autoscaling_traffic_source_attachment';
    expect(attachment('general').moved).toBeUndefined();
    expect(attachment('web', 'general').moved).toEqual(
      ['a', 'b'].map((zone) => ({
        from: `${type}.attachment-general_attachment-${zone}`,
        to: `${type}.attachment-web_attachment-${zone}`,
      })),
    );
  });
});
