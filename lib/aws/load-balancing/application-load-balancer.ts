import { Lb, type LbConfig } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Construct } from 'constructs';
import { type Finding, addFindings } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { type Duration, seconds } from '../../core/units';
import type { IAliasTarget } from '../dns/alias-record';
import type { IBucket } from '../storage/bucket-props';
import { Certificate, type ICertificate } from '../dns/certificate';
import { between } from './health-check';
import type { INetwork } from '../network/props';
import { SecurityGroup } from '../network/security-group';
import { SecurityGroupRule } from '../network/security-group-rule';
import type { IWebAcl } from './web-acl';

export interface ApplicationLoadBalancerProps {
  /** Name, at most 32 characters. @replaces the load balancer and its address */
  readonly name: string;
  /** The network that it stands in. AWS moves no load balancer: give it another name as well. @replaces its security group @inPlace its subnets, which AWS refuses */
  readonly network: INetwork;
  /** The tier whose subnets it stands in, one of each zone. @inPlace */
  readonly tier: string;
  /** The certificate that it serves. Either this or `certificateDomain`. @inPlace @default the issued one of `certificateDomain` */
  readonly certificate?: ICertificate;
  /** The domain of the issued ACM certificate that it serves. @inPlace @default none: `certificate` says which */
  readonly certificateDomain?: string;
  /** Whether AWS refuses to delete it. @inPlace */
  readonly deletionProtection: boolean;
  /** Who may reach it: everybody, or the network that it stands in. @replaces the load balancer and its address @default 'internet-facing' */
  readonly scheme?: 'internet-facing' | 'internal';
  /** The addresses that it has. Two stacks need subnets that have both. @inPlace @default 'ipv4' */
  readonly ipAddressType?: 'ipv4' | 'dualstack';
  /** The oldest TLS that clients may speak. @inPlace @default '1.2' */
  readonly minTlsVersion?: '1.2' | '1.3';
  /** How long a connection may say nothing, 1s to 4000s: longer than the slowest answer. @inPlace @default '60s' */
  readonly idleTimeout?: Duration;
  /** What is done with requests that two servers could read in two ways: `strictest` lets only RFC 7230 through. @inPlace @default 'defensive' */
  readonly desyncMitigationMode?: 'defensive' | 'strictest';
  /** Where requests are logged, below the load balancer's name: a bucket such as `AccessLogs`. @inPlace @default nowhere */
  readonly accessLogs?: IBucket;
  /** What looks at requests before it does. @replaces the association: for seconds none does; a first one @inPlace @default none */
  readonly webAcl?: IWebAcl;
}

/** With forward secrecy only. Source: "Security policies for your Application Load Balancer", AWS. */
export const tlsPolicies = {
  '1.2': 'ELBSecurityPolicy-TLS13-1-2-2021-06',
  '1.3': 'ELBSecurityPolicy-TLS13-1-3-2021-06',
} as const;

