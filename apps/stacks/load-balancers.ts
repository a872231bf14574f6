import { Certificate } from '../../lib/aws/dns/certificate';
import { PrivateZone } from '../../lib/aws/dns/private-zone';
import { type IPublicZone, PublicZone } from '../../lib/aws/dns/public-zone';
import { ApplicationLoadBalancer } from '../../lib/aws/load-balancing/application-load-balancer';
import { existingWebAcl } from '../../lib/aws/load-balancing/web-acl';
import type { INetwork } from '../../lib/aws/network/props';
import type { Stack } from '../../lib/aws/stack/stack';
import { AccessLogs } from '../../lib/aws/storage/access-logs';
import type { IBucket } from '../../lib/aws/storage/bucket-props';
import { computed, computedProps, withSources } from '../../lib/core/diagnostics';
import type { DeployedService } from '../../lib/platform/definitions/deployed-services';
import { longestIdleTimeout } from '../../lib/platform/definitions/longest';
import { resourceNames, serviceDomains } from '../../lib/platform/infrastructure/resource-names';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { createAliasRecords } from './dns-records';

/** The schemes of load balancers. */
export const schemes = ['internet-facing', 'internal'] as const;

type Scheme = (typeof schemes)[number];

/** The load balancers of an environment. The internal one exists if a service has an internal address. */
export interface LoadBalancers {
  readonly 'internet-facing': ApplicationLoadBalancer;
  readonly 'internal'?: ApplicationLoadBalancer;
}

export interface LoadBalancersProps {
  readonly environment: Environment;
  readonly network: INetwork;
  readonly services: readonly DeployedService[];
}

/** The load balancers of an environment, with their certificates, access logs and DNS records. */
export function loadBalancers(stack: Stack, props: LoadBalancersProps): LoadBalancers {
  const { environment, services } = props;
  const publicZone = new PublicZone(stack, 'public-zone', { name: environment.domain });
  withSources(PublicZone, publicZone, { name: settingsLocation(environment).at('domain') });
  const hasInternal = servicesOn('internal', services).length > 0;
  const context = { ...props, accessLogs: accessLogs(stack, environment, hasInternal), publicZone };
  return {
    'internet-facing': publicLoadBalancer(stack, context),
    ...(hasInternal && { internal: internalLoadBalancer(stack, context) }),
  };
}

/** Services exposed by a load balancer of this scheme. */
export function servicesOn(scheme: Scheme, services: readonly DeployedService[]): DeployedService[] {
  return services.filter(({ exposure }) => exposure?.scheme === scheme);
}

/** Resources that all load balancers share. */
interface LoadBalancerContext extends LoadBalancersProps {
  readonly accessLogs: IBucket;
  /** The zone of the records that validate certificates. */
  readonly publicZone: IPublicZone;
}

function accessLogs(stack: Stack, environment: Environment, hasInternal: boolean): AccessLogs {
  const { account, accessLogs: settings, deletionProtection, region } = environment;
  const names = resourceNames(environment);
  const logs = new AccessLogs(stack, 'access-logs', {
    account,
    retention: settings.retention,
    loadBalancers: {
      [names.loadBalancer]: 'application',
      ...(hasInternal && { [names.internalLoadBalancer]: 'application' as const }),
    },
    name: names.accessLogs,
    deletionProtection,
    region,
  });
  const locations = settingsLocation(environment);
  withSources(AccessLogs, logs, {
    ...locations.pick('name', 'account', 'deletionProtection', 'region'),
    ...locations.at('accessLogs').pick('retention'),
    ...computedProps('accessLogs', 'loadBalancers'),
  });
  return logs;
}

function publicLoadBalancer(stack: Stack, context: LoadBalancerContext): ApplicationLoadBalancer {
  const { environment, network, publicZone, services } = context;
  const { allowedRanges, webAcl } = environment.loadBalancer;
  const exposed = servicesOn('internet-facing', services);
  const loadBalancer = new ApplicationLoadBalancer(stack, 'load-balancer', {
    accessLogs: context.accessLogs,
    ...(allowedRanges && { allowedRanges }),
    certificate: certificate(stack, 'certificate', serviceDomains(environment)['internet-facing'], context),
    deletionProtection: environment.deletionProtection,
    idleTimeout: longestIdleTimeout(exposed).duration,
    name: resourceNames(environment).loadBalancer,
    network,
    tier: 'public',
    ...(webAcl !== undefined && { webAcl: existingWebAcl(stack, 'web-acl', { name: webAcl }) }),
  });
  recordSources(loadBalancer, environment, exposed);
  createAliasRecords(stack, { prefix: 'name', services: exposed, target: loadBalancer, zone: publicZone });
  return loadBalancer;
}

/**
 * The internal load balancer. Its host names are in a zone that only the network resolves; its certificate is a public one,
 * and so is validated in the public zone.
 */
function internalLoadBalancer(stack: Stack, context: LoadBalancerContext): ApplicationLoadBalancer {
  const { environment, network, services } = context;
  const domain = serviceDomains(environment).internal;
  const exposed = servicesOn('internal', services);
  const zone = new PrivateZone(stack, 'internal-zone', { name: domain, vpcId: network.vpcId });
  withSources(PrivateZone, zone, {
    name: settingsLocation(environment).at('domain'),
    ...computedProps('deletionProtection', 'vpcId'),
  });
  const loadBalancer = new ApplicationLoadBalancer(stack, 'internal-load-balancer', {
    accessLogs: context.accessLogs,
    certificate: certificate(stack, 'internal-certificate', domain, context),
    deletionProtection: environment.deletionProtection,
    scheme: 'internal',
    idleTimeout: longestIdleTimeout(exposed).duration,
    name: resourceNames(environment).internalLoadBalancer,
    network,
    tier: 'private',
  });
  recordSources(loadBalancer, environment, exposed);
  createAliasRecords(stack, { prefix: 'internal-name', services: exposed, target: loadBalancer, zone });
  return loadBalancer;
}

function certificate(
  stack: Stack,
  id: string,
  domain: string,
  { environment, publicZone: zone }: LoadBalancerContext,
): Certificate {
  const issued = new Certificate(stack, id, { domain, zone });
  withSources(Certificate, issued, { ...settingsLocation(environment).pick('domain'), zone: computed });
  return issued;
}

function recordSources(
  loadBalancer: ApplicationLoadBalancer,
  environment: Environment,
  services: readonly DeployedService[],
): void {
  const settings = settingsLocation(environment);
  withSources(ApplicationLoadBalancer, loadBalancer, {
    ...settings.pick('name', 'deletionProtection'),
    ...settings.at('loadBalancer').pick('allowedRanges', 'webAcl'),
    idleTimeout: longestIdleTimeout(services).location ?? computed,
    ...computedProps('accessLogs', 'additionalCertificates', 'certificate', 'certificateDomain'),
    ...computedProps('desyncMitigationMode', 'ipAddressType', 'minTlsVersion', 'network', 'scheme'),
    // Its subnets are in the zones of the network.
    tier: settings.at('network').at('zones'),
  });
}
