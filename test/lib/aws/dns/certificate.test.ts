import { AliasRecord } from '../../../../lib/aws/dns/alias-record';
import { Certificate, type ICertificate } from '../../../../lib/aws/dns/certificate';
import { ApplicationLoadBalancer } from '../../../../lib/aws/load-balancing/application-load-balancer';
import { Network } from '../../../../lib/aws/network/network';
import { PrivateZone } from '../../../../lib/aws/dns/private-zone';
import { PublicZone } from '../../../../lib/aws/dns/public-zone';
import type { Stack } from '../../../../lib/aws/stack/stack';
import { findingsOf, networkProps, only, resources, terraformOf } from '../../../support/terraform';

const domain = 'lab.imp.example';

function certificate(name = domain) {
  return (stack: Stack) =>
    void new Certificate(stack, 'certificate', {
      domain: name,
      zone: new PublicZone(stack, 'public-zone', { name: domain }),
    });
}

/** The certificate of a listener that serves what it is given. */
function served(described: (stack: Stack) => ICertificate): string {
  const terraform = terraformOf((stack) => {
    new ApplicationLoadBalancer(stack, 'load-balancer', {
      certificate: described(stack),
      deletionProtection: true,
      name: 'lab-public',
      network: Network.existing(stack, 'network', { ...networkProps, use: ['public'] }),
      tier: 'public',
    });
  });
  return resources(terraform, 'aws_lb_listener')['load-balancer_listener-https'].certificate_arn;
}

describe('a certificate', () => {
  const terraform = terraformOf(certificate());

  it('is for the domain and for every name directly below it, and serves before the old one goes', () => {
    expect(only(terraform, 'aws_acm_certificate')).toMatchObject({
      domain_name: 'lab.imp.example',
      lifecycle: { create_before_destroy: true },
      subject_alternative_names: ['*.lab.imp.example'],
      validation_method: 'DNS',
    });
  });

  it('is proved by one record, since ACM asks the same for a domain and for its wildcard', () => {
    const asked = (part: string) =>
      `\${one([for option in aws_acm_certificate.certificate.domain_validation_options : option.${part} if option.domain_name == "lab.imp.example"])}`;
    expect(only(terraform, 'aws_route53_record')).toEqual({
      allow_overwrite: true,
      name: asked('resource_record_name'),
      records: [asked('resource_record_value')],
      ttl: 300,
      type: asked('resource_record_type'),
      zone_id: '${data.aws_route53_zone.public-zone.zone_id}',
    });
    expect(terraform.data.aws_route53_zone['public-zone']).toEqual({ name: domain, private_zone: false });
  });

  it('is used only once it is issued', () => {
    expect(only(terraform, 'aws_acm_certificate_validation')).toMatchObject({
      certificate_arn: '${aws_acm_certificate.certificate.arn}',
      timeouts: { create: '45m' },
      validation_record_fqdns: ['${aws_route53_record.certificate_validation-record.fqdn}'],
    });
    const zone = (stack: Stack) => new PublicZone(stack, 'public-zone', { name: domain });
    expect(served((stack) => new Certificate(stack, 'certificate', { domain, zone: zone(stack) }))).toBe(
      '${aws_acm_certificate_validation.certificate_issued.certificate_arn}',
    );
  });

  it('can be one that was issued before', () => {
    expect(served((stack) => Certificate.issued(stack, 'certificate', { domain }))).toBe(
      '${data.aws_acm_certificate.certificate.arn}',
    );
  });

  it.each<[string, string, [string, string, string]]>([
    [
      'a wildcard',
      '*.lab.imp.example',
      [
        'domain',
        "a certificate's domain is without a wildcard, which is added, got '*.lab.imp.example'",
        'write lab.imp.example',
      ],
    ],
    [
      'a domain of another zone',
      'collab.imp.example',
      [
        'domain',
        "a name must be in its zone (lab.imp.example), got 'collab.imp.example'",
        'end it in .lab.imp.example, or give the zone that it is in',
      ],
    ],
    [
      'a domain that ends in a dot',
      'lab.imp.example.',
      [
        'domain',
        "a domain is lower-case labels of letters, digits and hyphens joined by dots, got 'lab.imp.example.'",
        "write it as 'staging.example.com'",
      ],
    ],
    [
      'a domain that is too long',
      `${'a'.repeat(49)}.${domain}`,
      [
        'domain',
        `a certificate's domain has at most 64 characters, got '${'a'.repeat(49)}.${domain}' (65)`,
        'choose a shorter domain; names below it may be longer',
      ],
    ],
  ])('says so when it is for %s', (_, name, finding) => {
    expect(findingsOf(certificate(name))).toEqual([finding]);
  });

  it.each([domain, `api.${domain}`, `${'a'.repeat(48)}.${domain}`])('takes %s', (name) => {
    expect(findingsOf(certificate(name))).toEqual([]);
  });
});

