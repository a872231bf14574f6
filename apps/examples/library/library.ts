import { App as Workloads } from 'cdk8s';
import { App as Infrastructure } from 'cdktf';
import { ApplicationLoadBalancer } from 'adamant/aws/load-balancing';
import { Network } from 'adamant/aws/network';
import { Stack } from 'adamant/aws/stack';
import {
  checkPlatform,
  ClusterNodes,
  exposeServices,
  infrastructureContract,
  ServicesChart,
  webService,
} from 'adamant/platform';

const [clusterName, account, region] = ['shop', '111111111111', 'eu-west-1'];
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const machineImage = { id: 'ami-0123456789abcdef0', kubernetesVersion: '1.34.2' };

/** The service, from which both halves follow. */
export const shop = webService({
  name: 'shop',
  image: { repository: 'registry.example.com/shop', digest },
  port: 8080,
  readinessPath: '/ready',
  livenessPath: '/live',
  nodeGroup: 'general',
  autoscaling: { minReplicas: 3, maxReplicas: 12 },
  resources: { cpu: '250m', memory: '512Mi' },
  exposure: { host: 'shop.example.com', paths: ['/*'], priority: 10, nodePort: 30080 },
  connectsTo: ['internet'],
});

/** A stack of AWS resources, and a chart of Kubernetes objects. */
export function libraryExample(services: readonly (typeof shop)[] = [shop]) {
  const state = { localState: 'shop.tfstate' };
  const stack = new Stack(new Infrastructure(), { account, environment: 'shop', name: 'all', region, ...state });
  const network = new Network(stack, 'network', {
    cidr: '10.0.0.0/16',
    clusterName,
    name: 'shop',
    nat: 'single',
    region,
    tiers: {
      public: { access: 'public', slot: 0 },
      private: { access: 'private', slot: 1 },
      pods: { access: 'private', kubernetesRole: 'cni', slot: 4, width: 4 },
    },
    zones: { a: { slot: 0 }, b: { slot: 1 } },
  });
  const general = { image: machineImage, instanceType: 'm6i.large', minSizePerZone: 1, maxSizePerZone: 2 };
  const nodes = new ClusterNodes(stack, 'nodes', { account, clusterName, groups: { general }, network, region });
  const loadBalancer = new ApplicationLoadBalancer(stack, 'public', {
    certificateDomain: 'example.com',
    deletionProtection: true,
    name: 'shop',
    network,
    tier: 'public',
  });
  exposeServices(stack, { loadBalancer, nodeGroups: nodes.groups, nodes: nodes.securityGroup, services: [shop] });

  const contract = infrastructureContract({ network, nodeGroups: nodes.groups });
  const chart = new ServicesChart(new Workloads(), 'shop', { contract, namespace: 'shop', services });
  return { chart, stack };
}

/** Diagnostics of both halves, which a program prints before it synthesizes them. */
export function libraryDiagnostics({ chart, stack } = libraryExample()) {
  return checkPlatform(stack, [chart]);
}
