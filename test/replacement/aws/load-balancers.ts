import { AccessLogs, type AccessLogsProps } from '../../../lib/aws/storage/access-logs';
import { type ExistingTopicProps, existingTopic } from '../../../lib/aws/monitoring/alarm-topic';
import { AliasRecord, type AliasRecordProps } from '../../../lib/aws/dns/alias-record';
import { Certificate, type CertificateProps, type IssuedCertificateProps } from '../../../lib/aws/dns/certificate';
import { ExposedService } from '../../../lib/aws/load-balancing/exposed-service';
import type { ExposedServiceProps, VariantProps } from '../../../lib/aws/load-balancing/exposed-service-props';
import { ErrorRateAlarm, type ErrorRateAlarmProps } from '../../../lib/aws/load-balancing/error-rate-alarm';
import { HealthCheck } from '../../../lib/aws/load-balancing/health-check';
import { ApplicationLoadBalancer } from '../../../lib/aws/load-balancing/application-load-balancer';
import type { ApplicationLoadBalancerProps } from '../../../lib/aws/load-balancing/application-load-balancer-props';
import type { INetwork } from '../../../lib/aws/network/props';
import { NetworkLoadBalancer } from '../../../lib/aws/load-balancing/network-load-balancer';
import {
  ListenerProtocol,
  type NetworkListenerProps,
  type NetworkLoadBalancerProps,
} from '../../../lib/aws/load-balancing/network-load-balancer-props';
import type { Stack } from '../../../lib/aws/stack/stack';
import { TargetAttachment, type TargetAttachmentProps } from '../../../lib/aws/load-balancing/target-attachment';
import { TargetGroup, type TargetGroupProps } from '../../../lib/aws/load-balancing/target-group';
import { type ExistingWebAclProps, existingWebAcl } from '../../../lib/aws/load-balancing/web-acl';
import { type Exposure, grpcHealthMethod } from '../../../lib/core/contract';
import { bucketParts, otherNetwork, scene, type Scenes } from './change';

/** A network of two zones, and three in its tier `wide`. The access of its tiers is undefined, so that schemes may change. */
const here: INetwork = {
  access: () => undefined,
  cidr: '10.10.0.0/16',
  subnets: (tier) => {
    const zones = tier === 'wide' ? ['a', 'b', 'c'] : ['a', 'b'];
    return Object.fromEntries(
      zones.map((zone, slot) => [
        zone,
        {
          cidr: `10.10.${slot}.0/24` as const,
          hasIpv6: true,
          id: `subnet-${tier === 'other' ? 'other' : zone}-${slot}`,
        },
      ]),
    );
  },
  vpcId: 'vpc-1',
};

const certificate = {
  certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/other',
  domain: 'lab.imp.example',
};
const exposure: Exposure = {
  host: 'app.lab.imp.example',
  nodePort: 30_080,
  paths: ['/*'],
  priority: 10,
};
const general = { groupNames: { a: 'lab-general-a-1' }, maxSize: 4 };
const transfer = { groupNames: { a: 'lab-transfer-a-1' }, maxSize: 4 };
const bucket = { bucketName: 'imp-lab-logs' };
const nodes = { groupId: 'sg-nodes', displayName: 'nodes' };
const zone = { name: 'lab.imp.example', zoneId: 'Z1' };
const otherZone = { name: 'imp.example', zoneId: 'Z2' };
const tcp = HealthCheck.tcp();
const http = HealthCheck.http({ path: '/alive' });