describe('an alias record', () => {
  const target = { addresses: 'ipv4', dnsName: 'lab-1.elb.amazonaws.com', hostedZoneId: 'Z32O12XQLNTSW2' } as const;

  function alias(host: string, addresses: 'ipv4' | 'dualstack' = 'ipv4') {
    return (stack: Stack) => {
      const zone = new PublicZone(stack, 'public-zone', { name: domain });
      new AliasRecord(stack, 'name', { host, target: { ...target, addresses }, zone });
    };
  }

  it('answers with the addresses of its target, of both families only where the target has both', () => {
    const record = {
      alias: { evaluate_target_health: true, name: target.dnsName, zone_id: target.hostedZoneId },
      name: 'api.lab.imp.example',
      zone_id: '${data.aws_route53_zone.public-zone.zone_id}',
    };
    expect(resources(terraformOf(alias('api.lab.imp.example')), 'aws_route53_record')).toEqual({
      name_ipv4: { ...record, type: 'A' },
    });
    expect(resources(terraformOf(alias('api.lab.imp.example', 'dualstack')), 'aws_route53_record')).toEqual({
      name_ipv4: { ...record, type: 'A' },
      name_ipv6: { ...record, type: 'AAAA' },
    });
  });

  it('is in its zone, whose own name it may have', () => {
    expect(findingsOf(alias('lab.imp.example'))).toEqual([]);
    expect(findingsOf(alias('api.imp.example'))).toEqual([
      [
        'host',
        "a name must be in its zone (lab.imp.example), got 'api.imp.example'",
        'end it in .lab.imp.example, or give the zone that it is in',
      ],
    ]);
  });

  it('is known by its host, and no two hosts are known alike', () => {
    expect(AliasRecord.constructId('lab.imp.example', domain)).toBe('apex');
    expect(AliasRecord.constructId('api.lab.imp.example', domain)).toBe('api');
    expect(AliasRecord.constructId('v1.api.lab.imp.example', domain)).toBe('v1--api');
    expect(AliasRecord.constructId('v1-api.lab.imp.example', domain)).toBe('v1-api');
  });
});

describe('a private zone', () => {
  const zone = (deletionProtection?: boolean) =>
    only(
      terraformOf((stack) => {
        const said = deletionProtection === undefined ? {} : { deletionProtection };
        new PrivateZone(stack, 'private-zone', { name: 'lab.internal', vpcId: 'vpc-1', ...said });
      }),
      'aws_route53_zone',
    );

  it('is seen by its network only, and refuses to be destroyed where it is told', () => {
    const plain = {
      comment: 'private names',
      name: 'lab.internal',
      tags: { Name: 'lab.internal' },
      vpc: [{ vpc_id: 'vpc-1' }],
    };
    expect(zone()).toEqual(plain);
    expect(zone(false)).toEqual(plain);
    expect(zone(true)).toEqual({ ...plain, lifecycle: { prevent_destroy: true } });
  });

  it('has a domain', () => {
    const named = (name: string) =>
      findingsOf((stack) => void new PrivateZone(stack, 'private-zone', { name, vpcId: 'vpc-1' }));
    expect(named('lab.internal')).toEqual([]);
    expect(named('lab')).toEqual([
      [
        'name',
        "a domain is lower-case labels of letters, digits and hyphens joined by dots, got 'lab'",
        "write it as 'staging.example.com'",
      ],
    ]);
  });
});
