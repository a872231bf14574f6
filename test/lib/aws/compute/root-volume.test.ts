import { type GroupProps, type Json, nodeGroup, only, terraformJson } from '../../../support/terraform';

const volume = (props: GroupProps): Json =>
  only(
    terraformJson((stack) => nodeGroup(stack, props)),
    'aws_launch_template',
  ).block_device_mappings;

describe('root volume', () => {
  it('root volume: is one encrypted gp3 volume that is deleted on termination', () => {
    expect(volume({ rootVolume: '80Gi' })).toEqual([
      {
        device_name: '/dev/sda1',
        ebs: { delete_on_termination: 'true', encrypted: 'true', volume_size: 80, volume_type: 'gp3' },
      },
    ]);
  });

  it('root volume performance: sets iops and throughput', () => {
    const [{ ebs }] = volume({ rootVolumePerformance: { iops: 4000, throughput: '500Mi/s' } });
    expect(ebs).toMatchObject({ iops: 4000, throughput: 500 });
  });
});
