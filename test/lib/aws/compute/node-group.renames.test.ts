import { NodeGroup } from '../../../../lib/aws/compute/node-group';
import { Scaling } from '../../../../lib/aws/compute/scaling';
import {
  addressed,
  renderedFiles,
  type GroupProps,
  type Json,
  nodeGroup,
  terraformJson,
} from '../../../support/terraform';

const render = (props: GroupProps = {}): Json => terraformJson((stack) => nodeGroup(stack, props));

/** Arguments of a group's resources without their addresses. */
const withoutAddresses = (terraform: Json): Json => {
  const text = JSON.stringify(addressed(terraform)).replaceAll(
    /(?<=group-|image-of-|nodes-of-|network-of-)(general|web)/g,
    '',
  );
  return JSON.parse(text.replaceAll(/user-data\/\w+\.sh/g, 'user-data'));
};

describe('renamed node group', () => {
  const schedules = { night: { cron: '0 20 * * *', maxSizePerZone: 2, minSizePerZone: 1 } };

  it('moved blocks: cover every resource of the group and nothing else', () => {
    const scaling = Scaling.targetCpu(60, { schedules });
    const alarmTopic = { topicArn: 'arn:aws:sns:eu-west-1:111111111111:alarms' };
    expect(render({ alarmTopic, name: 'web', renamedFrom: 'general', scaling }).moved).toEqual(
      [
        ['aws_autoscaling_group', 'auto-scaling-group-a'],
        ['aws_autoscaling_lifecycle_hook', 'terminating-hook-a'],
        ['aws_autoscaling_policy', 'target-cpu-a'],
        ['aws_autoscaling_schedule', 'schedule-night-a'],
        ['aws_cloudwatch_event_rule', 'failures'],
        ['aws_cloudwatch_event_target', 'failures-target'],
        ['aws_cloudwatch_metric_alarm', 'capacity-alarm-a'],
        ['aws_cloudwatch_metric_alarm', 'drain-alarm-a'],
        ['aws_launch_template', 'launch-template'],
      ].map(([type, id]) => ({ from: `${type}.node-group-general_${id}`, to: `${type}.node-group-web_${id}` })),
    );
  });

  it('names, tags and user data: are those of the former name', () => {
    const [before, after] = [render(), render({ name: 'web', renamedFrom: 'general' })];
    expect(withoutAddresses(after)).toEqual(withoutAddresses(before));
    const script = (props: GroupProps, file: string) => renderedFiles((stack) => nodeGroup(stack, props)).get(file);
    expect(script({ name: 'web', renamedFrom: 'general' }, 'user-data/web.sh')).toBe(
      script({}, 'user-data/general.sh'),
    );
    expect(NodeGroup.physicalName({ clusterName: 'lab', name: 'web', renamedFrom: 'general' })).toBe('lab-general');
  });

  it('physical name: changes only with physicalName', () => {
    const props = { clusterName: 'lab', name: 'web', physicalName: 'lab-web', renamedFrom: 'general' };
    expect(NodeGroup.physicalName(props)).toBe('lab-web');
    expect(addressed(render(props))['aws_launch_template.node-group-web_launch-template'].name).toBe('lab-web');
  });

  it('moved blocks: are absent without a rename', () => {
    expect(render()).not.toHaveProperty('moved');
  });
});
