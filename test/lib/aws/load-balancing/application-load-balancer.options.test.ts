import {
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerProps,
} from '../../../../lib/aws/load-balancing/application-load-balancer';
import { Network } from '../../../../lib/aws/network/network';
import type { Stack } from '../../../../lib/aws/stack/stack';
import { existingWebAcl } from '../../../../lib/aws/load-balancing/web-acl';
import { findingsOf, type Json, networkProps, only, resources, terraformOf } from '../../../support/terraform';

const certificate = { certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/1', domain: 'lab.imp.example' };

type Props = Partial<ApplicationLoadBalancerProps>;

function balancer(stack: Stack, props: Props = {}): void {
  new ApplicationLoadBalancer(stack, 'load-balancer', {
    certificate,
    deletionProtection: true,
    name: 'lab-public',
    network: Network.existing(stack, 'network', { ...networkProps, use: ['private', 'public'] }),
    tier: 'public',
    ...props,
  });
}

const told = (props: Props): Json => terraformOf((stack) => balancer(stack, props));
const said = (props: Props) => findingsOf((stack) => balancer(stack, props));
const sources = (terraform: Json) =>
  Object.entries<Json>(resources(terraform, 'aws_vpc_security_group_ingress_rule')).map(([name, rule]) => [
    name,
    rule.from_port,
    rule.cidr_ipv4 ?? rule.cidr_ipv6,
  ]);

describe('a load balancer', () => {
  it('reads requests defensively and lets connections say nothing for a minute', () => {
    expect(only(told({}), 'aws_lb')).toMatchObject({ desync_mitigation_mode: 'defensive', idle_timeout: 60 });
    expect(only(told({ desyncMitigationMode: 'strictest', idleTimeout: '5m' }), 'aws_lb')).toMatchObject({
      desync_mitigation_mode: 'strictest',
      idle_timeout: 300,
    });
  });

  it('serves the certificate that it is given, and asks for none', () => {
    const terraform = told({});
    expect(resources(terraform, 'aws_lb_listener')['load-balancer_listener-https'].certificate_arn).toBe(
      certificate.certificateArn,
    );
    expect(terraform.data).not.toHaveProperty('aws_acm_certificate');
  });

  it('can refuse what is older than TLS 1.3', () => {
    expect(
      resources(told({ minTlsVersion: '1.3' }), 'aws_lb_listener')['load-balancer_listener-https'].ssl_policy,
    ).toBe('ELBSecurityPolicy-TLS13-1-3-2021-06');
  });

  it('is reached from its network only where it is internal', () => {
    const terraform = told({ scheme: 'internal', tier: 'private' });
    expect(only(terraform, 'aws_lb').internal).toBe(true);
    expect(sources(terraform)).toEqual([
      ['load-balancer_http_ingress', 80, '10.10.0.0/16'],
      ['load-balancer_https_ingress', 443, '10.10.0.0/16'],
    ]);
  });

  it('is reached by IPv6 where it has such addresses, under addresses that leave the others alone', () => {
    const terraform = told({ ipAddressType: 'dualstack' });
    expect(only(terraform, 'aws_lb').ip_address_type).toBe('dualstack');
    expect(sources(terraform)).toEqual([
      ['load-balancer_http-ipv6', 80, '::/0'],
      ['load-balancer_http_ingress', 80, '0.0.0.0/0'],
      ['load-balancer_https-ipv6', 443, '::/0'],
      ['load-balancer_https_ingress', 443, '0.0.0.0/0'],
    ]);
    expect(sources(told({ ipAddressType: 'dualstack', scheme: 'internal', tier: 'private' }))).toHaveLength(2);
  });

  it('is guarded by a list of the account where it is told', () => {
    const terraform = terraformOf((stack) => {
      balancer(stack, { webAcl: existingWebAcl(stack, 'web-acl', { name: 'public' }) });
    });
    expect(terraform.data.aws_wafv2_web_acl).toEqual({ 'web-acl': { name: 'public', scope: 'REGIONAL' } });
    expect(only(terraform, 'aws_wafv2_web_acl_association')).toEqual({
      resource_arn: '${aws_lb.load-balancer.arn}',
      web_acl_arn: '${data.aws_wafv2_web_acl.web-acl.arn}',
    });
    expect(resources(told({}), 'aws_wafv2_web_acl_association')).toEqual({});
  });

  it.each<[string, Props, [string, string, string]]>([
    [
      'two certificates',
      { certificateDomain: 'lab.imp.example' },
      [
        'certificate',
        'HTTPS needs one certificate, got two',
        'give either a certificate or the domain of an issued one',
      ],
    ],
    [
      'a long silence',
      { idleTimeout: '2h' },
      ['idleTimeout', 'a connection may say nothing for 1s to 4000s, got 2h', "write it as '60s'"],
    ],
    [
      'the internet before it, and none behind its tier',
      { tier: 'private' },
      [
        'tier',
        "a load balancer that faces the internet stands in a public tier, got 'private' (private)",
        'choose a public tier, or another facing',
      ],
    ],
    [
      'nobody but the network before it, in a tier that the internet reaches',
      { scheme: 'internal' },
      [
        'tier',
        "a load balancer that faces the network stands in a tier that is not public, got 'public' (public)",
        'choose a tier that is not public, or another facing',
      ],
    ],
    [
      'a tier that is not there',
      { tier: 'open' },
      [
        'tier',
        "an application load balancer stands in two zones at least, got 0 in tier 'open'",
        'give the network a second zone, or choose another tier',
      ],
    ],
  ])('says so when it has %s', (_, props, finding) => {
    expect(said(props)).toEqual([finding]);
  });

  it('says so when it has no certificate', () => {
    const none = findingsOf((stack) => {
      new ApplicationLoadBalancer(stack, 'load-balancer', {
        deletionProtection: true,
        name: 'lab-public',
        network: Network.existing(stack, 'network', { ...networkProps, use: ['public'] }),
        tier: 'public',
      });
    });
    expect(none).toEqual([
      [
        'certificate',
        'HTTPS needs one certificate, got none',
        'give either a certificate or the domain of an issued one',
      ],
    ]);
  });

  it.each<Props>([{ idleTimeout: '1s' }, { idleTimeout: '4000s' }])('takes %j', (props) => {
    expect(said(props)).toEqual([]);
  });
});
