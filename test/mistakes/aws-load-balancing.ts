import { Construct } from 'constructs';
import { ApplicationLoadBalancer } from '../../lib/aws/load-balancing/application-load-balancer';
import type { ApplicationLoadBalancerProps } from '../../lib/aws/load-balancing/application-load-balancer-props';
import { ErrorRateAlarm } from '../../lib/aws/load-balancing/error-rate-alarm';
import { ExposedService } from '../../lib/aws/load-balancing/exposed-service';
import type { ExposedServiceProps, VariantProps } from '../../lib/aws/load-balancing/exposed-service-props';
import { HealthCheck, type HealthCheckTiming } from '../../lib/aws/load-balancing/health-check';
import { NetworkLoadBalancer } from '../../lib/aws/load-balancing/network-load-balancer';
import {
  ListenerProtocol,
  type NetworkListenerProps,
  type NetworkLoadBalancerProps,
} from '../../lib/aws/load-balancing/network-load-balancer-props';
import { TargetAttachment } from '../../lib/aws/load-balancing/target-attachment';
import { TargetGroup, type TargetGroupProps } from '../../lib/aws/load-balancing/target-group';
import { Network } from '../../lib/aws/network/network';
import type { INetwork } from '../../lib/aws/network/props';
import { type Exposure, grpcHealthMethod } from '../../lib/core/contract';
import { inStack, type Mistake } from '../support/mistakes';
import { loadBalancer, networkProps } from '../support/terraform';

const certificate = { certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/1', domain: 'lab.imp.example' };
const nodes = { displayName: 'nodes', groupId: 'sg-nodes' };

function application(title: string, id: string, prop: string, mistaken: object, corrected: object): Mistake {
  const balancer = (props: Partial<ApplicationLoadBalancerProps>) =>
    inStack(
      (stack) =>
        new ApplicationLoadBalancer(stack, 'load-balancer', {
          deletionProtection: true,
          name: 'lab-public',
          network: Network.existing(stack, 'network', { ...networkProps, tiersInUse: ['private', 'public'] }),
          tier: 'public',
          ...props,
        }),
    );
  return {
    title: `application load balancer: ${title}`,
    id,
    source: `ApplicationLoadBalancer: ${prop}`,
    mistaken: balancer({ certificate, ...mistaken }),
    corrected: balancer({ certificate, ...corrected }),
  };
}

const office = { office: '203.0.113.0/24' } as const;
const officeIpv6 = { officeIpv6: '2001:db8:1::/48' } as const;

/** A network whose tiers have IPv6. The access of its tiers is undefined, so that the scheme may change. */
const ipv6Network = (): INetwork => ({
  access: () => undefined,
  cidr: '10.10.0.0/16',
  ipv6Cidr: '2001:db8::/56',
  subnets: () => ({
    a: { cidr: '10.10.0.0/24', hasIpv6: true, id: 'subnet-a' },
    b: { cidr: '10.10.1.0/24', hasIpv6: true, id: 'subnet-b' },
  }),
  vpcId: 'vpc-1',
});

const ranges = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`r${index}`, `203.0.113.${index}/32` as const]));

const certificates = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`c${index}`, { ...certificate, certificateArn: `arn:${index}` }]),
  );

const twoBalancers = (secondName: string) =>
  inStack((stack) => {
    const network = Network.existing(stack, 'network', { ...networkProps, tiersInUse: ['public'] });
    for (const [id, name] of Object.entries({ first: 'lab-public', second: secondName })) {
      new ApplicationLoadBalancer(stack, id, { certificate, deletionProtection: true, name, network, tier: 'public' });
    }
  });

