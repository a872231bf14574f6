import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import type { Construct } from 'constructs';
import type { NodeGroupProps } from './node-group-props';
import { rootDevice } from './root-volume';

/** What every machine of a group is made from. */
export interface LaunchTemplateSettings extends Pick<
  NodeGroupProps,
  'image' | 'instanceProfile' | 'instanceType' | 'rootVolume' | 'rootVolumePerformance' | 'securityGroups'
> {
  /** The name in AWS. @replaces the template; the new one comes before the old one goes */
  readonly physicalName: string;
  /** Tags of machines, volumes and interfaces. @inPlace: machines are rolled */
  readonly instanceTags: Readonly<Record<string, string>>;
  /** Terraform's expression of the user data in base64. @inPlace: machines are rolled */
  readonly userData: string;
}

/** A template: tokens instead of open metadata, an encrypted disk, and no SSH key. */
export function launchTemplate(scope: Construct, settings: LaunchTemplateSettings): LaunchTemplate {
  const { image, instanceProfile, instanceTags, instanceType, physicalName, securityGroups, userData } = settings;
  const tags = { ...instanceTags, Name: physicalName };
  return new LaunchTemplate(scope, 'launch-template', {
    blockDeviceMappings: [rootDevice(settings.rootVolume, settings.rootVolumePerformance ?? {})],
    ebsOptimized: 'true',
    iamInstanceProfile: { name: instanceProfile },
    imageId: image.imageId,
    instanceType,
    lifecycle: { createBeforeDestroy: true },
    // One hop: a pod that is not on the host's network cannot ask for the machine's credentials.
    metadataOptions: {
      httpEndpoint: 'enabled',
      httpPutResponseHopLimit: 1,
      httpTokens: 'required',
    },
    monitoring: { enabled: true },
    name: physicalName,
    // The provider's default tags do not reach what a launch template starts.
    tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({ resourceType, tags })),
    tags: { Name: physicalName },
    updateDefaultVersion: true,
    userData,
    vpcSecurityGroupIds: securityGroups.map(({ groupId }) => groupId),
  });
}

/** What a machine is told at boot: names only, so that a new secret never rolls the fleet. The image's own unit does the rest. */
export function bootScript(of: Pick<NodeGroupProps, 'clusterName' | 'labels' | 'taints'> & { group: string }): string {
  const { clusterName, group, labels, taints } = of;
  const node = { cluster: clusterName, group, labels, launchingHook: 'ready', taints, terminatingHook: 'drain' };
  return [
    '#!/bin/bash',
    'set -euo pipefail',
    'install -d -m 0755 /etc/adamant',
    "cat >/etc/adamant/node.json <<'END'",
    JSON.stringify(node, undefined, 2),
    'END',
    'systemctl start --no-block adamant-node.service',
    '',
  ].join('\n');
}
