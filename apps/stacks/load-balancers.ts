import { AccessLogs } from '../../lib/aws/storage/access-logs';
import { AliasRecord } from '../../lib/aws/dns/alias-record';
import type { IBucket } from '../../lib/aws/storage/bucket-props';
import { Certificate } from '../../lib/aws/dns/certificate';
import { ExposedService } from '../../lib/aws/load-balancing/exposed-service';
import { type VariantProps } from '../../lib/aws/load-balancing/exposed-service-props';
import { ApplicationLoadBalancer } from '../../lib/aws/load-balancing/application-load-balancer';
import type { INetwork } from '../../lib/aws/network/props';
import type { NodeGroup } from '../../lib/aws/compute/node-group';
import { type IPrivateZone, PrivateZone } from '../../lib/aws/dns/private-zone';
import { type IPublicZone, PublicZone } from '../../lib/aws/dns/public-zone';
import type { SecurityGroup } from '../../lib/aws/network/security-group';
import type { Stack } from '../../lib/aws/stack/stack';
import { existingWebAcl } from '../../lib/aws/load-balancing/web-acl';
import { sortedEntries } from '../../lib/core/canonical';
import type { Exposure } from '../../lib/core/contract';
import { withSource } from '../../lib/core/diagnostics';
import { type Duration, longest } from '../../lib/core/units';
import { settingSource } from '../../environments';
import type { Environment } from '../../environments/environment';
import { services } from '../services';
import { exposureFor, exposures } from '../../lib/platform/exposures';
import { objectName } from '../../lib/kubernetes/workloads/workload';
import { isReleased, variantsOfService } from '../../lib/platform/variants';
import type { ServiceDefinition, WebServiceDefinition } from '../../lib/platform/service-definition';
import { serviceDomains, resourceNames } from '../../lib/platform/contract';

/** The ways in: one for everybody, and one for the network where a service asks for it. */
export interface LoadBalancers {
  readonly 'internet-facing': ApplicationLoadBalancer;
  readonly 'internal'?: ApplicationLoadBalancer;
}

/** The load balancers with their names and certificates. */
export function loadBalancers(stack: Stack, environment: Environment, network: INetwork): LoadBalancers {
  const publicZone = new PublicZone(stack, 'public-zone', { name: environment.domain });
  withSource(publicZone, () => settingSource(environment)('domain'));
  const asked = exposuresByScheme(environment, 'internal').length > 0;
  const logs = accessLogs(stack, environment, asked);
  const place: LoadBalancerContext = { environment, logs, network, publicZone };
  return {
    'internet-facing': publicLoadBalancer(stack, place),
    ...(asked && { internal: internalLoadBalancer(stack, place) }),
  };
}

/** What the ways in lead through. */
export interface ExposedServicesProps {
  readonly balancers: LoadBalancers;
  readonly environment: Environment;
  /** The machines, by the name of their group. */
  readonly groups: Readonly<Record<string, NodeGroup>>;
  readonly nodes: SecurityGroup;
}

/** The way from a load balancer to each exposed service. */
export function exposedServices(stack: Stack, inside: ExposedServicesProps): void {
  const { balancers, environment } = inside;
  for (const service of services.filter(isReleased(environment))) {
    const exposure = exposureFor(service, environment);
    const loadBalancer = balancers[exposure?.scheme ?? 'internet-facing'];
    if (service.kind === 'web-service' && exposure && loadBalancer)
      createExposedService(stack, inside, service, exposure, loadBalancer);
  }
}

/** Where load balancers stand, and what they share. */
interface LoadBalancerContext {
  readonly environment: Environment;
  readonly logs: IBucket;
  readonly network: INetwork;
  /** The zone that certificates are proved in. */
  readonly publicZone: IPublicZone;
}

type Facing = NonNullable<Exposure['scheme']>;

function exposuresByScheme(environment: Environment, whom: Facing): Exposure[] {
  return exposures(environment).filter((exposure) => exposure.scheme === whom);
}

function accessLogs(stack: Stack, environment: Environment, internal: boolean): AccessLogs {
  const { account, accessLogs: settings, protection, region } = environment;
  const { accessLogs: bucket, internalLoadBalancer, loadBalancer } = resourceNames(environment);
  return new AccessLogs(stack, 'access-logs', {
    account,
    retention: settings.retention,
    loadBalancers: {
      [loadBalancer]: 'application',
      ...(internal && { [internalLoadBalancer]: 'application' as const }),
    },
    name: bucket,
    deletionProtection: protection.stateful,
    region,
  });
}

