import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import type { Construct } from 'constructs';
import type { NodeGroupProps } from './node-group-props';
import { rootDevice } from './root-volume';

/** The settings of the launch template of a node group. */
export interface LaunchTemplateSettings extends Pick<
  NodeGroupProps,
  'image' | 'instanceProfile' | 'instanceType' | 'rootVolume' | 'rootVolumePerformance' | 'securityGroups'
> {
  /**
   * The name in AWS.
   *
   * @replaces the template; the new one is created before the old one is destroyed
   */
  readonly physicalName: string;
  /**
   * Tags of instances, volumes and network interfaces.
   *
   * @rolls the nodes, by an instance refresh
   */
  readonly instanceTags: Readonly<Record<string, string>>;
  /**
   * The Terraform expression of the user data in base64.
   *
   * @rolls the nodes, by an instance refresh
   */
  readonly userData: string;
}

/** Creates a launch template with IMDSv2, an encrypted root volume and no SSH key. */
export function createLaunchTemplate(scope: Construct, settings: LaunchTemplateSettings): LaunchTemplate {
  const { image, instanceProfile, instanceTags, instanceType, physicalName, securityGroups, userData } = settings;
  const tags = { ...instanceTags, Name: physicalName };
  return new LaunchTemplate(scope, 'launch-template', {
    blockDeviceMappings: [rootDevice(image.rootDevice, settings.rootVolume, settings.rootVolumePerformance ?? {})],
    ebsOptimized: 'true',
    iamInstanceProfile: { name: instanceProfile },
    imageId: image.imageId,
    instanceType,
    lifecycle: { createBeforeDestroy: true },
    // A hop limit of 1 keeps the credentials of the instance from pods that are not on the host's network.
    metadataOptions: {
      httpEndpoint: 'enabled',
      httpPutResponseHopLimit: 1,
      httpTokens: 'required',
    },
    monitoring: { enabled: true },
    name: physicalName,
    // The provider's default tags do not apply to resources that a launch template creates.
    tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({ resourceType, tags })),
    tags: { Name: physicalName },
    updateDefaultVersion: true,
    userData,
    vpcSecurityGroupIds: securityGroups.map(({ groupId }) => groupId),
  });
}
