import { DataAwsAmi } from '@cdktf/provider-aws/lib/data-aws-ami';
import { Construct } from 'constructs';
import { type Finding, addFindings } from '../../core/diagnostics';
import { requireProps } from '../../core/required-props';
import type { Architecture } from './instance-types';

export interface MachineImageProps {
  /**
   * The id of the AMI.
   *
   * @rolls the nodes of every node group that uses it, by an instance refresh
   */
  readonly id: string;
  /**
   * The Kubernetes version that the image was built with; the `kubernetes_version` tag of the AMI must be the same.
   *
   * @inPlace
   */
  readonly kubernetesVersion: string;
  /**
   * The processor architecture of the image, which the instance types of its node groups must have.
   *
   * @default 'x86_64'
   * @rolls the nodes, whose instance types change with it
   */
  readonly architecture?: Architecture;
  /**
   * The owner of the AMI: the stack's account, or the id of another account that shares it, 12 digits. An AMI that is encrypted
   * with a KMS key of the other account also needs a grant of that key for `AWSServiceRoleForAutoScaling`.
   *
   * @default 'self'
   * @inPlace
   */
  readonly owner?: string;
  /**
   * The name of the root device: `/dev/sda1` for Ubuntu and Debian, `/dev/xvda` for Amazon Linux and Flatcar.
   *
   * @default '/dev/sda1'
   * @rolls the nodes, whose launch template has a volume of this name
   */
  readonly rootDevice?: string;
}

/**
 * An AMI that is pinned by its id. Each plan reads it and fails, before anything is changed, unless it is available, owned by
 * the owner of the pin, built for its architecture and tagged with the Kubernetes version of the pin. Tags of another account's image cannot
 * be read, so its version is not verified.
 *
 * @example
 * new MachineImage(stack, 'image-node', { id: 'ami-0123456789abcdef0', kubernetesVersion: '1.34.2' });
 */
export class MachineImage extends Construct {
  /** The id of the AMI, as read from AWS. */
  readonly imageId: string;
  readonly kubernetesVersion: string;
  readonly architecture: Architecture;
  /** The name of the root device. */
  readonly rootDevice: string;

  constructor(scope: Construct, id: string, given: MachineImageProps) {
    super(scope, id);
    const props = requireProps(this, given, { id: 'ami-00000000000000000', kubernetesVersion: '1.0.0' });
    const { architecture = 'x86_64', owner = 'self', rootDevice = '/dev/sda1' } = props;
    addFindings(this, checkImage(props));
    const ami = new DataAwsAmi(this, 'Resource', {
      filter: [{ name: 'image-id', values: [props.id] }],
      lifecycle: {
        postcondition: [
          { condition: '${self.state == "available"}', errorMessage: `the image ${props.id} must be available` },
          // The tags of an image are visible to the account of its owner only.
          ...(owner === 'self'
            ? [
                {
                  condition: `\${try(self.tags["kubernetes_version"], "") == "${props.kubernetesVersion}"}`,
                  errorMessage: `the image ${props.id} must have the tag kubernetes_version=${props.kubernetesVersion}, the version of the pin`,
                },
              ]
            : []),
          {
            condition: `\${self.architecture == "${architecture}"}`,
            errorMessage: `the image ${props.id} must be built for ${architecture}, the architecture of its pin`,
          },
          {
            // With another name, the launch template would add a second volume and leave the root volume as it is.
            condition: `\${self.root_device_name == "${rootDevice}"}`,
            errorMessage: `the image ${props.id} must have its root on ${rootDevice}, the root device of its pin`,
          },
        ],
      },
      owners: [owner],
    });
    this.imageId = ami.imageId;
    this.kubernetesVersion = props.kubernetesVersion;
    this.architecture = architecture;
    this.rootDevice = rootDevice;
  }
}

function checkImage({ id, kubernetesVersion, owner = 'self', rootDevice = '/dev/sda1' }: MachineImageProps): Finding[] {
  const found: Finding[] = [];
  if (!/^ami-[0-9a-f]{17}$/.test(id)) {
    found.push({
      id: 'machine-image-id',
      setting: 'id',
      message: `id must be ami- and 17 hexadecimal digits; got '${id}'`,
      hint: 'write the AMI id that Packer printed',
    });
  }
  if (!/^1\.\d+\.\d+$/.test(kubernetesVersion)) {
    found.push({
      id: 'kubernetes-version',
      setting: 'kubernetesVersion',
      message: `kubernetesVersion must be 1.MINOR.PATCH; got '${kubernetesVersion}'`,
      hint: `write all three numbers: '1.34.2'`,
    });
  }
  if (owner !== 'self' && !/^\d{12}$/.test(owner)) {
    found.push({
      id: 'machine-image-owner',
      setting: 'owner',
      message: `owner must be 'self' or an account id of 12 digits; got '${owner}'`,
      hint: "write the id of the account that shares the image, or remove it for the stack's own account",
    });
  }
  if (!/^\/dev\/(?:sd[a-z]\d*|xvd[a-z]\d*|nvme\d+n\d+)$/.test(rootDevice)) {
    found.push({
      id: 'machine-image-root-device',
      setting: 'rootDevice',
      message: `rootDevice must be the name of a device, such as /dev/sda1 or /dev/xvda; got '${rootDevice}'`,
      hint: 'copy RootDeviceName from aws ec2 describe-images',
    });
  }
  return found;
}
