import { App } from 'cdktf';
import type { Construct } from 'constructs';
import { Database } from '../../../lib/aws/database/database';
import { sortedEntries } from '../../../lib/core/canonical';
import { ExposedService } from '../../../lib/aws/load-balancing/exposed-service';
import { HealthCheck } from '../../../lib/aws/load-balancing/health-check';
import { InstanceRole } from '../../../lib/aws/compute/instance-role';
import { KmsKey } from '../../../lib/aws/iam/kms-key';
import { ApplicationLoadBalancer } from '../../../lib/aws/load-balancing/application-load-balancer';
import { MachineImage } from '../../../lib/aws/compute/machine-image';
import { Network } from '../../../lib/aws/network/network';
import { type NetworkProps } from '../../../lib/aws/network/props';
import { NetworkLoadBalancer } from '../../../lib/aws/load-balancing/network-load-balancer';
import { ListenerProtocol } from '../../../lib/aws/load-balancing/network-load-balancer-props';
import { NodeGroup } from '../../../lib/aws/compute/node-group';
import { PrivateZone } from '../../../lib/aws/dns/private-zone';
import { InstanceRefresh } from '../../../lib/aws/compute/instance-refresh';
import { Scaling } from '../../../lib/aws/compute/scaling';
import { SecurityGroup } from '../../../lib/aws/network/security-group';
import { SecurityGroupRule } from '../../../lib/aws/network/security-group-rule';
import { Stack } from '../../../lib/aws/stack/stack';
import { VpcPeering } from '../../../lib/aws/network/vpc-peering';

const place = { account: '111111111111', region: 'eu-west-1' } as const;
const clusterName = 'two-regions';

/** Features that no environment uses: VPC peering, a second region, scaling by AWS, and a group of exactly one instance. */
export function twoRegionsExample(scope: Construct = new App()): Stack {
  const stack = new Stack(scope, {
    ...place,
    environment: clusterName,
    localState: 'two-regions.tfstate',
    name: 'all',
  });
  const home = joinedNetworks(stack);
  databaseInTwoRegions(stack, home);
  machines(stack, home);
  return stack;
}

/** A network with IPv4 and IPv6 and a regional NAT gateway, peered with a network of tools. */
function joinedNetworks(stack: Stack): Network {
  const home = new Network(stack, 'home', {
    ...network('home', '10.40.0.0/16'),
    ipv6: 'amazon-provided',
    nat: 'regional',
  });
  const tools = new Network(stack, 'tools', network('tools', '10.41.0.0/16'));
  new VpcPeering(stack, 'peering', {
    requester: { network: home, routeTables: home.routeTables },
    name: 'home-tools',
    accepter: { network: tools, routeTables: tools.routeTables },
  });
  return home;
}

function network(name: string, cidr: NetworkProps['cidr'], region: string = place.region): NetworkProps {
  return {
    cidr,
    clusterName,
    name: `two-regions-${name}`,
    nat: 'none',
    region,
    tiers: {
      data: { access: 'isolated', slot: 1 },
      private: { access: 'private', ipv6: name === 'home', slot: 4, width: 4 },
    },
    zones: { a: { slot: 0 }, b: { slot: 1 } },
  };
}

/** A database with a read replica in Frankfurt, in a network and with a KMS key of that region. */
function databaseInTwoRegions(stack: Stack, home: Network): void {
  const frankfurt = stack.otherRegion('eu-central-1');
  const away = frankfurt.assign(new Network(stack, 'away', network('away', '10.42.0.0/16', frankfurt.name)));
  const key = { ...place, description: 'the database', name: 'two-regions-database', deletionProtection: false };
  const awayKey = frankfurt.assign(new KmsKey(stack, 'away-key', { ...key, region: frankfurt.name }));
  new Database(stack, 'database', {
    backupRetention: '7d',
    engineVersion: '17.9',
    instanceClass: 'db.m6g.large',
    key: new KmsKey(stack, 'database-key', key),
    multiAz: true,
    name: 'two-regions-postgres',
    network: home,
    passwordVersion: 1,
    deletionProtection: false,
    replicas: { rescue: { region: { key: awayKey, network: away, provider: frankfurt.provider, tier: 'data' } } },
    storage: '100Gi',
    tier: 'data',
    zone: new PrivateZone(stack, 'private-zone', {
      name: 'two-regions.internal',
      deletionProtection: false,
      vpcId: home.vpcId,
    }),
  });
}

