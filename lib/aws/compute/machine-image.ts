import { DataAwsAmi } from '@cdktf/provider-aws/lib/data-aws-ami';
import { Construct } from 'constructs';
import { type Finding, addFindings } from '../../core/diagnostics';
import { rootDeviceName } from './root-volume';

export interface MachineImageProps {
  /** The AMI, by its id: never the newest of a name. @inPlace: every machine of the groups that use it is rolled */
  readonly id: string;
  /** The Kubernetes version that the image was built with; the AMI's own tag must agree. @inPlace */
  readonly kubernetesVersion: string;
}

/**
 * A pinned machine image. Each plan asks AWS whether it is there, is ours, is usable and carries the Kubernetes version
 * that the lock file claims: a pin that is wrong fails before anything is changed.
 */
export class MachineImage extends Construct {
  /** The AMI's id, known to exist. */
  readonly imageId: string;
  readonly kubernetesVersion: string;

  constructor(scope: Construct, id: string, props: MachineImageProps) {
    super(scope, id);
    addFindings(this, checkImage(props));
    const ami = new DataAwsAmi(this, 'Resource', {
      filter: [{ name: 'image-id', values: [props.id] }],
      lifecycle: {
        postcondition: [
          { condition: '${self.state == "available"}', errorMessage: `the image ${props.id} is not available` },
          {
            condition: `\${try(self.tags["kubernetes_version"], "") == "${props.kubernetesVersion}"}`,
            errorMessage: `the image ${props.id} does not carry Kubernetes ${props.kubernetesVersion}, which the pin claims`,
          },
          {
            // Another name would leave the root as it is, and add a second volume with our settings.
            condition: `\${self.root_device_name == "${rootDeviceName}"}`,
            errorMessage: `the image ${props.id} must have its root on ${rootDeviceName}`,
          },
        ],
      },
      owners: ['self'],
    });
    this.imageId = ami.imageId;
    this.kubernetesVersion = props.kubernetesVersion;
  }
}

function checkImage({ id, kubernetesVersion }: MachineImageProps): Finding[] {
  const found: Finding[] = [];
  if (!/^ami-[0-9a-f]{17}$/.test(id)) {
    found.push({
      hint: 'write the id that packer printed',
      message: `an image id is ami- and 17 hexadecimal digits, got '${id}'`,
      setting: 'id',
    });
  }
  if (!/^1\.\d+\.\d+$/.test(kubernetesVersion)) {
    found.push({
      hint: 'write all three numbers, as 1.34.2',
      message: `a Kubernetes version is 1.MINOR.PATCH, got '${kubernetesVersion}'`,
      setting: 'kubernetesVersion',
    });
  }
  return found;
}
