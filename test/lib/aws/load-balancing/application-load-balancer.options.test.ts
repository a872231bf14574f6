import { ApplicationLoadBalancer } from '../../../../lib/aws/load-balancing/application-load-balancer';
import type { ApplicationLoadBalancerProps } from '../../../../lib/aws/load-balancing/application-load-balancer-props';
import { Network } from '../../../../lib/aws/network/network';
import type { Stack } from '../../../../lib/aws/stack/stack';
import { existingWebAcl } from '../../../../lib/aws/load-balancing/web-acl';
import { type Json, networkProps, only, resources, terraformJson } from '../../../support/terraform';

const certificate = { certificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/1', domain: 'lab.imp.example' };

type Props = Partial<ApplicationLoadBalancerProps>;

function balancer(stack: Stack, props: Props = {}): void {
  new ApplicationLoadBalancer(stack, 'load-balancer', {
    certificate,
    deletionProtection: true,
    name: 'lab-public',
    network: Network.existing(stack, 'network', { ...networkProps, tiersInUse: ['private', 'public'] }),
    tier: 'public',
    ...props,
  });
}

const render = (props: Props): Json => terraformJson((stack) => balancer(stack, props));
const sources = (terraform: Json) =>
  Object.entries<Json>(resources(terraform, 'aws_vpc_security_group_ingress_rule')).map(([name, rule]) => [
    name,
    rule.from_port,
    rule.cidr_ipv4 ?? rule.cidr_ipv6,
  ]);

describe('application load balancer options', () => {
  it('desync mitigation and idle timeout: have defaults and can be set', () => {
    expect(only(render({}), 'aws_lb')).toMatchObject({ desync_mitigation_mode: 'defensive', idle_timeout: 60 });
    expect(only(render({ desyncMitigationMode: 'strictest', idleTimeout: '5m' }), 'aws_lb')).toMatchObject({
      desync_mitigation_mode: 'strictest',
      idle_timeout: 300,
    });
  });

  it('certificate: is used without a lookup', () => {
    const terraform = render({});
    expect(resources(terraform, 'aws_lb_listener')['load-balancer_listener-https'].certificate_arn).toBe(
      certificate.certificateArn,
    );
    expect(terraform.data).not.toHaveProperty('aws_acm_certificate');
  });

  it('minimum TLS version: can be 1.3', () => {
    expect(
      resources(render({ minTlsVersion: '1.3' }), 'aws_lb_listener')['load-balancer_listener-https'].ssl_policy,
    ).toBe('ELBSecurityPolicy-TLS13-1-3-2021-06');
  });

  it('internal scheme: allows the network only', () => {
    const terraform = render({ scheme: 'internal', tier: 'private' });
    expect(only(terraform, 'aws_lb').internal).toBe(true);
    expect(sources(terraform)).toEqual([
      ['load-balancer_http_ingress', 80, '10.10.0.0/16'],
      ['load-balancer_https_ingress', 443, '10.10.0.0/16'],
    ]);
  });

  it('dualstack: allows IPv6 clients of an internet-facing load balancer', () => {
    const terraform = render({ ipAddressType: 'dualstack' });
    expect(only(terraform, 'aws_lb').ip_address_type).toBe('dualstack');
    expect(sources(terraform)).toEqual([
      ['load-balancer_http-ipv6', 80, '::/0'],
      ['load-balancer_http_ingress', 80, '0.0.0.0/0'],
      ['load-balancer_https-ipv6', 443, '::/0'],
      ['load-balancer_https_ingress', 443, '0.0.0.0/0'],
    ]);
  });

  it('web ACL: is associated by its name', () => {
    const terraform = terraformJson((stack) => {
      balancer(stack, { webAcl: existingWebAcl(stack, 'web-acl', { name: 'public' }) });
    });
    expect(terraform.data.aws_wafv2_web_acl).toEqual({ 'web-acl': { name: 'public', scope: 'REGIONAL' } });
    expect(only(terraform, 'aws_wafv2_web_acl_association')).toEqual({
      resource_arn: '${aws_lb.load-balancer.arn}',
      web_acl_arn: '${data.aws_wafv2_web_acl.web-acl.arn}',
    });
    expect(resources(render({}), 'aws_wafv2_web_acl_association')).toEqual({});
  });
});