/** A broker on one instance behind a network load balancer, and a site in two variants on a group that AWS scales. */
function machines(stack: Stack, home: Network): void {
  const nodes = new SecurityGroup(stack, 'nodes', {
    displayName: 'nodes',
    name: 'two-regions-nodes',
    vpcId: home.vpcId,
  });
  const group = nodeGroupFactory(stack, nodes);
  const subnets = home.subnets('private');
  // The old instance detaches its volume, which is in one zone, before the new one attaches it.
  const [zone] = sortedEntries(subnets);
  const broker = group('broker', {
    maxSizePerZone: 1,
    minSizePerZone: 1,
    instanceRefresh: InstanceRefresh.terminateBeforeLaunching(),
    subnets: Object.fromEntries(zone ? [zone] : []),
  });
  const schedules = {
    evening: { cron: '0 20 * * *', maxSizePerZone: 1, minSizePerZone: 1, timeZone: 'Europe/Dublin' },
    morning: { cron: '0 7 * * MON-FRI', maxSizePerZone: 4, minSizePerZone: 1, timeZone: 'Europe/Dublin' },
  };
  const site = group('site', {
    maxSizePerZone: 4,
    minSizePerZone: 1,
    subnets,
    scaling: Scaling.targetCpu(60, { schedules }),
  });

  const clients = new SecurityGroup(stack, 'queue', {
    displayName: 'queue',
    name: 'two-regions-queue',
    vpcId: home.vpcId,
  });
  new SecurityGroupRule(stack, 'tools-to-queue', {
    from: '10.41.0.0/16',
    port: 5671,
    description: 'tools',
    to: clients,
  });
  new NetworkLoadBalancer(stack, 'queue-balancer', {
    deletionProtection: false,
    scheme: 'internal',
    listeners: {
      amqps: {
        deregistrationDelay: '60s',
        healthCheck: HealthCheck.tcp(),
        nodeGroups: { broker },
        protocol: ListenerProtocol.tcp(5671),
        targetPort: 5671,
      },
    },
    name: 'two-regions-queue',
    network: home,
    nodes,
    securityGroups: [clients],
    tier: 'private',
  });

  new ExposedService(stack, 'service-site', {
    drainTimeout: '30s',
    exposure: {
      scheme: 'internal',
      host: 'site.imp.example',
      nodePort: 30080,
      paths: ['/*'],
      priority: 10,
    },
    healthPath: '/health/ready',
    loadBalancer: new ApplicationLoadBalancer(stack, 'site-balancer', {
      ipAddressType: 'dualstack',
      certificateDomain: 'site.imp.example',
      deletionProtection: false,
      scheme: 'internal',
      name: 'two-regions-site',
      network: home,
      tier: 'private',
    }),
    nodeGroups: { site },
    nodes,
    serviceName: 'site',
    // One request in ten is sent to the next release.
    variants: { next: { nodePort: 30180, weight: 10 } },
    weight: 90,
  });
}

type Differences = Pick<
  ConstructorParameters<typeof NodeGroup>[2],
  'maxSizePerZone' | 'minSizePerZone' | 'instanceRefresh' | 'scaling' | 'subnets'
>;

function nodeGroupFactory(stack: Stack, nodes: SecurityGroup): (name: string, props: Differences) => NodeGroup {
  const image = new MachineImage(stack, 'image', { id: 'ami-0123456789abcdef0', kubernetesVersion: '1.34.2' });
  const role = new InstanceRole(stack, 'node-role', {
    ...place,
    autoScalingGroups: ['two-regions-broker-*', 'two-regions-site-*'],
    name: 'two-regions-node',
  });
  return (name, props) =>
    new NodeGroup(stack, `node-group-${name}`, {
      ...props,
      clusterName,
      drainTimeout: '60s',
      image,
      instanceProfile: role.profileName,
      instanceType: 'm6i.large',
      labels: { 'node.adamant.dev/group': name },
      name,
      rootVolume: '40Gi',
      securityGroups: [nodes],
      taints: {},
    });
}
