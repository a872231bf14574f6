import { findingsOf, type Json, loadBalancer, only, resources, terraformOf } from '../../../support/terraform';

const terraform = terraformOf((stack) => loadBalancer(stack));
const listeners = resources(terraform, 'aws_lb_listener');

describe('a load balancer', () => {
  it('faces the internet with a subnet in each zone, and drops headers that are no headers', () => {
    expect(only(terraform, 'aws_lb')).toMatchObject({
      drop_invalid_header_fields: true,
      internal: false,
      load_balancer_type: 'application',
      name: 'lab-public',
      subnets: ['a', 'b', 'c'].map((zone) => `\${data.aws_subnet.network_subnet-public-${zone}.id}`),
    });
  });

  it.each([true, false])('refuses to be deleted: %s, as it is told', (deletionProtection) => {
    const told = terraformOf((stack) => loadBalancer(stack, { deletionProtection }));
    expect(only(told, 'aws_lb').enable_deletion_protection).toBe(deletionProtection);
  });

  it('sends HTTP on to HTTPS for good', () => {
    expect(listeners['load-balancer_listener-http']).toMatchObject({
      default_action: [{ redirect: { port: '443', protocol: 'HTTPS', status_code: 'HTTP_301' }, type: 'redirect' }],
      port: 80,
      protocol: 'HTTP',
    });
  });

  it('speaks TLS 1.2 and 1.3 only, with the certificate of its domain that was issued', () => {
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

  it('answers 404 itself to what no service asked for', () => {
    expect(listeners['load-balancer_listener-https'].default_action).toEqual([
      {
        fixed_response: { content_type: 'text/plain', message_body: 'not found', status_code: '404' },
        type: 'fixed-response',
      },
    ]);
  });

  it('is open on 80 and 443 and on nothing else, and reaches nothing until a service is exposed', () => {
    const open = Object.values<Json>(resources(terraform, 'aws_vpc_security_group_ingress_rule'));
    expect(
      open.map(({ cidr_ipv4, from_port, ip_protocol, to_port }) => [cidr_ipv4, ip_protocol, from_port, to_port]),
    ).toEqual([
      ['0.0.0.0/0', 'tcp', 80, 80],
      ['0.0.0.0/0', 'tcp', 443, 443],
    ]);
    expect(resources(terraform, 'aws_vpc_security_group_egress_rule')).toEqual({});
  });

  it('has a name of at most 32 characters', () => {
    const name = 'a'.repeat(33);
    expect(findingsOf((stack) => loadBalancer(stack, { name }))).toContainEqual([
      'name',
      `a load-balancer name has at most 32 characters, got '${name}' (33)`,
      'shorten it by 1',
    ]);
    expect(findingsOf((stack) => loadBalancer(stack, { name: 'a'.repeat(32) }))).toEqual([]);
  });
});
