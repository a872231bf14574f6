import { type Json, loadBalancer, only, resources, terraformJson } from '../../../support/terraform';

const terraform = terraformJson((stack) => loadBalancer(stack));
const listeners = resources(terraform, 'aws_lb_listener');

describe('application load balancer', () => {
  it('load balancer: is internet-facing in every zone and drops invalid headers', () => {
    expect(only(terraform, 'aws_lb')).toMatchObject({
      drop_invalid_header_fields: true,
      internal: false,
      load_balancer_type: 'application',
      name: 'lab-public',
      subnets: ['a', 'b', 'c'].map((zone) => `\${data.aws_subnet.network_subnet-public-${zone}.id}`),
    });
  });

  it.each([true, false])('deletion protection: is %s', (deletionProtection) => {
    const written = terraformJson((stack) => loadBalancer(stack, { deletionProtection }));
    expect(only(written, 'aws_lb').enable_deletion_protection).toBe(deletionProtection);
  });

  it('HTTP listener: redirects to HTTPS permanently', () => {
    expect(listeners['load-balancer_listener-http']).toMatchObject({
      default_action: [{ redirect: { port: '443', protocol: 'HTTPS', status_code: 'HTTP_301' }, type: 'redirect' }],
      port: 80,
      protocol: 'HTTP',
    });
  });

  it('HTTPS listener: uses TLS 1.2 and 1.3 with the issued certificate', () => {
    expect(listeners['load-balancer_listener-https']).toMatchObject({
      certificate_arn: '${data.aws_acm_certificate.load-balancer_certificate.arn}',
      port: 443,
      protocol: 'HTTPS',
      ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    });
    expect(terraform.data.aws_acm_certificate).toEqual({
      'load-balancer_certificate': { domain: 'lab.imp.example', statuses: ['ISSUED'] },
    });
  });

  it('HTTPS listener: responds with 404 by default', () => {
    expect(listeners['load-balancer_listener-https'].default_action).toEqual([
      {
        fixed_response: { content_type: 'text/plain', message_body: 'not found', status_code: '404' },
        type: 'fixed-response',
      },
    ]);
  });

  it('security group: allows 80 and 443 in, and nothing out', () => {
    const open = Object.values<Json>(resources(terraform, 'aws_vpc_security_group_ingress_rule'));
    expect(
      open.map(({ cidr_ipv4, from_port, ip_protocol, to_port }) => [cidr_ipv4, ip_protocol, from_port, to_port]),
    ).toEqual([
      ['0.0.0.0/0', 'tcp', 80, 80],
      ['0.0.0.0/0', 'tcp', 443, 443],
    ]);
    expect(resources(terraform, 'aws_vpc_security_group_egress_rule')).toEqual({});
  });
});
