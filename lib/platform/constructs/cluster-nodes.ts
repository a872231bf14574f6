import { Construct } from 'constructs';
import { InstanceRole } from '../../aws/compute/instance-role';
import { MachineImage, type MachineImageProps } from '../../aws/compute/machine-image';
import { NodeGroup } from '../../aws/compute/node-group';
import type { NodeGroupProps } from '../../aws/compute/node-group-props';
import type { INetwork } from '../../aws/network/props';
import { SecurityGroup } from '../../aws/network/security-group';
import { SecurityGroupRule } from '../../aws/network/security-group-rule';
import { sortedEntries } from '../../core/canonical';
import { addFindings } from '../../core/diagnostics';
import { type CompiledSchema, checkSchema } from '../../core/schema-errors';
import { settingPath } from '../../core/settings-location';
import type { Storage } from '../../core/units';
import schema from './cluster-nodes.schema.json';
import isValid from './cluster-nodes.validate.cjs';

const compiled: CompiledSchema = { document: 'ClusterNodes', isValid, schema };

/** A node group whose network, role and security group are those of its cluster. */
export interface ClusterNodeGroup extends Pick<
  NodeGroupProps,
  'drainTimeout' | 'instanceType' | 'maxSizePerZone' | 'minSizePerZone' | 'taints'
> {
  /** The pinned AMI. */
  readonly image: MachineImageProps;
  /**
   * Encrypted root volume.
   *
   * @default '60Gi'
   */
  readonly rootVolume?: Storage;
  /**
   * Labels of the nodes.
   *
   * @default { 'node.adamant.dev/group': name }
   */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Props that are values, whose types are checked when the program runs. */
export interface ClusterNodesSettings {
  /** Name of the cluster, with which names in AWS begin. */
  readonly clusterName: string;
  /** The account, 12 digits. */
  readonly account: string;
  /** AWS region. */
  readonly region: string;
  /** Node groups by the name that services use. */
  readonly groups: Readonly<Record<string, ClusterNodeGroup>>;
}

export interface ClusterNodesProps extends ClusterNodesSettings {
  /** The network, whose tier `private` contains the nodes. */
  readonly network: INetwork;
}

/**
 * The nodes of a cluster: node groups that share a security group and an instance role. Nodes connect to each other, and to the
 * internet on port 443.
 *
 * @example
 * new ClusterNodes(stack, 'nodes', {
 *   clusterName: 'shop',
 *   account: '111111111111',
 *   region: 'eu-west-1',
 *   network,
 *   groups: {
 *     general: {
 *       image: { id: 'ami-0123456789abcdef0', kubernetesVersion: '1.34.2' },
 *       instanceType: 'm6i.large',
 *       minSizePerZone: 1,
 *       maxSizePerZone: 2,
 *     },
 *   },
 * });
 */
export class ClusterNodes extends Construct {
  readonly securityGroup: SecurityGroup;
  readonly groups: Readonly<Record<string, NodeGroup>>;

  constructor(scope: Construct, id: string, props: ClusterNodesProps) {
    super(scope, id);
    const { account, clusterName, groups: given, region } = props;
    const mistakes = checkSchema({ account, clusterName, groups: given, region }, compiled);
    addFindings(this, mistakes);
    const mistaken = mistakes.map(({ setting }) => settingPath(setting));
    const isMistaken = (name: string) => mistaken.some(([key, group = name]) => key !== 'groups' || group === name);
    const groups = Object.fromEntries(sortedEntries({ ...given }).filter(([name]) => !isMistaken(name)));
    this.securityGroup = this.createSecurityGroup(props);
    const { profileName } = this.createRole({ account, clusterName, groups, region });
    this.groups = Object.fromEntries(
      sortedEntries(groups).map(([name, group]) => [name, this.createGroup(props, name, group, profileName)]),
    );
  }

  private createSecurityGroup({ clusterName, network }: ClusterNodesProps): SecurityGroup {
    const nodes = new SecurityGroup(this, 'security-group', {
      displayName: 'nodes',
      egressScope: 'internet',
      name: `${clusterName}-nodes`,
      vpcId: network.vpcId,
    });
    const description = 'pods and kubelets';
    new SecurityGroupRule(this, 'nodes-to-nodes', { from: nodes, port: 'all', description, to: nodes });
    new SecurityGroupRule(this, 'nodes-to-internet', {
      from: nodes,
      port: 443,
      description: 'AWS APIs and registries',
      to: '0.0.0.0/0',
    });
    return nodes;
  }

  private createRole({ account, clusterName, groups, region }: ClusterNodesSettings): InstanceRole {
    return new InstanceRole(this, 'role', {
      account,
      autoScalingGroups: sortedEntries(groups).map(([name]) => NodeGroup.namePattern({ clusterName, name })),
      name: `${clusterName}-node`,
      region,
    });
  }

  private createGroup(
    { clusterName, network }: ClusterNodesProps,
    name: string,
    { image, labels = { 'node.adamant.dev/group': name }, rootVolume = '60Gi', ...group }: ClusterNodeGroup,
    instanceProfile: string,
  ): NodeGroup {
    return new NodeGroup(this, name, {
      ...group,
      clusterName,
      image: new MachineImage(this, `image-${name}`, image),
      instanceProfile,
      labels,
      name,
      rootVolume,
      securityGroups: [this.securityGroup],
      subnets: network.subnets('private'),
    });
  }
}
