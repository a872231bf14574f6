import { ApplicationLoadBalancer } from '../../../../lib/aws/load-balancing/application-load-balancer';
import type { ApplicationLoadBalancerProps } from '../../../../lib/aws/load-balancing/application-load-balancer-props';
import { Network } from '../../../../lib/aws/network/network';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { type Json, network, networkProps, resources, terraformJson } from '../../../support/terraform';

const arn = (name: string) => `arn:aws:acm:eu-west-1:111111111111:certificate/${name}`;
const certificate = { certificateArn: arn('1'), domain: 'lab.imp.example' };
const tiers = {
  private: { access: 'private', ipv6: true, slot: 4, width: 4 },
  public: { access: 'public', ipv6: true, slot: 0 },
} as const;
const ipv6Props = { ...networkProps, ipv6: 'amazon-provided', tiers } as const;

type Props = Partial<ApplicationLoadBalancerProps>;

function render(props: Props, looksUp = false): Json {
  return terraformJson((stack) => {
    new ApplicationLoadBalancer(stack, 'load-balancer', {
      certificate,
      deletionProtection: true,
      ipAddressType: 'dualstack',
      name: 'lab',
      network: looksUp
        ? Network.existing(stack, 'network', { ...ipv6Props, tiersInUse: ['private', 'public'] })
        : network(stack, ipv6Props),
      tier: 'public',
      ...props,
    });
    expect(collectDiagnostics(stack)).toEqual([]);
  });
}

const sources = (terraform: Json) =>
  Object.entries<Json>(resources(terraform, 'aws_vpc_security_group_ingress_rule')).map(([name, rule]) => [
    name,
    rule.from_port,
    rule.cidr_ipv4 ?? rule.cidr_ipv6,
  ]);

describe('clients of an application load balancer', () => {
  it.each([
    [false, '${aws_vpc.network_vpc.ipv6_cidr_block}'],
    [true, '${data.aws_vpc.network_vpc.ipv6_cidr_block}'],
  ])('internal dualstack: allows both blocks of the network (looked up: %s)', (looksUp, block) => {
    expect(sources(render({ scheme: 'internal', tier: 'private' }, looksUp))).toEqual([
      ['load-balancer_http-ipv6', 80, block],
      ['load-balancer_http_ingress', 80, '10.10.0.0/16'],
      ['load-balancer_https-ipv6', 443, block],
      ['load-balancer_https_ingress', 443, '10.10.0.0/16'],
    ]);
  });

  it.each<['internet-facing' | 'internal', string]>([
    ['internet-facing', 'public'],
    ['internal', 'private'],
  ])('allowed ranges: are the only clients of an %s load balancer', (scheme, tier) => {
    const allowedRanges = { 'office': '203.0.113.0/24', 'office-ipv6': '2001:db8:1::/48' } as const;
    expect(sources(render({ allowedRanges, scheme, tier }))).toEqual([
      ['load-balancer_http-office-ipv6', 80, '2001:db8:1::/48'],
      ['load-balancer_http-office_ingress', 80, '203.0.113.0/24'],
      ['load-balancer_https-office-ipv6', 443, '2001:db8:1::/48'],
      ['load-balancer_https-office_ingress', 443, '203.0.113.0/24'],
    ]);
  });

  it('additional certificates: are added to the HTTPS listener', () => {
    const shop = { certificateArn: arn('shop'), domain: 'shop.example' };
    const terraform = render({ additionalCertificates: { shop } });
    expect(resources(terraform, 'aws_lb_listener_certificate')).toEqual({
      'load-balancer_certificate-shop': {
        certificate_arn: shop.certificateArn,
        listener_arn: '${aws_lb_listener.load-balancer_listener-https.arn}',
      },
    });
  });
});
