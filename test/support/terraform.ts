import { App } from 'cdktf';
import { ApplicationLoadBalancer } from '../../lib/aws/load-balancing/application-load-balancer';
import { MachineImage } from '../../lib/aws/compute/machine-image';
import { Network } from '../../lib/aws/network/network';
import { type NetworkProps } from '../../lib/aws/network/props';
import { NodeGroup } from '../../lib/aws/compute/node-group';
import { type NodeGroupProps } from '../../lib/aws/compute/node-group-props';
import { SecurityGroup } from '../../lib/aws/network/security-group';
import { Stack, type StackProps } from '../../lib/aws/stack/stack';
import { stackFiles } from '../../lib/aws/stack/render';

/** Parsed JSON or YAML of the output, whose fields tests read without a type. */
export type Json = ReturnType<typeof JSON.parse>;

/** Blocks by their name in the configuration. */
export type Named = Record<string, Json>;

export const stackProps: StackProps = {
  account: '111111111111',
  environment: 'lab',
  name: 'cluster',
  region: 'eu-west-1',
  stateBucket: 'imp-lab-terraform-state',
};

/** An empty stack in an app of its own. */
export function testStack(props: StackProps = stackProps): Stack {
  return new Stack(new App(), props);
}

/** Returns the files of a stack to which `describe` adds constructs. */
export function renderedFiles(describe: (stack: Stack) => void, props = stackProps): ReadonlyMap<string, string> {
  const stack = testStack(props);
  describe(stack);
  return stackFiles(stack);
}

/** Returns the Terraform JSON of a stack to which `describe` adds constructs. */
export function terraformJson(describe: (stack: Stack) => void): Json {
  return JSON.parse(renderedFiles(describe).get('main.tf.json') ?? '{}');
}

/** All resources of one type, by name. */
export function resources(terraform: Json, type: string): Named {
  return terraform.resource?.[type] ?? {};
}

/** The only resource of its type. */
export function only(terraform: Json, type: string): Json {
  const found = Object.values(resources(terraform, type));
  if (found.length !== 1) throw new Error(`expected one ${type}, got ${found.length}`);
  return found[0];
}

/** Returns all resources by their Terraform address, `type.name`. */
export function addressed(terraform: Json): Named {
  return Object.fromEntries(
    Object.entries<Named>(terraform.resource ?? {}).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]) => [`${type}.${name}`, block]),
    ),
  );
}

/** The lifecycle of a resource whose replacement is created before it is destroyed. */
export const comesFirst = { lifecycle: { create_before_destroy: true } };

export const networkProps: NetworkProps = {
  name: 'lab',
  region: 'eu-west-1',
  cidr: '10.10.0.0/16',
  clusterName: 'lab',
  nat: 'single',
  tiers: {
    public: { access: 'public', slot: 0 },
    data: { access: 'isolated', slot: 1 },
    private: { access: 'private', slot: 4, width: 4 },
  },
  zones: { a: { slot: 0 }, b: { slot: 1 }, c: { slot: 2 } },
};

export function network(stack: Stack, props: Partial<NetworkProps> = {}): Network {
  return new Network(stack, 'network', { ...networkProps, ...props });
}

export const imageId = 'ami-0123456789abcdef0';

export type GroupProps = Partial<Omit<NodeGroupProps, 'image'>> & { readonly imageId?: string };

/** A node group in one zone, with the network, image and security group that it needs. */
export function nodeGroup(stack: Stack, { imageId: id = imageId, ...props }: GroupProps = {}): NodeGroup {
  const name = props.name ?? 'general';
  const vpc = Network.existing(stack, `network-of-${name}`, { ...networkProps, tiersInUse: ['private'] });
  return new NodeGroup(stack, `node-group-${name}`, {
    clusterName: 'lab',
    drainTimeout: '60s',
    image: new MachineImage(stack, `image-of-${name}`, { id, kubernetesVersion: '1.34.2' }),
    instanceProfile: 'lab-node',
    instanceType: 'm6i.xlarge',
    labels: { 'node.adamant.dev/group': 'general' },
    maxSizePerZone: 2,
    minSizePerZone: 1,
    name,
    rootVolume: '60Gi',
    securityGroups: [
      new SecurityGroup(stack, `nodes-of-${name}`, { displayName: 'nodes', name: 'lab-nodes', vpcId: vpc.vpcId }),
    ],
    subnets: Object.fromEntries(Object.entries(vpc.subnets('private')).filter(([zone]) => zone === 'a')),
    taints: {},
    ...props,
  });
}

export function loadBalancer(
  stack: Stack,
  props: { readonly deletionProtection?: boolean; readonly name?: string } = {},
): ApplicationLoadBalancer {
  return new ApplicationLoadBalancer(stack, 'load-balancer', {
    certificateDomain: 'lab.imp.example',
    deletionProtection: true,
    name: 'lab-public',
    network: Network.existing(stack, 'network', { ...networkProps, tiersInUse: ['public'] }),
    tier: 'public',
    ...props,
  });
}
