import { Lb, type LbConfig } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Construct } from 'constructs';
import { type Finding, addFindings } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { type Duration, seconds } from '../../core/units';
import type { IAliasTarget } from '../dns/alias-record';
import { Certificate } from '../dns/certificate';
import { SecurityGroup } from '../network/security-group';
import { SecurityGroupRule } from '../network/security-group-rule';
import type { IBucket } from '../storage/bucket-props';
import type { ApplicationLoadBalancerProps } from './application-load-balancer-props';
import { checkSeconds } from './limits';

/**
 * TLS policies with forward secrecy only.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
export const tlsPolicies = {
  '1.2': 'ELBSecurityPolicy-TLS13-1-2-2021-06',
  '1.3': 'ELBSecurityPolicy-TLS13-1-3-2021-06',
} as const;

/** The idle timeout of AWS. */
const defaultIdleTimeout: Duration = '60s';

/**
 * Application load balancer with an HTTPS listener and a redirect from HTTP. It responds with 404 until an `ExposedService` adds
 * a listener rule.
 *
 * @example
 * new ApplicationLoadBalancer(stack, 'load-balancer', {
 *   name: 'lab-public',
 *   certificateDomain: 'lab.example.com',
 *   deletionProtection: true,
 *   network,
 *   tier: 'public',
 * });
 */
