import { App } from 'cdktf';
import { InstanceRole } from '../lib/aws/compute/instance-role';
import { MachineImage } from '../lib/aws/compute/machine-image';
import { Network } from '../lib/aws/network/network';
import { NodeGroup } from '../lib/aws/compute/node-group';
import { SecurityGroup } from '../lib/aws/network/security-group';
import { SecurityGroupRule } from '../lib/aws/network/security-group-rule';
import { Stack } from '../lib/aws/stack/stack';
import { stackFiles } from '../lib/aws/stack/render';
import { collectDiagnostics, ValidationError } from '../lib/core/diagnostics';
import { estimate } from '../lib/cost/estimate';
import { costTable } from '../lib/cost/table';

const [account, region] = ['111111111111', 'eu-west-1'];

/** A whole app of infrastructure, with what it costs: stacks of 200 resources each. Data sources and providers are not counted. */
export function growAws(stacks: number): { count(): number } {
  const app = new App();
  const all = Array.from({ length: stacks }, (_, index) => stackOf200(app, `e${index}`));
  const problems = collectDiagnostics(app);
  if (problems.length > 0) throw new ValidationError(problems);
  const files = all.map((stack) => stackFiles(stack));
  costTable('large', estimate(new Map(files.map((written, index) => [`e${index}/main.tf.json`, mainFile(written)]))));
  return { count: () => files.reduce((sum, written) => sum + resourcesIn(mainFile(written)), 0) };
}

/** 3 networks of 35, a security group of 1 and 2 rules, a role of 5, 29 node groups of 3. */
function stackOf200(app: App, environment: string): Stack {
  const stack = new Stack(app, { account, environment, name: 'large', region, stateBucket: `${environment}-state` });
  const networks = [10, 20, 30].map((second) => network(stack, `${environment}-${second}`, second));
  const { vpcId } = networks[0] ?? { vpcId: '' };
  const nodes = new SecurityGroup(stack, 'nodes', { displayName: 'nodes', name: `${environment}-nodes`, vpcId });
  new SecurityGroupRule(stack, 'nodes-to-nodes', {
    from: nodes,
    port: 'all',
    description: 'pods and kubelets',
    to: nodes,
  });
  const names = Array.from({ length: 29 }, (_, index) => `group-${index}`);
  const role = new InstanceRole(stack, 'node-role', {
    account,
    autoScalingGroups: names.map((name) => NodeGroup.physicalName({ clusterName: environment, name })),
    name: `${environment}-node`,
    region,
  });
  const image = new MachineImage(stack, 'image', { id: 'ami-0123456789abcdef0', kubernetesVersion: '1.33.4' });
  for (const [index, name] of names.entries()) {
    new NodeGroup(stack, `node-group-${name}`, {
      clusterName: environment,
      drainTimeout: '5m',
      image,
      instanceProfile: role.profileName,
      instanceType: 'm6i.xlarge',
      labels: { 'node.adamant.dev/group': name },
      maxSizePerZone: 3,
      minSizePerZone: 1,
      name,
      rootVolume: '60Gi',
      securityGroups: [nodes],
      subnets: networks[index % networks.length]?.subnets('private') ?? {},
      taints: { dedicated: `${name}:NoSchedule` },
    });
  }
  return stack;
}

function network(stack: Stack, name: string, second: number): Network {
  return new Network(stack, `network-${second}`, {
    cidr: `10.${second}.0.0/16`,
    clusterName: name,
    name,
    nat: 'per-zone',
    region,
    tiers: {
      data: { access: 'isolated', slot: 1 },
      private: { access: 'private', slot: 4, width: 4 },
      public: { access: 'public', slot: 0 },
    },
    zones: { a: { slot: 0 }, b: { slot: 1 }, c: { slot: 2 } },
  });
}

function mainFile(written: ReadonlyMap<string, string>): string {
  return written.get('main.tf.json') ?? '';
}

function resourcesIn(terraform: string): number {
  const { resource } = JSON.parse(terraform) as { readonly resource: Readonly<Record<string, object>> };
  return Object.values(resource).reduce((sum, ofOneType) => sum + Object.keys(ofOneType).length, 0);
}
