import { DataAwsAmi } from '@cdktf/provider-aws/lib/data-aws-ami';
import { Construct } from 'constructs';
import { type Finding, addFindings } from '../../core/diagnostics';
import { requireProps } from '../../core/required-props';
import type { Architecture } from './instance-types';
import { rootDeviceName } from './root-volume';

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
}

/**
 * An AMI that is pinned by its id. Each plan reads it and fails, before anything is changed, unless it is available, owned by
 * the account and tagged with the Kubernetes version of the pin.
 *
 * @example
 * new MachineImage(stack, 'image-node', { id: 'ami-0123456789abcdef0', kubernetesVersion: '1.34.2' });
 */
export class MachineImage extends Construct {
  /** The id of the AMI, as read from AWS. */
  readonly imageId: string;
  readonly kubernetesVersion: string;
  readonly architecture: Architecture;

  constructor(scope: Construct, id: string, given: MachineImageProps) {
    super(scope, id);
    const props = requireProps(this, given, { id: 'ami-00000000000000000', kubernetesVersion: '1.0.0' });
    const { architecture = 'x86_64' } = props;
    addFindings(this, checkImage(props));
    const ami = new DataAwsAmi(this, 'Resource', {
      filter: [{ name: 'image-id', values: [props.id] }],
      lifecycle: {
        postcondition: [
          { condition: '${self.state == "available"}', errorMessage: `the image ${props.id} must be available` },
          {
            condition: `\${try(self.tags["kubernetes_version"], "") == "${props.kubernetesVersion}"}`,
            errorMessage: `the image ${props.id} must have the tag kubernetes_version=${props.kubernetesVersion}, the version of the pin`,
          },
          {
            condition: `\${self.architecture == "${architecture}"}`,
            errorMessage: `the image ${props.id} must be built for ${architecture}, the architecture of its pin`,
          },
          {
            // With another name, the launch template would add a second volume and leave the root volume as it is.
            condition: `\${self.root_device_name == "${rootDeviceName}"}`,
            errorMessage: `the image ${props.id} must have its root on ${rootDeviceName}`,
          },
        ],
      },
      owners: ['self'],
    });
    this.imageId = ami.imageId;
    this.kubernetesVersion = props.kubernetesVersion;
    this.architecture = architecture;
  }
}

function checkImage({ id, kubernetesVersion }: MachineImageProps): Finding[] {
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
  return found;
}
