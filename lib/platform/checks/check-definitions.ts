import { App as Infrastructure } from 'cdktf';
import { App as Workloads } from 'cdk8s';
import { Stack } from '../../aws/stack/stack';
import { ApplicationLoadBalancer } from '../../aws/load-balancing/application-load-balancer';
import { SecurityGroup } from '../../aws/network/security-group';
import type { INetwork } from '../../aws/network/props';
import type { InfrastructureContract } from '../../core/contract';
import { collectDiagnostics, type Diagnostic } from '../../core/diagnostics';
import { type DeployedService, deployedServices } from '../definitions/deployed-services';
import type { PlatformTargets } from '../constructs/connectivity';
import { exposeServices } from '../constructs/expose-services';
import { longestIdleTimeout } from '../definitions/longest';
import { imageOwner, isTask, type ServiceSize } from '../definitions/service-definition';
import type { Service } from '../definitions/service-list';
import { ServicesChart } from '../constructs/services-chart';

/**
 * Mistakes in the definitions of services that no environment runs, so that they are reported at the review of a service and
 * not at its first release. The constructs of both halves are created in a sample environment, and discarded: a mistake has
 * the same id and source as in an environment.
 *
 * @param isDeployed true for services that an environment runs; their own constructs report their mistakes
 * @param targets targets of `connectsTo` that the platform adds
 */
export function checkDefinitions(
  services: readonly Service[],
  isDeployed: (service: Service) => boolean,
  targets: PlatformTargets = {},
): Diagnostic[] {
  const waiting = services.filter((service) => !isDeployed(service));
  if (waiting.length === 0) return [];
  // Conflicts are reported for the later service of the list.
  const all = [...services.filter(isDeployed), ...waiting];
  const deployed = sampleServices(all);
  const found = [...collectDiagnostics(sampleStack(deployed)), ...collectDiagnostics(sampleCharts(deployed, targets))];
  const files = waiting.map(({ location }) => location.file);
  return found.filter(({ source }) => files.some((file) => source.startsWith(`${file} `)));
}

const domain = 'example.com';
const zones = ['a', 'b', 'c'];
const image = { repository: 'example.com/image', digest: `sha256:${'0'.repeat(64)}` };
const size: ServiceSize = { cpu: '100m', maxReplicas: 4, memory: '128Mi', minReplicas: 2 };

function sampleServices(services: readonly Service[]): DeployedService[] {
  const names = services.map(({ definition }) => imageOwner(definition));
  const sizes = services.filter(({ definition }) => !isTask(definition) && !definition.size);
  const environment = {
    containerImages: Object.fromEntries(names.map((name) => [name, image])),
    domain,
    services: Object.fromEntries(sizes.map(({ definition }) => [definition.name, size])),
  };
  return services.flatMap((service) => deployedServices([service], environment, service.location));
}

function sampleCharts(services: readonly DeployedService[], targets: PlatformTargets): Workloads {
  const app = new Workloads();
  const nodeGroups = Object.fromEntries(
    services.map(({ definition }) => [definition.nodeGroup, { labels: {}, taints: {} }]),
  );
  const contract: InfrastructureContract = {
    apiServer: [],
    awsApiAddresses: [],
    database: { addresses: ['10.0.2.0/24'], host: 'primary', port: 5432, readerHost: 'reader' },
    internalAddresses: ['10.0.0.0/16'],
    nodeAddresses: ['10.0.0.0/24'],
    nodeGroups,
    podSubnets: { a: { cidr: '10.0.1.0/24' } },
  };
  for (const wave of ['migrations', 'workloads'] as const) {
    new ServicesChart(app, 'services', { contract, namespace: 'services', services, targets, wave });
  }
  return app;
}

function sampleStack(services: readonly DeployedService[]): Stack {
  const stack = new Stack(new Infrastructure(), {
    account: '000000000000',
    environment: 'services',
    localState: 'services.tfstate',
    name: 'services',
    region: 'eu-west-1',
  });
  const network: INetwork = {
    cidr: '10.0.0.0/16',
    vpcId: 'vpc',
    access: (tier) => (tier === 'public' ? 'public' : 'private'),
    subnets: () => Object.fromEntries(zones.map((zone) => [zone, { cidr: '10.0.0.0/24' as const, id: zone }])),
  };
  const nodes = new SecurityGroup(stack, 'nodes', { displayName: 'nodes', name: 'nodes', vpcId: network.vpcId });
  for (const scheme of ['internet-facing', 'internal'] as const) {
    const exposed = services.filter(({ exposure }) => exposure?.scheme === scheme);
    const loadBalancer = new ApplicationLoadBalancer(stack, scheme, {
      certificateDomain: scheme === 'internal' ? `internal.${domain}` : domain,
      deletionProtection: true,
      idleTimeout: longestIdleTimeout(exposed).duration,
      name: scheme,
      network,
      scheme,
      tier: scheme === 'internal' ? 'private' : 'public',
    });
    exposeServices(stack, { loadBalancer, nodeGroups: {}, nodes, services: exposed });
  }
  return stack;
}