const applicationLoadBalancers: readonly Mistake[] = [
  application(
    'name that AWS would cut',
    'resource-name-length',
    'name',
    { name: 'a'.repeat(33) },
    { name: 'a'.repeat(32) },
  ),
  application(
    'two certificates',
    'load-balancer-certificate',
    'certificate',
    { certificateDomain: 'lab.imp.example' },
    {},
  ),
  application('no certificate', 'load-balancer-certificate', 'certificate', { certificate: undefined }, {}),
  application(
    'idleTimeout above 4000s',
    'load-balancer-idle-timeout',
    'idleTimeout',
    { idleTimeout: '2h' },
    { idleTimeout: '4000s' },
  ),
  application(
    'idleTimeout of 0s',
    'load-balancer-idle-timeout',
    'idleTimeout',
    { idleTimeout: '0s' },
    { idleTimeout: '1s' },
  ),
  application(
    'internet-facing in a private tier',
    'load-balancer-scheme',
    'tier',
    { tier: 'private' },
    { tier: 'public' },
  ),
  application(
    'internal in a public tier',
    'load-balancer-scheme',
    'tier',
    { scheme: 'internal' },
    { scheme: 'internal', tier: 'private' },
  ),
  application(
    'dualstack in a tier without IPv6',
    'load-balancer-ipv6',
    'ipAddressType',
    { ipAddressType: 'dualstack' },
    { ipAddressType: 'dualstack', network: ipv6Network() },
  ),
  application(
    'internal dualstack in a network whose IPv6 block is unknown',
    'load-balancer-ipv6',
    'ipAddressType',
    { ipAddressType: 'dualstack', network: { ...ipv6Network(), ipv6Cidr: undefined }, scheme: 'internal' },
    { ipAddressType: 'dualstack', network: ipv6Network(), scheme: 'internal' },
  ),
  application(
    'no allowed range',
    'load-balancer-allowed-ranges',
    'allowedRanges',
    { allowedRanges: {} },
    { allowedRanges: office },
  ),
  application(
    'allowed range twice',
    'load-balancer-allowed-ranges',
    'allowedRanges.other',
    { allowedRanges: { ...office, other: office.office } },
    { allowedRanges: { ...office, other: '198.51.100.0/24' } },
  ),
  application(
    'allowed range of everything',
    'cidr-size',
    'allowedRanges.all',
    { allowedRanges: { all: '0.0.0.0/0' } },
    {},
  ),
  application(
    'allowed range with host bits',
    'cidr',
    'allowedRanges.office',
    { allowedRanges: { office: '203.0.113.1/24' } },
    { allowedRanges: { office: '203.0.113.1/32' } },
  ),
  application(
    'dualstack with allowed ranges of IPv4 only',
    'load-balancer-allowed-ranges',
    'allowedRanges',
    { allowedRanges: office, ipAddressType: 'dualstack', network: ipv6Network() },
    { allowedRanges: { ...office, ...officeIpv6 }, ipAddressType: 'dualstack', network: ipv6Network() },
  ),
  application(
    'allowed IPv6 range without IPv6',
    'load-balancer-allowed-ranges',
    'allowedRanges',
    { allowedRanges: { ...office, ...officeIpv6 } },
    { allowedRanges: office },
  ),
  application(
    'allowed IPv6 range in a long form',
    'cidr',
    'allowedRanges.long',
    {
      allowedRanges: { ...office, long: '2001:DB8:0::/48' },
      ipAddressType: 'dualstack',
      network: ipv6Network(),
    },
    {
      allowedRanges: { ...office, long: '2001:db8::/48' },
      ipAddressType: 'dualstack',
      network: ipv6Network(),
    },
  ),
  application(
    '31 allowed ranges',
    'load-balancer-allowed-ranges',
    'allowedRanges',
    { allowedRanges: ranges(31) },
    { allowedRanges: ranges(30) },
  ),
  application(
    '26 additional certificates',
    'load-balancer-certificate-quota',
    'additionalCertificates',
    { additionalCertificates: certificates(26) },
    { additionalCertificates: certificates(25) },
  ),
  application(
    'default certificate as an additional one',
    'load-balancer-certificate',
    'additionalCertificates.shop',
    { additionalCertificates: { shop: certificate } },
    { additionalCertificates: certificates(1) },
  ),
  application(
    'additional certificate twice',
    'load-balancer-certificate',
    'additionalCertificates.shop',
    { additionalCertificates: { a: certificates(1)['c0'], shop: certificates(1)['c0'] } },
    { additionalCertificates: certificates(2) },
  ),
  {
    title: 'application load balancer: name twice',
    id: 'load-balancer-name',
    source: 'ApplicationLoadBalancer: name',
    mistaken: twoBalancers('lab-public'),
    corrected: twoBalancers('lab-other'),
  },
  application('tier without subnets', 'load-balancer-zones', 'tier', { tier: 'open' }, {}),
];

const general = (maxSize: number) => ({ general: { groupNames: { a: 'lab-general-a-1' }, maxSize } });

