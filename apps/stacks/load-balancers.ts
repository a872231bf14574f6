import { AliasRecord, type AliasRecordProps } from '../../lib/aws/dns/alias-record';
import { Certificate, type CertificateProps } from '../../lib/aws/dns/certificate';
import { PrivateZone, type IPrivateZone } from '../../lib/aws/dns/private-zone';
import { type IPublicZone, PublicZone, type PublicZoneProps } from '../../lib/aws/dns/public-zone';
import { ApplicationLoadBalancer } from '../../lib/aws/load-balancing/application-load-balancer';
import type { ApplicationLoadBalancerProps } from '../../lib/aws/load-balancing/application-load-balancer-props';
import { existingWebAcl } from '../../lib/aws/load-balancing/web-acl';
import type { INetwork } from '../../lib/aws/network/props';
import type { Stack } from '../../lib/aws/stack/stack';
import { AccessLogs, type AccessLogsProps } from '../../lib/aws/storage/access-logs';
import type { IBucket } from '../../lib/aws/storage/bucket-props';
import { computed, type Sources, withSources } from '../../lib/core/diagnostics';
import type { SettingsLocation } from '../../lib/core/settings-location';
import { type Duration, maxDuration } from '../../lib/core/units';
import type { DeployedService } from '../../lib/platform/definitions/deployed-services';
import { resourceNames, serviceDomains } from '../../lib/platform/infrastructure/resource-names';
import { settingLocation } from '../../environments';
import type { Environment } from '../../environments/environment';

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
  withSources<PublicZoneProps>(publicZone, { name: settingLocation(environment, 'domain') });
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
  withSources<AccessLogsProps>(logs, {
    account: settingLocation(environment, 'account'),
    retention: settingLocation(environment, 'accessLogs', 'retention'),
    loadBalancers: computed,
    name: settingLocation(environment, 'name'),
    deletionProtection: settingLocation(environment, 'deletionProtection'),
    region: settingLocation(environment, 'region'),
    accessLogs: computed,
  });
  return logs;
}

function publicLoadBalancer(stack: Stack, context: LoadBalancerContext): ApplicationLoadBalancer {
  const { environment, network, publicZone } = context;
  const { webAcl } = environment.loadBalancer;
  const domain = serviceDomains(environment)['internet-facing'];
  const loadBalancer = new ApplicationLoadBalancer(stack, 'load-balancer', {
    accessLogs: context.accessLogs,
    certificate: certificate(stack, 'certificate', domain, context),
    deletionProtection: environment.deletionProtection,
    idleTimeout: idleTimeoutFor('internet-facing', context).idleTimeout,
    name: resourceNames(environment).loadBalancer,
    network,
    tier: 'public',
    ...(webAcl !== undefined && { webAcl: existingWebAcl(stack, 'web-acl', { name: webAcl }) }),
  });
  withSources<ApplicationLoadBalancerProps>(loadBalancer, loadBalancerSources('internet-facing', context));
  createAliasRecords(stack, 'internet-facing', loadBalancer, publicZone, context);
  return loadBalancer;
}

/**
 * The load balancer of operators inside the network. Its host names are in a zone that only the network resolves; its
 * certificate is a public one, and so is validated in the public zone.
 */
function internalLoadBalancer(stack: Stack, context: LoadBalancerContext): ApplicationLoadBalancer {
  const { environment, network } = context;
  const domain = serviceDomains(environment).internal;
  const zone = new PrivateZone(stack, 'internal-zone', { name: domain, vpcId: network.vpcId });
  withSources<PublicZoneProps>(zone, { name: settingLocation(environment, 'domain') });
  const loadBalancer = new ApplicationLoadBalancer(stack, 'internal-load-balancer', {
    accessLogs: context.accessLogs,
    certificate: certificate(stack, 'internal-certificate', domain, context),
    deletionProtection: environment.deletionProtection,
    scheme: 'internal',
    idleTimeout: idleTimeoutFor('internal', context).idleTimeout,
    name: resourceNames(environment).internalLoadBalancer,
    network,
    tier: 'private',
  });
  withSources<ApplicationLoadBalancerProps>(loadBalancer, loadBalancerSources('internal', context));
  createAliasRecords(stack, 'internal', loadBalancer, zone, context);
  return loadBalancer;
}

function certificate(
  stack: Stack,
  id: string,
  domain: string,
  { environment, publicZone: zone }: LoadBalancerContext,
): Certificate {
  const issued = new Certificate(stack, id, { domain, zone });
  withSources<CertificateProps>(issued, { domain: settingLocation(environment, 'domain'), zone: computed });
  return issued;
}

function loadBalancerSources(scheme: Scheme, context: LoadBalancerContext): Sources<ApplicationLoadBalancerProps> {
  const { environment } = context;
  return {
    accessLogs: computed,
    certificate: computed,
    certificateDomain: computed,
    deletionProtection: settingLocation(environment, 'deletionProtection'),
    scheme: computed,
    idleTimeout: idleTimeoutFor(scheme, context).location ?? computed,
    ipAddressType: computed,
    minTlsVersion: computed,
    desyncMitigationMode: computed,
    name: settingLocation(environment, 'name'),
    network: computed,
    tier: computed,
    webAcl: settingLocation(environment, 'loadBalancer', 'webAcl'),
  };
}

/** The longest `idleTimeout` of a load balancer's services, at least 60s, and the setting that it is copied from. */
function idleTimeoutFor(
  scheme: Scheme,
  { services }: Pick<LoadBalancerContext, 'services'>,
): { readonly idleTimeout: Duration; readonly location?: SettingsLocation } {
  const exposed = servicesOn(scheme, services);
  const idleTimeout = maxDuration(['60s', ...exposed.flatMap(({ exposure }) => exposure?.idleTimeout ?? [])]);
  const slowest = exposed.find(({ exposure }) => exposure?.idleTimeout === idleTimeout);
  const setting = scheme === 'internal' ? 'internalAddress' : 'publicAddress';
  return { idleTimeout, ...(slowest && { location: slowest.settingLocation(setting, 'idleTimeout') }) };
}

/** One DNS record for every host name of a load balancer's services. */
function createAliasRecords(
  stack: Stack,
  scheme: Scheme,
  target: ApplicationLoadBalancer,
  zone: IPublicZone | IPrivateZone,
  { services }: LoadBalancerContext,
): void {
  const prefix = scheme === 'internet-facing' ? 'name' : 'internal-name';
  const created = new Set<string>();
  for (const { exposure, exposureSources } of servicesOn(scheme, services)) {
    if (!exposure || !exposureSources || created.has(exposure.host)) continue;
    const { host } = exposure;
    created.add(host);
    const record = new AliasRecord(stack, `${prefix}-${AliasRecord.constructId(host, zone.name)}`, {
      host,
      target,
      zone,
    });
    withSources<AliasRecordProps>(record, { host: exposureSources.host, target: computed, zone: computed });
  }
}
