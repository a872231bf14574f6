import { App as Workloads } from 'cdk8s';
import { App as Infrastructure } from 'cdktf';
import { InstanceRole, MachineImage, NodeGroup } from 'adamant/aws/compute';
import { ApplicationLoadBalancer } from 'adamant/aws/load-balancing';
import { Network, SecurityGroup } from 'adamant/aws/network';
import { Stack } from 'adamant/aws/stack';
import {
  type DeployedService,
  exposeServices,
  infrastructureContract,
  ServicesChart,
  webService,
} from 'adamant/platform';

const place = { account: '111111111111', region: 'eu-west-1' };
const image = { repository: 'registry.example.com/shop', digest: `sha256:${'0123456789abcdef'.repeat(4)}` };
const pin = { id: 'ami-0123456789abcdef0', kubernetesVersion: '1.34.2' };

/** The service of the example, from which both halves follow. */
export const shop = webService({
  name: 'shop',
  image,
  port: 8080,
  readinessPath: '/ready',
  livenessPath: '/live',
  nodeGroup: 'general',
  autoscaling: { minReplicas: 3, maxReplicas: 12 },
  resources: { cpu: '250m', memory: '512Mi' },
  exposure: { host: 'shop.example.com', paths: ['/*'], priority: 10, nodePort: 30080 },
  connectsTo: ['internet'],
});

/** Both halves of a program that runs one service: a stack of AWS resources, and a chart of Kubernetes objects. */
export function libraryExample(services: readonly DeployedService[] = [shop]): {
  readonly stack: Stack;
  readonly chart: ServicesChart;
} {
  const names = { clusterName: 'shop', name: 'general' };
  const stack = new Stack(new Infrastructure(), {
    ...place,
    environment: 'shop',
    name: 'all',
    localState: 'shop.tfstate',
  });
  const network = new Network(stack, 'network', {
    ...names,
    cidr: '10.0.0.0/16',
    nat: 'single',
    region: place.region,
    tiers: { public: { access: 'public', slot: 0 }, private: { access: 'private', slot: 4, width: 4 } },
    zones: { a: { slot: 0 }, b: { slot: 1 } },
  });
  const nodes = new SecurityGroup(stack, 'nodes', {
    displayName: 'nodes',
    egressScope: 'internet',
    name: 'shop-nodes',
    vpcId: network.vpcId,
  });
  const role = new InstanceRole(stack, 'role', {
    ...place,
    autoScalingGroups: [NodeGroup.physicalName(names)],
    name: 'shop-node',
  });
  const general = new NodeGroup(stack, 'general', {
    ...names,
    image: new MachineImage(stack, 'image', pin),
    instanceProfile: role.profileName,
    instanceType: 'm6i.large',
    labels: { 'example.com/group': 'general' },
    minSize: 2,
    maxSize: 4,
    rootVolume: '40Gi',
    securityGroups: [nodes],
    subnets: Object.values(network.subnets('private')),
  });
  const loadBalancer = new ApplicationLoadBalancer(stack, 'public', {
    certificateDomain: 'example.com',
    deletionProtection: true,
    name: 'shop',
    network,
    tier: 'public',
  });
  exposeServices(stack, { services: [shop], loadBalancer, nodeGroups: { general }, nodes });

  const contract = infrastructureContract({ network, nodeGroups: { general } });
  return { stack, chart: new ServicesChart(new Workloads(), 'shop', { namespace: 'shop', services, contract }) };
}