const tcp: NetworkListenerProps = {
  deregistrationDelay: '30s',
  healthCheck: HealthCheck.https({ path: '/readyz' }),
  protocol: ListenerProtocol.tcp(6443),
  targetPort: 6443,
};

const connections = (props: Partial<NetworkLoadBalancerProps>) =>
  inStack(
    (stack) =>
      new NetworkLoadBalancer(stack, 'load-balancer', {
        deletionProtection: true,
        listeners: { kube: tcp },
        name: 'lab-api',
        network: Network.existing(stack, 'network', { ...networkProps, tiersInUse: ['private'] }),
        scheme: 'internal',
        securityGroups: [nodes],
        tier: 'private',
        ...props,
      }),
  );

const network = (
  title: string,
  id: string,
  prop: string,
  mistaken: Partial<NetworkLoadBalancerProps>,
  corrected: Partial<NetworkLoadBalancerProps>,
): Mistake => ({
  title: `network load balancer: ${title}`,
  id,
  source: `NetworkLoadBalancer: ${prop}`,
  mistaken: connections(mistaken),
  corrected: connections(corrected),
});

const kube = (props: Partial<NetworkListenerProps>): Partial<NetworkLoadBalancerProps> => ({
  listeners: { kube: { ...tcp, ...props } },
});

const logs = { bucketName: 'imp-lab-access-logs' };
const tls = ListenerProtocol.tls(443, certificate);

const networkLoadBalancers: readonly Mistake[] = [
  network('no security group', 'network-load-balancer-security-groups', 'securityGroups', { securityGroups: [] }, {}),
  network(
    'name that AWS would cut',
    'resource-name-length',
    'name',
    { name: 'a'.repeat(33) },
    { name: 'a'.repeat(32) },
  ),
  network(
    'node groups without their security group',
    'network-load-balancer-nodes',
    'nodes',
    kube({ nodeGroups: general(3) }),
    { ...kube({ nodeGroups: general(3) }), nodes },
  ),
  network(
    '26 additional certificates of a listener',
    'load-balancer-certificate-quota',
    'listeners.kube.protocol',
    kube({ protocol: ListenerProtocol.tls(443, certificate, certificates(26)) }),
    kube({ protocol: ListenerProtocol.tls(443, certificate, certificates(25)) }),
  ),
  network(
    'access logs without a TLS listener',
    'network-load-balancer-logs',
    'accessLogs',
    { accessLogs: logs },
    { accessLogs: logs, ...kube({ protocol: tls }) },
  ),
  network(
    'two listeners on one port',
    'listener-port',
    'listeners.other.protocol',
    { listeners: { kube: tcp, other: tcp } },
    { listeners: { kube: tcp, other: { ...tcp, protocol: ListenerProtocol.tcp(8443) } } },
  ),
  network(
    'port above 65535',
    'listener-port',
    'listeners.kube.protocol',
    kube({ protocol: ListenerProtocol.tcp(65_536) }),
    kube({ protocol: ListenerProtocol.tcp(65_535) }),
  ),
  network(
    'TLS targets of a TCP listener',
    'listener-protocol',
    'listeners.kube.targetProtocol',
    kube({ targetProtocol: 'TLS' }),
    kube({ protocol: tls, targetProtocol: 'TLS' }),
  ),
  network(
    'client addresses behind an internal one',
    'load-balancer-hairpin',
    'listeners.kube.preserveClientIp',
    kube({ preserveClientIp: true }),
    { scheme: 'internet-facing', ...kube({ preserveClientIp: true }) },
  ),
  network(
    'client addresses of instances',
    'load-balancer-hairpin',
    'listeners.kube.preserveClientIp',
    kube({ preserveClientIp: true }),
    kube({ preserveClientIp: true, targetType: 'ip' }),
  ),
  network(
    'deregistration delay of a listener above an hour',
    'target-group-delay',
    'listeners.kube.deregistrationDelay',
    kube({ deregistrationDelay: '2h' }),
    kube({ deregistrationDelay: '1h' }),
  ),
  network(
    'target port of a listener out of range',
    'target-group-port',
    'listeners.kube.targetPort',
    kube({ targetPort: 0 }),
    kube({ targetPort: 1 }),
  ),
];

const targets = (props: Partial<TargetGroupProps>) => (scope: Construct) =>
  new TargetGroup(scope, 'target-group', {
    deregistrationDelay: '60s',
    healthCheck: HealthCheck.http({ path: '/ready' }),
    name: 'lab-public-api',
    port: 30_081,
    protocol: 'HTTP',
    vpcId: 'vpc-1',
    ...props,
  });

