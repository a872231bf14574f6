import { MachineImage } from '../../../../lib/aws/compute/machine-image';
import { imageId, terraformJson } from '../../../support/terraform';

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
        condition: '${self.root_device_name == "/dev/sda1"}',
        error_message: `the image ${imageId} must have its root on /dev/sda1`,
      },
    ]);
  });
});