function balancer(stack: Stack, props: Partial<ApplicationLoadBalancerProps> = {}, id = 'load-balancer') {
  return new ApplicationLoadBalancer(stack, id, {
    certificate: { ...certificate, certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/usual' },
    deletionProtection: true,
    name: 'lab-public',
    network: here,
    tier: 'public',
    ...props,
  });
}

function networkBalancer(stack: Stack, props: Partial<NetworkLoadBalancerProps>): void {
  new NetworkLoadBalancer(stack, 'load-balancer', {
    deletionProtection: true,
    scheme: 'internal',
    listeners: { api: listener },
    name: 'lab-api',
    network: here,
    securityGroups: [nodes],
    tier: 'private',
    ...props,
  });
}

const listener: NetworkListenerProps = {
  deregistrationDelay: '60s',
  healthCheck: tcp,
  protocol: ListenerProtocol.tcp(6443),
  targetPort: 6443,
};
const tls: NetworkListenerProps = { ...listener, protocol: ListenerProtocol.tls(443, certificate) };

function exposed(stack: Stack, props: Partial<ExposedServiceProps>): void {
  const loadBalancer = balancer(stack);
  new ExposedService(stack, 'web', {
    drainTimeout: '30s',
    exposure,
    healthPath: '/health/ready',
    loadBalancer,
    nodeGroups: { general },
    nodes,
    serviceName: 'web',
    ...props,
  });
}

const balancerAndListeners = ['aws_lb', 'aws_lb_listener'];
const guard = ['aws_security_group', 'aws_vpc_security_group_ingress_rule'];
const targets = ['aws_lb_target_group'];
const connections = ['aws_vpc_security_group_egress_rule', 'aws_vpc_security_group_ingress_rule'];
const withAttachment = ['aws_autoscaling_traffic_source_attachment', 'aws_lb_target_group'];

export const loadBalancers: Scenes = {
  ApplicationLoadBalancerProps: scene<ApplicationLoadBalancerProps>((stack, props) => balancer(stack, props), {
    name: { replaces: [...balancerAndListeners, ...guard], to: 'other' },
    network: { replaces: guard, to: otherNetwork },
    tier: { to: 'other' },
    certificate: { to: certificate },
    certificateDomain: {
      given: { certificate: undefined as never, certificateDomain: 'lab.imp.example' },
      to: 'imp.example',
    },
    deletionProtection: { to: false },
    additionalCertificates: [
      { to: { shop: certificate } },
      {
        given: { additionalCertificates: { shop: certificate } },
        replaces: ['aws_lb_listener_certificate'],
        to: { shop: { ...certificate, certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/next' } },
      },
    ],
    allowedRanges: { replaces: ['aws_vpc_security_group_ingress_rule'], to: { office: '203.0.113.0/24' } },
    scheme: { replaces: balancerAndListeners, to: 'internal' },
    ipAddressType: { to: 'dualstack' },
    minTlsVersion: { to: '1.3' },
    idleTimeout: { to: '120s' },
    desyncMitigationMode: { to: 'strictest' },
    accessLogs: { to: bucket },
    webAcl: [
      { to: { webAclArn: 'arn:1' } },
      {
        given: { webAcl: { webAclArn: 'arn:1' } },
        replaces: ['aws_wafv2_web_acl_association'],
        to: { webAclArn: 'arn:2' },
      },
    ],
  }),
  NetworkLoadBalancerProps: scene<NetworkLoadBalancerProps>(networkBalancer, {
    name: { replaces: [...balancerAndListeners, ...targets], to: 'other' },
    network: { collides: targets, replaces: [...balancerAndListeners, ...targets], to: otherNetwork },
    tier: [{ to: 'wide' }, { replaces: balancerAndListeners, to: 'other' }],
    scheme: { replaces: balancerAndListeners, to: 'internet-facing' },
    nodes: [
      { given: { nodes: undefined as never }, to: nodes, unwritten: true },
      {
        given: { listeners: { api: { ...listener, nodeGroups: { transfer } } }, nodes },
        replaces: ['aws_vpc_security_group_ingress_rule'],
        to: { ...nodes, groupId: 'sg-1' },
      },
    ],
    securityGroups: { to: [nodes, { groupId: 'sg-0', displayName: 'others' }] },
    listeners: { to: { api: listener, web: { ...listener, protocol: ListenerProtocol.tcp(443) } } },
    crossZone: { to: false },
    deletionProtection: { to: false },
    accessLogs: { given: { listeners: { api: tls } }, to: bucket },
  }),
  NetworkListenerProps: scene<NetworkListenerProps>(
    (stack, props) =>
      networkBalancer(stack, { listeners: { api: { ...tls, nodeGroups: { general }, ...props } }, nodes }),
    {
      protocol: { to: ListenerProtocol.tcp(8443) },
      targetPort: { replaces: [...withAttachment, ...connections], to: 8443 },
      targetProtocol: { replaces: withAttachment, to: 'TLS' },
      targetType: { replaces: withAttachment, to: 'ip' },
      healthCheck: { to: http },
      deregistrationDelay: { to: '120s' },
      preserveClientIp: { given: { targetType: 'ip' }, to: true },
      nodeGroups: { to: { general, transfer } },
      renamedFrom: { given: { renamedFrom: 'old' }, replaces: withAttachment, to: undefined },
      physicalName: { replaces: withAttachment, to: 'other' },
    },
  ),
  TargetGroupProps: scene<TargetGroupProps>(
    (stack, props) => {
      new TargetGroup(stack, 'targets', {
        deregistrationDelay: '60s',
        healthCheck: tcp,
        name: 'lab-api',
        port: 6443,
        protocol: 'TCP',
        vpcId: 'vpc-1',
        ...props,
      });
    },
    {
      name: { replaces: targets, to: 'other' },
      vpcId: { collides: targets, replaces: targets, to: 'vpc-2' },
      port: { replaces: targets, to: 8443 },
      protocol: { replaces: targets, to: 'TLS' },
      version: { given: { healthCheck: http, protocol: 'HTTP' }, replaces: targets, to: 'HTTP2' },
      targetType: { replaces: targets, to: 'ip' },
      healthCheck: { to: http },
      deregistrationDelay: { to: '120s' },
      preserveClientIp: { to: true },
      displayName: { to: 'other' },
    },
  ),
  TargetAttachmentProps: scene<TargetAttachmentProps>(
    (stack, props) => {
      const targetGroup = { targetGroupArn: 'arn:1' };
      new TargetAttachment(stack, 'attachment', { group: general, name: 'general', targetGroup, ...props });
    },
    {
      name: { unwritten: true, to: 'other' },
      group: { replaces: ['aws_autoscaling_traffic_source_attachment'], to: transfer },
      targetGroup: { replaces: ['aws_autoscaling_traffic_source_attachment'], to: { targetGroupArn: 'arn:2' } },
    },
  ),
  ExposedServiceProps: scene<ExposedServiceProps>(exposed, {
    exposure: [
      {
        to: {
          ...exposure,
          host: 'www.lab.imp.example',
          paths: ['/a'],
          priority: 20,
        },
      },
      { replaces: withAttachment, to: { ...exposure, nodePort: 30_081 } },
    ],
    serviceName: [
      { replaces: withAttachment, to: 'other' },
      { given: { renamedFrom: 'site', serviceName: 'shop' }, to: 'other', unwritten: true },
    ],
    healthPath: { to: '/ready' },
    protocol: { given: { healthPath: grpcHealthMethod }, replaces: withAttachment, to: 'grpc' },
    drainTimeout: { to: '60s' },
    loadBalancer: {
      replaces: [
        'aws_autoscaling_traffic_source_attachment',
        'aws_lb_listener_rule',
        'aws_lb_target_group',
        'aws_vpc_security_group_egress_rule',
      ],
      to: (stack) => balancer(stack, { name: 'lab-other', network: otherNetwork }, 'other'),
    },
    nodeGroups: { to: { general, transfer } },
    nodes: { replaces: ['aws_vpc_security_group_ingress_rule'], to: { groupId: 'sg-0', displayName: 'others' } },
    healthCheck: { to: http },
    weight: { given: { variants: { green: { nodePort: 30_180, weight: 1 } } }, to: 50 },
    variants: { to: { green: { nodePort: 30_180, weight: 1 } } },
    renamedFrom: { given: { renamedFrom: 'site' }, replaces: withAttachment, to: undefined },
    physicalName: { replaces: withAttachment, to: 'other' },
  }),
  VariantProps: scene<VariantProps>(
    (stack, props) => exposed(stack, { variants: { green: { nodePort: 30_180, weight: 1, ...props } } }),
    {
      nodePort: { replaces: withAttachment, to: 30_181 },
      weight: { to: 0 },
      healthPath: { to: '/ready' },
      drainTimeout: { to: '60s' },
    },
  ),
  CertificateProps: scene<CertificateProps>(
    (stack, props) => {
      new Certificate(stack, 'certificate', { domain: 'lab.imp.example', zone: otherZone, ...props });
    },
    {
      domain: {
        replaces: ['aws_acm_certificate', 'aws_acm_certificate_validation', 'aws_route53_record'],
        to: 'other.imp.example',
      },
      zone: { replaces: ['aws_acm_certificate_validation', 'aws_route53_record'], to: zone },
    },
  ),
  IssuedCertificateProps: scene<IssuedCertificateProps>(
    (stack, props) => {
      balancer(stack, { certificate: Certificate.issued(stack, 'issued', { domain: 'lab.imp.example', ...props }) });
    },
    { domain: { to: 'other.imp.example' } },
  ),
  AliasRecordProps: scene<AliasRecordProps>(
    (stack, props) => {
      const target = { addresses: 'ipv4', dnsName: 'a.elb.amazonaws.com', hostedZoneId: 'Z3' } as const;
      new AliasRecord(stack, 'record', { host: 'app.lab.imp.example', target, zone, ...props });
    },
    {
      host: { replaces: ['aws_route53_record'], to: 'www.lab.imp.example' },
      zone: { replaces: ['aws_route53_record'], to: otherZone },
      target: { to: { addresses: 'dualstack', dnsName: 'b.elb.amazonaws.com', hostedZoneId: 'Z3' } },
    },
  ),
  ExistingWebAclProps: scene<ExistingWebAclProps>(
    (stack, props) => {
      balancer(stack, { webAcl: existingWebAcl(stack, 'web-acl', { name: 'usual', ...props }) });
    },
    { name: { replaces: ['aws_wafv2_web_acl_association'], to: 'other' } },
  ),
  ErrorRateAlarmProps: scene<ErrorRateAlarmProps>(
    (stack, props) => {
      new ErrorRateAlarm(stack, 'failures', { maxErrorRatePercent: 5, loadBalancer: balancer(stack), ...props });
    },
    {
      maxErrorRatePercent: { to: 10 },
      minFailedRequests: { to: 20 },
      topic: { to: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:alarms' } },
      loadBalancer: { replaces: ['aws_cloudwatch_metric_alarm'], to: { metricsName: 'app/other/1', name: 'other' } },
    },
  ),
  ExistingTopicProps: scene<ExistingTopicProps>(
    (stack, props) => {
      const topic = existingTopic(stack, 'alarm-topic', { name: 'usual', ...props });
      new ErrorRateAlarm(stack, 'failures', { maxErrorRatePercent: 5, loadBalancer: balancer(stack), topic });
    },
    { name: { to: 'other' } },
  ),
  AccessLogsProps: scene<AccessLogsProps>(
    (stack, props) => {
      new AccessLogs(stack, 'access-logs', {
        account: '111111111111',
        retention: '90d',
        loadBalancers: { 'lab-public': 'application' },
        name: 'imp-lab-access-logs',
        deletionProtection: true,
        region: 'eu-west-1',
        ...props,
      });
    },
    {
      name: { replaces: bucketParts, to: 'imp-other' },
      account: { to: '222222222222' },
      region: { to: 'eu-central-1' },
      loadBalancers: { to: { 'lab-api': 'network', 'lab-public': 'application' } },
      retention: { to: '30d' },
      accessLogs: { to: bucket },
      deletionProtection: { to: false },
    },
  ),
};