const targetGroup = (
  title: string,
  id: string,
  prop: string,
  mistaken: Partial<TargetGroupProps>,
  corrected: Partial<TargetGroupProps>,
): Mistake => ({
  title,
  id,
  source: `TargetGroup: ${prop}`,
  mistaken: inStack(targets(mistaken)),
  corrected: inStack(targets(corrected)),
});

const timing = (prop: string, mistaken: HealthCheckTiming, corrected: HealthCheckTiming): Mistake =>
  targetGroup(
    `health check: ${prop} ${JSON.stringify(mistaken)}`,
    'health-check-timing',
    `healthCheck.${prop}`,
    { healthCheck: HealthCheck.http({ path: '/', ...mistaken }) },
    { healthCheck: HealthCheck.http({ path: '/', ...corrected }) },
  );

const attached = (count: number) =>
  inStack((stack) => {
    const group = { groupNames: { a: 'lab-general-a-1' }, maxSize: 3 };
    const to = targets({})(stack);
    for (let index = 0; index < count; index += 1)
      new TargetAttachment(stack, `attachment-${index}`, { group, name: 'general', targetGroup: to });
  });

const twoGroups = (port: number) =>
  inStack((stack) => {
    targets({})(stack);
    targets({ port })(new Construct(stack, 'other'));
  });

const targetGroups: readonly Mistake[] = [
  targetGroup('target group: port 0', 'target-group-port', 'port', { port: 0 }, { port: 1 }),
  targetGroup('target group: port 65536', 'target-group-port', 'port', { port: 65_536 }, { port: 65_535 }),
  targetGroup(
    'target group: deregistration delay above an hour',
    'target-group-delay',
    'deregistrationDelay',
    { deregistrationDelay: '2h' },
    { deregistrationDelay: '1h' },
  ),
  targetGroup(
    'target group: deregistration delay without a unit',
    'target-group-delay',
    'deregistrationDelay',
    { deregistrationDelay: '30' as '30s' },
    { deregistrationDelay: '0s' },
  ),
  targetGroup(
    'target group: name with an underscore',
    'resource-name',
    'name',
    { name: 'lab_api' },
    { name: 'lab-api' },
  ),
  targetGroup(
    'target group: TCP health check of HTTP targets',
    'target-group-protocol',
    'healthCheck',
    { healthCheck: HealthCheck.tcp() },
    { healthCheck: HealthCheck.tcp(), protocol: 'TCP' },
  ),
  targetGroup(
    'target group: gRPC health check of HTTP targets',
    'target-group-protocol',
    'healthCheck',
    { healthCheck: HealthCheck.grpc() },
    { healthCheck: HealthCheck.grpc(), version: 'GRPC' },
  ),
  targetGroup(
    'target group: client addresses for HTTP targets',
    'target-group-protocol',
    'preserveClientIp',
    { preserveClientIp: true },
    {},
  ),
  targetGroup(
    'target group: HTTP version of TCP targets',
    'target-group-protocol',
    'version',
    { healthCheck: HealthCheck.tcp(), protocol: 'TCP', version: 'HTTP2' },
    { healthCheck: HealthCheck.tcp(), protocol: 'TCP' },
  ),
  targetGroup(
    'health check: path without a slash',
    'absolute-path',
    'healthCheck.path',
    { healthCheck: HealthCheck.http({ path: 'ready' }) },
    { healthCheck: HealthCheck.http({ path: '/ready' }) },
  ),
  targetGroup(
    'health check: port 0',
    'health-check-port',
    'healthCheck.port',
    { healthCheck: HealthCheck.http({ path: '/', port: 0 }) },
    { healthCheck: HealthCheck.http({ path: '/', port: 8081 }) },
  ),
  targetGroup(
    'health check: matcher that is no gRPC status',
    'health-check-matcher',
    'healthCheck.matcher',
    { healthCheck: HealthCheck.grpc({ matcher: '100' }), version: 'GRPC' },
    { healthCheck: HealthCheck.grpc({ matcher: '0-99' }), version: 'GRPC' },
  ),
  targetGroup(
    'health check: matcher that is no HTTP status',
    'health-check-matcher',
    'healthCheck.matcher',
    { healthCheck: HealthCheck.http({ matcher: '2xx', path: '/' }) },
    { healthCheck: HealthCheck.http({ matcher: '200-299', path: '/' }) },
  ),
  targetGroup(
    'health check: matcher of a server error for HTTP targets',
    'health-check-matcher',
    'healthCheck.matcher',
    { healthCheck: HealthCheck.http({ matcher: '200-599', path: '/' }) },
    { healthCheck: HealthCheck.http({ matcher: '200-499', path: '/' }) },
  ),
  targetGroup(
    'health check: matcher above 599 for TCP targets',
    'health-check-matcher',
    'healthCheck.matcher',
    { healthCheck: HealthCheck.http({ matcher: '200-600', path: '/' }), protocol: 'TCP' },
    { healthCheck: HealthCheck.http({ matcher: '200-599', path: '/' }), protocol: 'TCP' },
  ),
  targetGroup(
    'health check: descending matcher',
    'health-check-matcher',
    'healthCheck.matcher',
    { healthCheck: HealthCheck.http({ matcher: '299-200', path: '/' }) },
    { healthCheck: HealthCheck.http({ matcher: '299,200', path: '/' }) },
  ),
  targetGroup(
    'health check: path with a space',
    'health-check-path',
    'healthCheck.path',
    { healthCheck: HealthCheck.http({ path: '/health check' }) },
    { healthCheck: HealthCheck.http({ path: '/health%20check' }) },
  ),
  targetGroup(
    'health check: path above 1024 characters',
    'health-check-path',
    'healthCheck.path',
    { healthCheck: HealthCheck.http({ path: `/${'a'.repeat(1024)}` }) },
    { healthCheck: HealthCheck.http({ path: `/${'a'.repeat(1023)}` }) },
  ),
  {
    title: 'target group: name and port twice',
    id: 'target-group-name',
    source: 'TargetGroup: name',
    mistaken: twoGroups(30_081),
    corrected: twoGroups(30_082),
  },
  timing('interval', { interval: '301s' }, { interval: '300s' }),
  timing('timeout', { timeout: '1s' }, { timeout: '2s' }),
  timing('timeout', { timeout: '10s' }, { timeout: '9s' }),
  timing('healthyThreshold', { healthyThreshold: 1 }, { healthyThreshold: 2 }),
  timing('unhealthyThreshold', { unhealthyThreshold: 11 }, { unhealthyThreshold: 10 }),
  {
    title: 'target attachment: 51 target groups of one node group',
    id: 'target-group-quota',
    source: 'TargetAttachment: group',
    mistaken: attached(52),
    corrected: attached(50),
  },
];

