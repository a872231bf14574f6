import { Certificate, type ICertificate } from '../../../../lib/aws/dns/certificate';
import { PublicZone } from '../../../../lib/aws/dns/public-zone';
import { ApplicationLoadBalancer } from '../../../../lib/aws/load-balancing/application-load-balancer';
import { Network } from '../../../../lib/aws/network/network';
import type { Stack } from '../../../../lib/aws/stack/stack';
import { networkProps, only, resources, terraformJson } from '../../../support/terraform';

const domain = 'lab.imp.example';

const describeCertificate = (stack: Stack) => {
  const zone = new PublicZone(stack, 'public-zone', { name: domain });
  new Certificate(stack, 'certificate', { domain, zone });
};

/** ARN of the certificate in a listener. */
function listenerCertificate(certificate: (stack: Stack) => ICertificate): string {
  const terraform = terraformJson((stack) => {
    new ApplicationLoadBalancer(stack, 'load-balancer', {
      certificate: certificate(stack),
      deletionProtection: true,
      name: 'lab-public',
      network: Network.existing(stack, 'network', { ...networkProps, tiersInUse: ['public'] }),
      tier: 'public',
    });
  });
  return resources(terraform, 'aws_lb_listener')['load-balancer_listener-https'].certificate_arn;
}

describe('certificate', () => {
  const terraform = terraformJson(describeCertificate);

  it('certificate: covers the domain and the names directly below it, and is replaced without a gap', () => {
    expect(only(terraform, 'aws_acm_certificate')).toMatchObject({
      domain_name: 'lab.imp.example',
      lifecycle: { create_before_destroy: true },
      subject_alternative_names: ['*.lab.imp.example'],
      validation_method: 'DNS',
    });
  });

  it('validation: has one record for the domain and its wildcard', () => {
    const option = (part: string) =>
      `\${one([for option in aws_acm_certificate.certificate.domain_validation_options : option.${part} if option.domain_name == "lab.imp.example"])}`;
    expect(only(terraform, 'aws_route53_record')).toEqual({
      allow_overwrite: true,
      name: option('resource_record_name'),
      records: [option('resource_record_value')],
      ttl: 300,
      type: option('resource_record_type'),
      zone_id: '${data.aws_route53_zone.public-zone.zone_id}',
    });
    expect(terraform.data.aws_route53_zone['public-zone']).toEqual({ name: domain, private_zone: false });
  });

  it('listener: gets the ARN from the validation', () => {
    expect(only(terraform, 'aws_acm_certificate_validation')).toMatchObject({
      certificate_arn: '${aws_acm_certificate.certificate.arn}',
      timeouts: { create: '45m' },
      validation_record_fqdns: ['${aws_route53_record.certificate_validation-record.fqdn}'],
    });
    const zone = (stack: Stack) => new PublicZone(stack, 'public-zone', { name: domain });
    expect(listenerCertificate((stack) => new Certificate(stack, 'certificate', { domain, zone: zone(stack) }))).toBe(
      '${aws_acm_certificate_validation.certificate_issued.certificate_arn}',
    );
  });

  it('listener: gets the ARN of an issued certificate', () => {
    expect(listenerCertificate((stack) => Certificate.issued(stack, 'certificate', { domain }))).toBe(
      '${data.aws_acm_certificate.certificate.arn}',
    );
  });
});