/** HTTPS, HTTP sent on to HTTPS, and nothing behind it until a service is exposed. */
export class ApplicationLoadBalancer extends Construct implements IAliasTarget {
  readonly securityGroup: SecurityGroup;
  /** The HTTPS listener, to which exposed services add their rules. */
  readonly listenerArn: string;
  readonly vpcId: string;
  readonly name: string;
  /** What its metrics are counted under, in CloudWatch. */
  readonly metricsName: string;
  readonly dnsName: string;
  readonly hostedZoneId: string;
  readonly addresses: 'ipv4' | 'dualstack';
  /** Who may reach it. */
  readonly scheme: 'internet-facing' | 'internal';
  /** The domain that its certificate is for, and the names directly below it. */
  readonly domain: string;
  /** How long a connection may say nothing. */
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
    this.idleTimeout = props.idleTimeout ?? '60s';
    this.securityGroup = this.openToClients();
    const balancer = this.balancer();
    this.guard(balancer);
    this.redirectToHttps(balancer);
    this.listenerArn = this.https(balancer).arn;
    this.metricsName = balancer.arnSuffix;
    this.dnsName = balancer.dnsName;
    this.hostedZoneId = balancer.zoneId;
  }

  private get internal(): boolean {
    return this.scheme === 'internal';
  }

  private openToClients(): SecurityGroup {
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
      if (this.addresses === 'dualstack' && !this.internal) this.openToIpv6(id, port, group);
    }
    return group;
  }

  private openToIpv6(id: string, port: number, { groupId }: SecurityGroup): void {
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

  private balancer(): Lb {
    const { accessLogs, deletionProtection, desyncMitigationMode, name, network, tier } = this.props;
    return new Lb(this, 'Resource', {
      ...(accessLogs && logging(accessLogs, name)),
      desyncMitigationMode: desyncMitigationMode ?? 'defensive',
      dropInvalidHeaderFields: true,
      enableDeletionProtection: deletionProtection,
      idleTimeout: seconds(this.idleTimeout),
      // The name alone would leave it to AWS: unset means internet-facing, and removing `true` shows no difference.
      internal: this.internal,
      ipAddressType: this.addresses,
      loadBalancerType: 'application',
      name,
      securityGroups: [this.securityGroup.groupId],
      subnets: Object.values(network.subnets(tier)).map(({ id }) => id),
      tags: { Name: name },
    });
  }

  /** The old one goes first: deleting an association takes whatever list the load balancer has by then. */
  private guard(balancer: Lb): void {
    const { webAcl } = this.props;
    if (!webAcl) return;
    new Wafv2WebAclAssociation(this, 'web-acl', { resourceArn: balancer.arn, webAclArn: webAcl.webAclArn });
  }

  private redirectToHttps(balancer: Lb): void {
    new LbListener(this, 'listener-http', {
      defaultAction: [{ redirect: { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' }, type: 'redirect' }],
      loadBalancerArn: balancer.arn,
      port: 80,
      protocol: 'HTTP',
    });
  }

  private https(balancer: Lb): LbListener {
    const { certificate, certificateDomain: domain = '', minTlsVersion } = this.props;
    return new LbListener(this, 'listener-https', {
      certificateArn: (certificate ?? Certificate.issued(this, 'certificate', { domain })).certificateArn,
      // What no service asks for is answered here: no backend is the default of another.
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

/** Where a load balancer logs. AWS tries to write before it takes the setting, so the bucket's policy comes first. */
export function logging({ bucketName, policy }: IBucket, prefix: string): Pick<LbConfig, 'accessLogs' | 'dependsOn'> {
  return {
    accessLogs: { bucket: bucketName, enabled: true, prefix },
    ...(policy ? { dependsOn: [policy] } : {}),
  };
}

function checkLoadBalancer(props: ApplicationLoadBalancerProps): Finding[] {
  const { certificate, certificateDomain, idleTimeout = '60s', name, network, tier } = props;
  const found = [
    ...checkName('load-balancer', name),
    ...between('idleTimeout', 'a connection may say nothing for 1s to 4000s', idleTimeout, 1, 4000),
  ];
  if ((certificate === undefined) === (certificateDomain === undefined)) {
    found.push({
      hint: 'give either a certificate or the domain of an issued one',
      message: `HTTPS needs one certificate, got ${certificate ? 'two' : 'none'}`,
      setting: 'certificate',
    });
  }
  if (network.isInvalid) return found;
  return [...found, ...checkZones(tier, Object.keys(network.subnets(tier)).length), ...checkFacing(props)];
}

/** In a tier of the other kind it would have no way to its clients, or one that is not meant. */
function checkFacing({ scheme = 'internet-facing', network, tier }: ApplicationLoadBalancerProps): Finding[] {
  const access = network.access(tier);
  if (access === undefined || (scheme === 'internet-facing') === (access === 'public')) return [];
  const [whom, wanted] =
    scheme === 'internet-facing' ? ['the internet', 'a public tier'] : ['the network', 'a tier that is not public'];
  return [
    {
      hint: `choose ${wanted}, or another facing`,
      message: `a load balancer that faces ${whom} stands in ${wanted}, got '${tier}' (${access})`,
      setting: 'tier',
    },
  ];
}

/** Source: "Availability Zones" in CreateLoadBalancer: an application load balancer is in two at least. */
function checkZones(tier: string, zones: number): Finding[] {
  if (zones >= 2) return [];
  return [
    {
      hint: 'give the network a second zone, or choose another tier',
      message: `an application load balancer stands in two zones at least, got ${zones} in tier '${tier}'`,
      setting: 'tier',
    },
  ];
}