type ServiceProps = Partial<Omit<ExposedServiceProps, 'exposure'>> & { readonly exposure?: Partial<Exposure> };

const api: ExposedServiceProps['exposure'] = {
  host: 'api.lab.imp.example',
  nodePort: 30_081,
  paths: ['/v1/*'],
  priority: 20,
};

/** Adds services to one load balancer, in this order. */
const services = (...all: readonly ServiceProps[]) =>
  inStack((stack) => {
    const balancer = loadBalancer(stack);
    for (const [index, { exposure, ...props }] of all.entries()) {
      const serviceName = props.serviceName ?? `service-${index}`;
      new ExposedService(stack, `service-${serviceName}`, {
        drainTimeout: '60s',
        exposure: { ...api, ...exposure },
        healthPath: '/health/ready',
        loadBalancer: balancer,
        nodeGroups: {},
        nodes,
        serviceName,
        ...props,
      });
    }
  });

const exposed = (
  title: string,
  id: string,
  prop: string,
  mistaken: ServiceProps,
  corrected: ServiceProps = {},
): Mistake => ({
  title: `exposed service: ${title}`,
  id,
  source: `ExposedService: ${prop}`,
  mistaken: services(mistaken),
  corrected: services(corrected),
});

const address = (
  title: string,
  id: string,
  prop: string,
  mistaken: Partial<Exposure>,
  corrected: Partial<Exposure> = {},
) => exposed(title, id, `exposure.${prop}`, { exposure: mistaken }, { exposure: corrected });

const grpc = { healthPath: grpcHealthMethod, protocol: 'grpc' } as const;