export class ApplicationLoadBalancer extends Construct implements IAliasTarget {
  readonly securityGroup: SecurityGroup;
  /** The ARN of the HTTPS listener, to which exposed services add their rules. */
  readonly listenerArn: string;
  readonly vpcId: string;
  readonly name: string;
  /** The value of the `LoadBalancer` dimension of its CloudWatch metrics. */
  readonly metricsName: string;
  readonly dnsName: string;
  readonly hostedZoneId: string;
  readonly addresses: 'ipv4' | 'dualstack';
  readonly scheme: 'internet-facing' | 'internal';
  /** The domain of its certificate, which is also valid for the names directly below it. */
  readonly domain: string;
  readonly idleTimeout: Duration;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ApplicationLoadBalancerProps,
  ) {
    super(scope, id);
    addFindings(this, checkLoadBalancer(props));
    this.name = props.name;
    this.vpcId = props.network.vpcId;
    this.addresses = props.ipAddressType ?? 'ipv4';
    this.scheme = props.scheme ?? 'internet-facing';
    this.domain = props.certificate?.domain ?? props.certificateDomain ?? '';
    this.idleTimeout = props.idleTimeout ?? defaultIdleTimeout;
    this.securityGroup = this.createSecurityGroup();
    const balancer = this.createLoadBalancer();
    this.associateWebAcl(balancer);
    this.createHttpListener(balancer);
    this.listenerArn = this.createHttpsListener(balancer).arn;
    this.metricsName = balancer.arnSuffix;
    this.dnsName = balancer.dnsName;
    this.hostedZoneId = balancer.zoneId;
  }

  private get internal(): boolean {
    return this.scheme === 'internal';
  }

  private createSecurityGroup(): SecurityGroup {
    const { name, network } = this.props;
    const group = new SecurityGroup(this, 'security-group', {
      displayName: 'load balancer',
      name,
      vpcId: network.vpcId,
    });
    const [from, description] = this.internal
      ? ([network.cidr, 'web within the network'] as const)
      : (['internet', 'public web'] as const);
    for (const [id, port] of [
      ['http', 80],
      ['https', 443],
    ] as const) {
      new SecurityGroupRule(this, id, { from, port, description, to: group });
      if (this.addresses === 'dualstack' && !this.internal) this.allowIpv6(id, port, group);
    }
    return group;
  }

  private allowIpv6(id: string, port: number, { groupId }: SecurityGroup): void {
    new VpcSecurityGroupIngressRule(this, `${id}-ipv6`, {
      cidrIpv6: '::/0',
      description: 'public web, from ::/0',
      fromPort: port,
      ipProtocol: 'tcp',
      lifecycle: { createBeforeDestroy: true },
      securityGroupId: groupId,
      toPort: port,
    });
  }

  private createLoadBalancer(): Lb {
    const { accessLogs, deletionProtection, desyncMitigationMode, name, network, tier } = this.props;
    return new Lb(this, 'Resource', {
      ...(accessLogs && accessLogSettings(accessLogs, name)),
      desyncMitigationMode: desyncMitigationMode ?? 'defensive',
      dropInvalidHeaderFields: true,
      enableDeletionProtection: deletionProtection,
      idleTimeout: seconds(this.idleTimeout),
      // An explicit value: without one, a removed `true` would show no difference in a plan.
      internal: this.internal,
      ipAddressType: this.addresses,
      loadBalancerType: 'application',
      name,
      securityGroups: [this.securityGroup.groupId],
      subnets: Object.values(network.subnets(tier)).map(({ id }) => id),
      tags: { Name: name },
    });
  }

  /** Associations are destroyed before they are created: a later destruction would remove the new web ACL. */
  private associateWebAcl(balancer: Lb): void {
    const { webAcl } = this.props;
    if (!webAcl) return;
    new Wafv2WebAclAssociation(this, 'web-acl', { resourceArn: balancer.arn, webAclArn: webAcl.webAclArn });
  }

  private createHttpListener(balancer: Lb): void {
    new LbListener(this, 'listener-http', {
      defaultAction: [{ redirect: { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' }, type: 'redirect' }],
      loadBalancerArn: balancer.arn,
      port: 80,
      protocol: 'HTTP',
    });
  }

  private createHttpsListener(balancer: Lb): LbListener {
    const { certificate, certificateDomain: domain = '', minTlsVersion } = this.props;
    return new LbListener(this, 'listener-https', {
      certificateArn: (certificate ?? Certificate.issued(this, 'certificate', { domain })).certificateArn,
      // Requests that match no listener rule get 404, so that no service is the default of another.
      defaultAction: [
        {
          fixedResponse: { contentType: 'text/plain', messageBody: 'not found', statusCode: '404' },
          type: 'fixed-response',
        },
      ],
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: tlsPolicies[minTlsVersion ?? '1.2'],
    });
  }
}

/** Returns the access log settings. AWS tests the access when it is enabled, so the bucket policy must exist before. */
export function accessLogSettings(
  { bucketName, policy }: IBucket,
  prefix: string,
): Pick<LbConfig, 'accessLogs' | 'dependsOn'> {
  return {
    accessLogs: { bucket: bucketName, enabled: true, prefix },
    ...(policy ? { dependsOn: [policy] } : {}),
  };
}

function checkLoadBalancer(props: ApplicationLoadBalancerProps): Finding[] {
  const { certificate, certificateDomain, idleTimeout = defaultIdleTimeout, name, network, tier } = props;
  const found = [
    ...checkName('load-balancer', name),
    ...checkSeconds('load-balancer-idle-timeout', 'idleTimeout', idleTimeout, { min: 1, max: 4000 }),
  ];
  if ((certificate === undefined) === (certificateDomain === undefined)) {
    found.push({
      id: 'load-balancer-certificate',
      setting: 'certificate',
      message: `certificate must be set unless certificateDomain is; got ${certificate ? 'both' : 'neither'}`,
      hint: certificate ? 'remove certificateDomain' : 'set certificate, or certificateDomain for an issued one',
    });
  }
  if (network.isInvalid) return found;
  return [...found, ...checkZones(tier, Object.keys(network.subnets(tier)).length), ...checkScheme(props)];
}

/** An internet-facing load balancer is unreachable in a private tier, and an internal one would be exposed in a public tier. */
function checkScheme({ scheme = 'internet-facing', network, tier }: ApplicationLoadBalancerProps): Finding[] {
  const access = network.access(tier);
  if (access === undefined || (scheme === 'internet-facing') === (access === 'public')) return [];
  const wanted = scheme === 'internet-facing' ? 'public' : 'private or isolated';
  return [
    {
      id: 'load-balancer-scheme',
      setting: 'tier',
      message: `tier must be ${wanted} for an ${scheme} load balancer; got '${tier}' (${access})`,
      hint: `choose a ${wanted} tier, or another scheme`,
    },
  ];
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html */
function checkZones(tier: string, zones: number): Finding[] {
  if (zones >= 2) return [];
  return [
    {
      id: 'load-balancer-zones',
      setting: 'tier',
      message: `tier must have subnets in at least two zones for an application load balancer; got ${zones} in '${tier}'`,
      hint: 'add a zone to the network, or choose another tier',
    },
  ];
}
