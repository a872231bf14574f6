import { MachineImage } from '../../../../lib/aws/compute/machine-image';
import { createLaunchTemplate } from '../../../../lib/aws/compute/launch-template';
import { imageId, only, terraformJson } from '../../../support/terraform';

const pinned = { id: imageId, kubernetesVersion: '1.34.2' };

describe('machine image', () => {
  const { data } = terraformJson((stack) => new MachineImage(stack, 'image-node', pinned));
  const ami = data.aws_ami['image-node'];

  it('machine image: is looked up by its id among images of the account', () => {
    expect(ami.filter).toEqual([{ name: 'image-id', values: [imageId] }]);
    expect(ami.owners).toEqual(['self']);
    expect(ami).not.toHaveProperty('most_recent');
    expect(ami).not.toHaveProperty('name_regex');
  });

  it('machine image: has postconditions on state, Kubernetes version and root device', () => {
    expect(ami.lifecycle.postcondition).toEqual([
      { condition: '${self.state == "available"}', error_message: `the image ${imageId} must be available` },
      {
        condition: '${try(self.tags["kubernetes_version"], "") == "1.34.2"}',
        error_message: `the image ${imageId} must have the tag kubernetes_version=1.34.2, the version of the pin`,
      },
      {
        condition: '${self.architecture == "x86_64"}',
        error_message: `the image ${imageId} must be built for x86_64, the architecture of its pin`,
      },
      {
        condition: '${self.root_device_name == "/dev/sda1"}',
        error_message: `the image ${imageId} must have its root on /dev/sda1, the root device of its pin`,
      },
    ]);
  });

  it('machine image of another account: has no condition on tags, which only its owner sees', () => {
    const shared = { ...pinned, architecture: 'arm64', owner: '222222222222', rootDevice: '/dev/xvda' } as const;
    const { data: others } = terraformJson((stack) => new MachineImage(stack, 'image-node', shared));
    const image = others.aws_ami['image-node'];
    expect(image.owners).toEqual(['222222222222']);
    expect(image.lifecycle.postcondition.map(({ condition }: { condition: string }) => condition)).toEqual([
      '${self.state == "available"}',
      '${self.architecture == "arm64"}',
      '${self.root_device_name == "/dev/xvda"}',
    ]);
  });

  it('root device: is the one of the launch template', () => {
    const terraform = terraformJson((stack) => {
      const image = new MachineImage(stack, 'image-node', { ...pinned, rootDevice: '/dev/xvda' });
      createLaunchTemplate(stack, {
        image,
        instanceProfile: 'lab-node',
        instanceTags: {},
        instanceType: 'm6i.xlarge',
        physicalName: 'lab-general',
        rootVolume: '60Gi',
        securityGroups: [],
        userData: '',
      });
    });
    expect(only(terraform, 'aws_launch_template').block_device_mappings[0].device_name).toBe('/dev/xvda');
  });
});
