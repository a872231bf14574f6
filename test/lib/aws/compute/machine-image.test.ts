import { MachineImage } from '../../../../lib/aws/compute/machine-image';
import { findingsOf, imageId, terraformOf } from '../../../support/terraform';

const pinned = { id: imageId, kubernetesVersion: '1.34.2' };

describe('a machine image', () => {
  const { data } = terraformOf((stack) => new MachineImage(stack, 'image-node', pinned));
  const ami = data.aws_ami['image-node'];

  it('is asked for by its id among our own, never by a name and the newest', () => {
    expect(ami.filter).toEqual([{ name: 'image-id', values: [imageId] }]);
    expect(ami.owners).toEqual(['self']);
    expect(ami).not.toHaveProperty('most_recent');
    expect(ami).not.toHaveProperty('name_regex');
  });

  it('fails the plan when it cannot be used, or is not of the Kubernetes version that the pin claims', () => {
    expect(ami.lifecycle.postcondition).toEqual([
      { condition: '${self.state == "available"}', error_message: `the image ${imageId} is not available` },
      {
        condition: '${try(self.tags["kubernetes_version"], "") == "1.34.2"}',
        error_message: `the image ${imageId} does not carry Kubernetes 1.34.2, which the pin claims`,
      },
      {
        condition: '${self.root_device_name == "/dev/sda1"}',
        error_message: `the image ${imageId} must have its root on /dev/sda1`,
      },
    ]);
  });

  it.each(['', 'ami-', 'ami-0123456789abcdef', 'ami-0123456789ABCDEF0', 'node-1.34.2', `${imageId}0`])(
    "may not have the id '%s'",
    (id) => {
      expect(findingsOf((stack) => new MachineImage(stack, 'image', { ...pinned, id }))).toEqual([
        ['id', `an image id is ami- and 17 hexadecimal digits, got '${id}'`, 'write the id that packer printed'],
      ]);
    },
  );

  it.each(['1.34', 'v1.34.2', '2.0.0', '1.34.2-eks', ''])("may not claim the Kubernetes version '%s'", (version) => {
    const props = { ...pinned, kubernetesVersion: version };
    expect(findingsOf((stack) => new MachineImage(stack, 'image', props))).toEqual([
      [
        'kubernetesVersion',
        `a Kubernetes version is 1.MINOR.PATCH, got '${version}'`,
        'write all three numbers, as 1.34.2',
      ],
    ]);
  });

  it('with a sound pin has nothing wrong with it', () => {
    expect(findingsOf((stack) => new MachineImage(stack, 'image', pinned))).toEqual([]);
  });
});