function publicLoadBalancer(
  stack: Stack,
  { environment, logs, network, publicZone }: LoadBalancerContext,
): ApplicationLoadBalancer {
  const { webAcl } = environment.loadBalancer;
  const loadBalancer = new ApplicationLoadBalancer(stack, 'load-balancer', {
    accessLogs: logs,
    certificate: new Certificate(stack, 'certificate', {
      domain: serviceDomains(environment)['internet-facing'],
      zone: publicZone,
    }),
    deletionProtection: environment.protection.stateful,
    idleTimeout: idleTimeoutFor(environment, 'internet-facing'),
    name: resourceNames(environment).loadBalancer,
    network,
    tier: 'public',
    ...(webAcl !== undefined && { webAcl: existingWebAcl(stack, 'web-acl', { name: webAcl }) }),
  });
  createAliasRecords(stack, environment, 'internet-facing', loadBalancer, publicZone);
  return loadBalancer;
}

/**
 * Where people who operate the platform come in from within the network. Its names are in a zone that only the network sees; its
 * certificate is one that browsers know, and so is proved in the public zone.
 */
function internalLoadBalancer(
  stack: Stack,
  { environment, logs, network, publicZone }: LoadBalancerContext,
): ApplicationLoadBalancer {
  const domain = serviceDomains(environment).internal;
  const zone = new PrivateZone(stack, 'internal-zone', { name: domain, vpcId: network.vpcId });
  const loadBalancer = new ApplicationLoadBalancer(stack, 'internal-load-balancer', {
    accessLogs: logs,
    certificate: new Certificate(stack, 'internal-certificate', { domain, zone: publicZone }),
    deletionProtection: environment.protection.stateful,
    scheme: 'internal',
    idleTimeout: idleTimeoutFor(environment, 'internal'),
    name: resourceNames(environment).internalLoadBalancer,
    network,
    tier: 'private',
  });
  createAliasRecords(stack, environment, 'internal', loadBalancer, zone);
  return loadBalancer;
}

/** A load balancer waits for silent connections as the most patient of its services does. */
function idleTimeoutFor(environment: Environment, whom: Facing): Duration {
  return longest(['60s', ...exposuresByScheme(environment, whom).flatMap(({ idleTimeout }) => idleTimeout ?? [])]);
}

/** A name for every host of the services behind a load balancer. */
function createAliasRecords(
  stack: Stack,
  environment: Environment,
  whom: Facing,
  target: ApplicationLoadBalancer,
  zone: IPublicZone | IPrivateZone,
): void {
  const prefix = whom === 'internet-facing' ? 'name' : 'internal-name';
  for (const host of new Set(exposuresByScheme(environment, whom).map((exposure) => exposure.host))) {
    new AliasRecord(stack, `${prefix}-${AliasRecord.constructId(host, zone.name)}`, { host, target, zone });
  }
}

function createExposedService(
  stack: Stack,
  { environment, groups, nodes }: ExposedServicesProps,
  service: WebServiceDefinition,
  exposure: Exposure,
  loadBalancer: ApplicationLoadBalancer,
): void {
  const name = objectName(service);
  const variants = variantWeights(service, environment);
  const given = Object.values(variants).reduce((sum, { weight }) => sum + weight, 0);
  // The machines that a service runs on take its requests. A group that there is not has been reported.
  const group = groups[service.nodeGroup];
  const construct = new ExposedService(stack, `service-${name}`, {
    drainTimeout: service.drainTimeout,
    exposure,
    healthPath: service.readinessPath,
    loadBalancer,
    nodeGroups: group ? { [service.nodeGroup]: group } : {},
    nodes,
    serviceName: name,
    variants,
    weight: Math.max(0, 100 - given),
  });
  withSource(construct, (setting) => writtenAt(service, setting, environment));
}

/** The variants beside a service, as its load balancer needs them. */
function variantWeights(service: ServiceDefinition, environment: Environment): Readonly<Record<string, VariantProps>> {
  return Object.fromEntries(
    sortedEntries(variantsOfService(service, environment)).flatMap(([name, { weight, workload }]) => {
      const exposure = exposureFor(workload, environment);
      if (!exposure) return [];
      const { drainTimeout, readinessPath: healthPath } = workload;
      return [[name, { drainTimeout, healthPath, nodePort: exposure.nodePort, weight }] as const];
    }),
  );
}

function writtenAt(service: ServiceDefinition, setting: string, environment: Environment): string {
  if (/^variants\..*\.weight$/.test(setting)) return settingSource(environment)(`services.${service.name}.${setting}`);
  const address = service.kind === 'web-service' && service.publicAddress ? 'publicAddress' : 'internalAddress';
  // What the load balancer asks is what the kubelet asks.
  if (setting === 'healthCheck.path') return `apps/services/${service.name}.ts → readinessPath`;
  const own = /^(?:idleTimeout|nodePort|paths|priority)/.test(setting) ? `${address}.${setting}` : setting;
  return `apps/services/${service.name}.ts → ${own}`;
}
