import { DataAwsAcmCertificate } from '@cdktf/provider-aws/lib/data-aws-acm-certificate';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { Construct } from 'constructs';
import { report } from '../core/errors';
import { checkName } from '../core/naming';
import type { INetwork } from './network';
import { Connection, SecurityGroup } from './security-group';

export interface ApplicationLoadBalancerProps {
  /** Name, at most 32 characters. @replaces the load balancer and its address */
  readonly name: string;
  /** The network that it stands in. @replaces the load balancer */
  readonly network: INetwork;
  /** The tier whose subnets it stands in, one of each zone. @inPlace */
  readonly tier: string;
  /** The domain of the issued ACM certificate that it serves. @inPlace */
  readonly certificateDomain: string;
  /** Whether AWS refuses to delete it. @inPlace */
  readonly deletionProtection: boolean;
}

/** TLS 1.2 and 1.3 with forward secrecy only. Source: "Security policies for your Application Load Balancer", AWS. */
const tlsPolicy = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

/** An internet-facing load balancer: HTTPS, HTTP sent on to HTTPS, and nothing behind it until a service is exposed. */
export class ApplicationLoadBalancer extends Construct {
  readonly securityGroup: SecurityGroup;
  /** The HTTPS listener, to which exposed services add their rules. */
  readonly listenerArn: string;
  readonly vpcId: string;
  readonly name: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ApplicationLoadBalancerProps,
  ) {
    super(scope, id);
    report(this, checkName('load-balancer', props.name));
    this.name = props.name;
    this.vpcId = props.network.vpcId;
    this.securityGroup = this.openToTheInternet();
    const balancer = this.balancer();
    this.redirectToHttps(balancer);
    this.listenerArn = this.https(balancer).arn;
  }

  private openToTheInternet(): SecurityGroup {
    const { name, network } = this.props;
    const group = new SecurityGroup(this, 'security-group', { label: 'load balancer', name, vpcId: network.vpcId });
    for (const [id, port] of [
      ['http', 80],
      ['https', 443],
    ] as const) {
      new Connection(this, id, { from: '0.0.0.0/0', port, purpose: 'public web', to: group });
    }
    return group;
  }

  private balancer(): Lb {
    const { name, network, tier, deletionProtection } = this.props;
    return new Lb(this, 'Resource', {
      dropInvalidHeaderFields: true,
      enableDeletionProtection: deletionProtection,
      // The name alone would leave it to AWS: unset means internet-facing, and removing `true` shows no difference.
      internal: false,
      loadBalancerType: 'application',
      name,
      securityGroups: [this.securityGroup.groupId],
      subnets: Object.values(network.subnets(tier)).map(({ id }) => id),
      tags: { Name: name },
    });
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
    const certificate = new DataAwsAcmCertificate(this, 'certificate', {
      domain: this.props.certificateDomain,
      statuses: ['ISSUED'],
    });
    return new LbListener(this, 'listener-https', {
      certificateArn: certificate.arn,
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
      sslPolicy: tlsPolicy,
    });
  }
}