const exposedServices: readonly Mistake[] = [
  address('node port below 30000', 'node-port', 'nodePort', { nodePort: 29_999 }, { nodePort: 30_000 }),
  address('node port above 32767', 'node-port', 'nodePort', { nodePort: 32_768 }, { nodePort: 32_767 }),
  address('priority 0', 'listener-rule-priority', 'priority', { priority: 0 }, { priority: 1 }),
  address('priority above 50000', 'listener-rule-priority', 'priority', { priority: 50_001 }, { priority: 50_000 }),
  address('path without a slash', 'exposure-paths', 'paths[0]', { paths: ['*'] }, { paths: ['/*'] }),
  address('path above 128 characters', 'exposure-paths', 'paths[0]', { paths: [`/${'a'.repeat(128)}`] }),
  address('path with a query', 'exposure-paths', 'paths[0]', { paths: ['/find?q=*'] }),
  address('no path', 'exposure-paths', 'paths', { paths: [] }),
  address('four paths', 'exposure-paths', 'paths', { paths: ['/a', '/b', '/c', '/d'] }, { paths: ['/a', '/b', '/c'] }),
  address(
    'six wildcards',
    'exposure-paths',
    'paths',
    { paths: ['/a/*/*/*', '/b/*/?/*'] },
    { paths: ['/a/*/*', '/b/*/?/*'] },
  ),
  address(
    'path within another',
    'exposure-paths',
    'paths[1]',
    { paths: ['/v1/*', '/v1/orders'] },
    { paths: ['/v1/*'] },
  ),
  address('path twice', 'exposure-paths', 'paths[1]', { paths: ['/v1', '/v1'] }, { paths: ['/v1'] }),
  exposed(
    'path that no gRPC call has',
    'exposure-paths',
    'exposure.paths[0]',
    { ...grpc, exposure: { paths: ['/v1/orders/*'] } },
    { ...grpc, exposure: { paths: ['/orders.v1.Orders/*'] } },
  ),
  exposed(
    'HTTP path for the health check of gRPC',
    'health-check-path',
    'healthPath',
    { exposure: { paths: ['/*'] }, protocol: 'grpc' },
    { ...grpc, exposure: { paths: ['/*'] } },
  ),
  exposed('health path without a slash', 'absolute-path', 'healthPath', { healthPath: 'ready' }),
  exposed(
    'drainTimeout above an hour',
    'target-group-delay',
    'drainTimeout',
    { drainTimeout: '2h' },
    { drainTimeout: '1h' },
  ),
  exposed(
    'name with an underscore',
    'resource-name',
    'serviceName',
    { serviceName: 'web_api' },
    { serviceName: 'web-api' },
  ),
  address('host in upper case', 'domain-name', 'host', { host: 'API.lab.imp.example' }),
  address('host with a digit after the last dot', 'exposure-host', 'host', { host: 'api.lab.example1' }),
  address('host of another domain', 'exposure-host', 'host', { host: 'api.elsewhere.example' }),
  address('host two labels below the domain', 'exposure-host', 'host', { host: 'v1.api.lab.imp.example' }),
  address('internal service on an internet-facing load balancer', 'exposure-scheme', 'scheme', { scheme: 'internal' }),
  address(
    'idleTimeout above that of the load balancer',
    'exposure-idle-timeout',
    'idleTimeout',
    { idleTimeout: '10m' },
    { idleTimeout: '60s' },
  ),
];

const green = (props: Partial<VariantProps> = {}): ServiceProps => ({
  variants: { green: { nodePort: 30_181, weight: 1, ...props } },
});

const many = (count: number): ServiceProps => ({
  variants: Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`r${index}`, { nodePort: 30_100 + index, weight: 1 }]),
  ),
});

const variants: readonly Mistake[] = [
  exposed(
    'weights of 0 only',
    'variant-weight',
    'variants',
    { ...green({ weight: 0 }), weight: 0 },
    { ...green(), weight: 0 },
  ),
  exposed(
    'negative weight of a variant',
    'variant-weight',
    'variants.green.weight',
    green({ weight: -1 }),
    green({ weight: 0 }),
  ),
  exposed('weight above 999', 'variant-weight', 'weight', { ...green(), weight: 1000 }, { ...green(), weight: 999 }),
  exposed(
    "variant with the service's node port",
    'node-port',
    'variants.green.nodePort',
    green({ nodePort: 30_081 }),
    green(),
  ),
  exposed('variant with node port 8080', 'node-port', 'variants.green.nodePort', green({ nodePort: 8080 }), green()),
  exposed('five variants', 'variant-count', 'variants', many(5), many(4)),
  exposed(
    'variant with a health path without a slash',
    'absolute-path',
    'variants.green.healthPath',
    green({ healthPath: 'ready' }),
    green({ healthPath: '/ready' }),
  ),
  exposed(
    'variant with a drainTimeout above an hour',
    'target-group-delay',
    'variants.green.drainTimeout',
    green({ drainTimeout: '2h' }),
    green({ drainTimeout: '1h' }),
  ),
];

