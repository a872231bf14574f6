import { App, TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';
import { describeInfrastructure, servicesIn } from '../../../../apps/platform';
import { Bucket } from '../../../../lib/aws/storage/bucket';
import { AccessLogs } from '../../../../lib/aws/storage/access-logs';
import { AliasRecord } from '../../../../lib/aws/dns/alias-record';
import { Certificate } from '../../../../lib/aws/dns/certificate';
import { Database } from '../../../../lib/aws/database/database';
import { ExposedService } from '../../../../lib/aws/load-balancing/exposed-service';
import { ErrorRateAlarm } from '../../../../lib/aws/load-balancing/error-rate-alarm';
import { FlowLogDestination, FlowLogs } from '../../../../lib/aws/network/flow-logs';
import { InstanceRole } from '../../../../lib/aws/compute/instance-role';
import { KmsKey } from '../../../../lib/aws/iam/kms-key';
import { ApplicationLoadBalancer } from '../../../../lib/aws/load-balancing/application-load-balancer';
import { keepPreviousName } from '../../../../lib/aws/stack/moved-blocks';
import { Network } from '../../../../lib/aws/network/network';
import type { INetwork, ISubnet } from '../../../../lib/aws/network/props';
import { NetworkLoadBalancer } from '../../../../lib/aws/load-balancing/network-load-balancer';
import { ListenerProtocol } from '../../../../lib/aws/load-balancing/network-load-balancer-props';
import { HealthCheck } from '../../../../lib/aws/load-balancing/health-check';
import { NodeGroup } from '../../../../lib/aws/compute/node-group';
import { MachineImage } from '../../../../lib/aws/compute/machine-image';
import { PrivateZone } from '../../../../lib/aws/dns/private-zone';
import { EcrRepositories } from '../../../../lib/aws/ecr/ecr-repositories';
import { SecurityGroup } from '../../../../lib/aws/network/security-group';
import { SecurityGroupRule } from '../../../../lib/aws/network/security-group-rule';
import { Stack } from '../../../../lib/aws/stack/stack';
import { StateBackend } from '../../../../lib/aws/state/state-backend';
import { InterfaceEndpoints } from '../../../../lib/aws/network/vpc-endpoints';
import { allEnvironments, services } from '../../../fixtures/platform';
import { byCodePoint } from '../../../../lib/core/canonical';
import { addressed, type Json, loadBalancer, networkProps, terraformJson } from '../../../support/terraform';

// A rename in code changes no resource: every construct of an environment keeps its resources under another id.

const location = { account: '111111111111', region: 'eu-west-1' };
const key = { keyArn: 'arn:aws:kms:eu-west-1:111111111111:key/1' };
const subnets: Readonly<Record<string, ISubnet>> = {
  a: { cidr: '10.10.0.0/24', id: 'subnet-a' },
  b: { cidr: '10.10.1.0/24', id: 'subnet-b' },
};
const network: INetwork = { access: () => undefined, cidr: '10.10.0.0/16', subnets: () => subnets, vpcId: 'vpc-1' };
const zone = { name: 'lab.imp.example', zoneId: 'Z1' };
const securityGroup = { groupId: 'sg-1', displayName: 'nodes' };
const target = { addresses: 'ipv4', dnsName: 'lb.example', hostedZoneId: 'Z2' } as const;
const exposure = {
  host: 'app.lab.imp.example',
  nodePort: 30_080,
  paths: ['/*'],
  priority: 10,
} as const;

/** Creates a construct with an id. Constructs with a physical name also get the previous one; others need only `keepPreviousName`. */
type CreateRenamed = (stack: Stack, id: string, before: string | undefined) => IConstruct;

const constructs: Record<string, CreateRenamed> = {
  Bucket: (stack, id) =>
    new Bucket(stack, id, { ...location, deletionProtection: true, encryption: key, name: 'imp-lab-objects' }),
  AccessLogs: (stack, id) =>
    new AccessLogs(stack, id, {
      ...location,
      retention: '30d',
      loadBalancers: { 'lab-public': 'application' },
      name: 'imp-logs',
      deletionProtection: true,
    }),
  AliasRecord: (stack, id) => new AliasRecord(stack, id, { host: 'app.lab.imp.example', target, zone }),
  ApplicationLoadBalancer: (stack, id) =>
    new ApplicationLoadBalancer(stack, id, {
      certificate: { certificateArn: 'arn:1', domain: 'lab.imp.example' },
      deletionProtection: true,
      name: 'lab-public',
      network,
      tier: 'public',
      webAcl: { webAclArn: 'arn:2' },
    }),
  Certificate: (stack, id) => new Certificate(stack, id, { domain: 'lab.imp.example', zone }),
  SecurityGroupRule: (stack, id) =>
    new SecurityGroupRule(stack, id, { from: securityGroup, port: 443, description: 'test', to: '10.0.0.0/8' }),
  Database: (stack, id) =>
    new Database(stack, id, {
      backupRetention: '7d',
      engineVersion: '17.6',
      instanceClass: 'db.m6g.large',
      key,
      logKey: key,
      multiAz: true,
      name: 'lab-postgres',
      network,
      passwordVersion: 1,
      deletionProtection: true,
      replicas: { readers: {} },
      storage: '100Gi',
      tier: 'data',
      zone: { name: 'lab.internal', zoneId: 'Z3' },
    }),
  ExposedService: (stack, id, before) =>
    new ExposedService(stack, id, {
      drainTimeout: '30s',
      exposure,
      healthPath: '/ready',
      loadBalancer: loadBalancer(stack),
      nodeGroups: { general: { groupNames: { a: 'lab-general-a-1' }, maxSize: 4 } },
      nodes: securityGroup,
      serviceName: id,
      variants: { green: { nodePort: 30_180, weight: 0 } },
      ...(before !== undefined && { renamedFrom: before }),
    }),
  ErrorRateAlarm: (stack, id) =>
    new ErrorRateAlarm(stack, id, {
      maxErrorRatePercent: 5,
      loadBalancer: { metricsName: 'app/lab/1', name: 'lab-public' },
    }),
  FlowLogs: (stack, id) =>
    new FlowLogs(stack, id, {
      ...location,
      destination: FlowLogDestination.logGroup({ key, retention: '30d' }),
      maxAggregationInterval: '60s',
      name: 'lab',
      network,
    }),
  InstanceRole: (stack, id) =>
    new InstanceRole(stack, id, { ...location, autoScalingGroups: ['lab-general'], name: 'lab-node' }),
  InterfaceEndpoints: (stack, id) =>
    new InterfaceEndpoints(stack, id, {
      name: 'lab',
      network,
      region: 'eu-west-1',
      services: { sts: 'sts' },
      tier: 'endpoints',
    }),
  KmsKey: (stack, id) =>
    new KmsKey(stack, id, { ...location, description: 'test', name: 'lab-test', deletionProtection: true }),
  Network: (stack, id) => new Network(stack, id, networkProps),
  NodeGroup: (stack, id, before) =>
    new NodeGroup(stack, id, {
      clusterName: 'lab',
      drainTimeout: '60s',
      image: new MachineImage(stack, 'image', { id: 'ami-0123456789abcdef0', kubernetesVersion: '1.34.2' }),
      instanceProfile: 'lab-node',
      instanceType: 'm6i.xlarge',
      labels: {},
      maxSizePerZone: 4,
      minSizePerZone: 3,
      name: id,
      rootVolume: '60Gi',
      securityGroups: [securityGroup],
      subnets,
      taints: {},
      ...(before !== undefined && { renamedFrom: before }),
    }),
  PrivateZone: (stack, id) =>
    new PrivateZone(stack, id, { name: 'lab.internal', deletionProtection: true, vpcId: 'vpc-1' }),
  EcrRepositories: (stack, id) =>
    new EcrRepositories(stack, id, {
      key,
      deletionProtection: true,
      pull: { lab: { account: '111111111111', roles: ['lab-node'] } },
      push: {},
      repositories: { api: { name: 'api' } },
    }),
  SecurityGroup: (stack, id) =>
    new SecurityGroup(stack, id, { displayName: 'nodes', name: 'lab-nodes', vpcId: 'vpc-1' }),
  StateBackend: (stack, id) =>
    new StateBackend(stack, id, {
      ...location,
      access: { ci: { environment: 'lab', to: 'apply' } },
      name: 'imp-state',
    }),
};

/** Terraform of a construct with this id and the previous one. */
function renderRenamed(create: CreateRenamed, id: string, before?: string): Json {
  return terraformJson((stack) => {
    const construct = create(stack, id, before);
    // Constructs with a physical name have recorded the same rename already.
    keepPreviousName(construct, before);
  });
}

const sortedAddresses = (terraform: Json) => Object.keys(addressed(terraform)).sort(byCodePoint);
/** The same Terraform with the previous id. */
const withPreviousId = (terraform: Json): Json =>
  JSON.parse(JSON.stringify({ ...terraform, moved: undefined }).replaceAll(/(?<=[."/])after(?=[_."])/g, 'before'));

describe.each(Object.entries(constructs))('renamed %s', (_, create) => {
  const [before, after] = [renderRenamed(create, 'before'), renderRenamed(create, 'after', 'before')];

  test('Terraform: differs in addresses only', () => {
    expect(withPreviousId(after)).toEqual(before);
  });

  test('moved blocks: exist for every address of the construct, and no other', () => {
    const own = sortedAddresses(after).filter((address) => /\.after(?:_|$)/.test(address));
    expect(own.length).toBeGreaterThan(0);
    expect(after.moved.map(({ to }: Json) => to).sort(byCodePoint)).toEqual(own);
    for (const { from, to } of after.moved) expect(from).toBe(to.replace('.after', '.before'));
    expect(
      after.moved.map(({ from }: Json) => from).filter((from: string) => !sortedAddresses(before).includes(from)),
    ).toEqual([]);
  });
});

test('constructs: all that an environment uses are renamed in these tests', () => {
  const app = new App();
  for (const environment of allEnvironments) {
    describeInfrastructure(app, environment, servicesIn(environment, services));
  }
  const stacks = app.node.children.filter((child) => child instanceof Stack);
  const owners = stacks.flatMap(({ node }) =>
    node.children.filter((child) => child.node.findAll().some((below) => TerraformResource.isTerraformResource(below))),
  );
  const used = new Set(owners.map((construct) => construct.constructor.name));
  expect([...used].filter((name) => !(name in constructs))).toEqual([]);
});

describe('renamed key', () => {
  const database = (name: string, renamedFrom?: string) =>
    terraformJson((stack) => {
      new Database(stack, 'database', {
        backupRetention: '7d',
        engineVersion: '17.6',
        instanceClass: 'db.m6g.large',
        key,
        multiAz: true,
        name: 'lab',
        network,
        passwordVersion: 1,
        deletionProtection: true,
        replicas: { [name]: renamedFrom === undefined ? {} : { renamedFrom } },
        storage: '100Gi',
        tier: 'data',
        zone: { name: 'lab.internal', zoneId: 'Z3' },
      });
    });
  const networkLoadBalancer = (name: string, renamedFrom?: string) =>
    terraformJson((stack) => {
      new NetworkLoadBalancer(stack, 'balancer', {
        deletionProtection: true,
        scheme: 'internal',
        listeners: {
          [name]: {
            deregistrationDelay: '60s',
            healthCheck: HealthCheck.tcp(),
            protocol: ListenerProtocol.tcp(6443),
            targetPort: 6443,
            ...(renamedFrom !== undefined && { renamedFrom }),
          },
        },
        name: 'lab-api',
        network,
        securityGroups: [securityGroup],
        tier: 'private',
      });
    });

  test.each([
    ['replica', database, 8],
    ['listener', networkLoadBalancer, 2],
  ] as const)('%s: keeps its names in AWS', (_, render, moves) => {
    const [before, after] = [render('before'), render('after', 'before')];
    const renamedBack: Json = JSON.parse(JSON.stringify({ ...after, moved: undefined }).replaceAll('after', 'before'));
    expect(renamedBack).toEqual(before);
    expect(JSON.stringify(before)).toContain('lab-');
    expect(after.moved).toHaveLength(moves);
    for (const { from } of after.moved) expect(sortedAddresses(before)).toContain(from);
  });
});
