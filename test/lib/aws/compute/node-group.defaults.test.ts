import { MachineImage } from '../../../../lib/aws/compute/machine-image';
import { NodeGroup } from '../../../../lib/aws/compute/node-group';
import { renderedFiles, imageId, only } from '../../../support/terraform';

describe('node group defaults', () => {
  const files = renderedFiles((stack) => {
    new NodeGroup(stack, 'node-group-general', {
      clusterName: 'lab',
      image: new MachineImage(stack, 'image', { id: imageId, kubernetesVersion: '1.34.2' }),
      instanceProfile: 'lab-node',
      instanceType: 'm6i.xlarge',
      maxSizePerZone: 4,
      minSizePerZone: 3,
      name: 'general',
      rootVolume: '60Gi',
      securityGroups: [{ displayName: 'nodes', groupId: 'sg-1' }],
      subnets: { a: { cidr: '10.10.1.0/24', id: 'subnet-1' } },
    });
  });

  it('labels and taints: are empty', () => {
    expect(files.get('user-data/general.sh')).toContain('"labels": {},');
    expect(files.get('user-data/general.sh')).toContain('"taints": {},');
  });

  it('drain timeout: is 30s, and 5m for the margin', () => {
    const terraform = JSON.parse(files.get('main.tf.json') ?? '{}');
    expect(only(terraform, 'aws_autoscaling_lifecycle_hook').heartbeat_timeout).toBe(690);
  });
});
