import { Lb, type LbConfig } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbListenerCertificate } from '@cdktf/provider-aws/lib/lb-listener-certificate';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import { addFindings } from '../../core/diagnostics';
import { type Duration, seconds } from '../../core/units';
import type { IAliasTarget } from '../dns/alias-record';
import { Certificate, type ICertificate } from '../dns/certificate';
import { SecurityGroup } from '../network/security-group';
import type { IBucket } from '../storage/bucket-props';
import { allowClients } from './allowed-ranges';
import { checkLoadBalancer, defaultIdleTimeout } from './application-load-balancer-checks';
import type { ApplicationLoadBalancerProps } from './application-load-balancer-props';

/**
 * TLS policies with forward secrecy only.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
export const tlsPolicies = {
  '1.2': 'ELBSecurityPolicy-TLS13-1-2-2021-06',
  '1.3': 'ELBSecurityPolicy-TLS13-1-3-2021-06',
} as const;

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
  /** The domain of its default certificate, which is also valid for the names directly below it. */
  readonly domain: string;
  /** The domains of all of its certificates. */
  readonly domains: readonly string[];
  readonly idleTimeout: Duration;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ApplicationLoadBalancerProps,
  ) {
    super(scope, id);
    addFindings(this, checkLoadBalancer(this, props));
    this.name = props.name;
    this.vpcId = props.network.vpcId;
    this.addresses = props.ipAddressType ?? 'ipv4';
    this.scheme = props.scheme ?? 'internet-facing';
    const { additionalCertificates = {} } = props;
    this.domain = props.certificate?.domain ?? props.certificateDomain ?? '';
    this.domains = [this.domain, ...sortedEntries(additionalCertificates).map(([, { domain }]) => domain)];
    this.idleTimeout = props.idleTimeout ?? defaultIdleTimeout;
    this.securityGroup = this.createSecurityGroup();
    const balancer = this.createLoadBalancer();
    this.associateWebAcl(balancer);
    this.createHttpListener(balancer);
    this.listenerArn = this.createHttpsListener(balancer).arn;
    addCertificates(this, this.listenerArn, additionalCertificates);
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
    allowClients(this, group, this.props);
    return group;
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

/**
 * Adds certificates to a listener. They are not created before they are destroyed: Terraform would do the same with the load balancer,
 * whose name can exist once.
 */
export function addCertificates(
  scope: Construct,
  listenerArn: string,
  certificates: Readonly<Record<string, ICertificate>>,
): void {
  for (const [name, { certificateArn }] of sortedEntries(certificates)) {
    new LbListenerCertificate(scope, `certificate-${name}`, {
      certificateArn,
      listenerArn,
    });
  }
}