const second = { host: 'web.lab.imp.example', nodePort: 30_082, priority: 30 };

/** Mistakes of two services on one load balancer. */
const pair = (
  title: string,
  id: string,
  prop: string,
  mistaken: readonly ServiceProps[],
  corrected: readonly ServiceProps[],
): Mistake => ({
  title: `listener rules: ${title}`,
  id,
  source: `ExposedService: ${prop}`,
  mistaken: services(...mistaken),
  corrected: services(...corrected),
});

const listenerRules: readonly Mistake[] = [
  pair(
    'one priority twice',
    'listener-rule-priority',
    'exposure.priority',
    [{}, { exposure: { ...second, priority: 20 } }],
    [{}, { exposure: second }],
  ),
  pair(
    'one node port twice',
    'node-port',
    'exposure.nodePort',
    [{}, { exposure: { ...second, nodePort: 30_081 } }],
    [{}, { exposure: second }],
  ),
  pair(
    'node port of a variant of another service',
    'node-port',
    'variants.green.nodePort',
    [{}, { exposure: second, ...green({ nodePort: 30_081 }) }],
    [{}, { exposure: second, ...green() }],
  ),
  pair(
    'one of two paths behind another rule',
    'listener-rule-unreachable',
    'exposure.priority',
    [{}, { exposure: { ...second, host: api.host, paths: ['/v1/docs', '/v2/*'] } }],
    [{}, { exposure: { ...second, host: api.host, paths: ['/v2/*'] } }],
  ),
  pair(
    'rule behind a wider one',
    'listener-rule-unreachable',
    'exposure.priority',
    [{ exposure: { paths: ['/*'] } }, { exposure: { nodePort: 30_082, priority: 30 } }],
    [{ exposure: { paths: ['/*'] } }, { exposure: { nodePort: 30_082, priority: 10 } }],
  ),
  pair(
    'more targets than the quota',
    'load-balancer-quota',
    'nodeGroups',
    [{ nodeGroups: general(900) }, { exposure: second, nodeGroups: general(900) }],
    [{ nodeGroups: general(500) }, { exposure: second, nodeGroups: general(500) }],
  ),
];

const alarm = (maxErrorRatePercent: number, minFailedRequests = 5) =>
  inStack(
    (stack) =>
      new ErrorRateAlarm(stack, 'failures', {
        loadBalancer: loadBalancer(stack),
        maxErrorRatePercent,
        minFailedRequests,
      }),
  );

const errorRateAlarms: readonly Mistake[] = [
  ...[0, 101, Number.NaN].map((percent) => ({
    title: `error rate alarm: ${percent} %`,
    id: 'error-rate',
    source: 'ErrorRateAlarm: maxErrorRatePercent',
    mistaken: alarm(percent),
    corrected: alarm(5),
  })),
  ...[0, 1.5, Number.NaN].map((count) => ({
    title: `error rate alarm: ${count} failed requests`,
    id: 'error-rate',
    source: 'ErrorRateAlarm: minFailedRequests',
    mistaken: alarm(5, count),
    corrected: alarm(5, 1),
  })),
  {
    title: 'error rate alarm: second one of a load balancer',
    id: 'error-rate-alarm',
    source: 'ErrorRateAlarm: loadBalancer',
    mistaken: inStack((stack) => {
      const balancer = loadBalancer(stack);
      new ErrorRateAlarm(stack, 'page', { loadBalancer: balancer, maxErrorRatePercent: 2 });
      new ErrorRateAlarm(stack, 'refresh', { loadBalancer: balancer, maxErrorRatePercent: 5 });
    }),
    corrected: alarm(2),
  },
];

/** Rejected inputs of lib/aws/load-balancing. */
export const awsLoadBalancing: readonly Mistake[] = [
  ...applicationLoadBalancers,
  ...networkLoadBalancers,
  ...targetGroups,
  ...exposedServices,
  ...variants,
  ...listenerRules,
  ...errorRateAlarms,
];
