import type { Explanations } from '../../core/explanation';

/** Explanations of the checks in this folder. */
export const explanations = {
  'alias-record-host': {
    reason: 'A zone has one record of a name and type. A second one overwrites the first, or AWS rejects it.',
    example: `host: 'api.lab.imp.example' // of two load balancers`,
    fix: `host: 'api.internal.lab.imp.example'`,
    see: 'https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html',
  },
  'private-zone-name': {
    reason: 'AWS associates a VPC with one private zone of a name.',
    example: `name: 'lab.internal' // of two private zones`,
    fix: `name: 'internal.lab.imp.example'`,
    see: 'https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html',
  },
  'certificate-domain-length': {
    reason:
      'ACM uses the first domain of a certificate as its common name, which has at most 64 characters. The apply fails with a longer one.',
    example: `domain: 'a-very-long-name-of-an-environment-that-nobody-can-remember.imp.example'`,
    fix: `domain: 'lab.imp.example'`,
    see: 'https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html',
  },
  'certificate-wildcard': {
    reason: 'A certificate covers its domain and, by an added wildcard, the names directly below it.',
    example: `domain: '*.lab.imp.example'`,
    fix: `domain: 'lab.imp.example'`,
    see: 'https://docs.aws.amazon.com/acm/latest/userguide/acm-concepts.html',
  },
  'domain-name': {
    reason: 'Route 53 stores other characters of a name in an escaped form, and ACM rejects them.',
    example: `name: 'Lab_1.imp.example.'`,
    fix: `name: 'lab-1.imp.example'`,
    see: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html',
  },
  'host-outside-zone': {
    reason: 'Route 53 rejects a record whose name is not below the domain of its zone, and ACM cannot validate it.',
    example: `host: 'api.imp.example' // in the zone lab.imp.example`,
    fix: `host: 'api.lab.imp.example'`,
    see: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html',
  },
} as const satisfies Explanations;
