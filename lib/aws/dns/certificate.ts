import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { DataAwsAcmCertificate } from '@cdktf/provider-aws/lib/data-aws-acm-certificate';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { type Finding, addFindings } from '../../core/diagnostics';
import { checkInZone } from './host-name';
import type { IPublicZone } from './public-zone';

/** A certificate as other constructs use it: owned by this stack, or looked up. */
export interface ICertificate {
  /** The ARN, which is known only once the certificate is issued. */
  readonly certificateArn: string;
  /** The domain of the certificate, which also covers the names directly below it. */
  readonly domain: string;
}

export interface CertificateProps {
  /**
   * The domain. The certificate covers it and the names directly below it (`*.domain`). At most 64 characters.
   *
   * @replaces the certificate and its record; the new one is in use before the old one is removed
   */
  readonly domain: string;
  /**
   * The public zone that validates the domain: the domain's own zone, or one above it.
   *
   * @replaces the record and the validation
   */
  readonly zone: IPublicZone;
}

export interface IssuedCertificateProps {
  /**
   * The domain of a certificate that was issued to the account.
   *
   * @inPlace
   */
  readonly domain: string;
}

/** ACM validates within half an hour. For a zone without delegation, the provider's 75 minutes would only delay the error. */
const issueTimeout = '45m';

/**
 * Maximum length of a common name in X.509, which ACM takes from the first domain.
 *
 * @see https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
 */
export const maxDomainLength = 64;

/**
 * ACM certificate with DNS validation, which ACM renews for as long as its record exists.
 *
 * @see https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 *
 * @example
 * new Certificate(stack, 'certificate', {
 *   domain: 'lab.imp.example',
 *   zone: new PublicZone(stack, 'public-zone', { name: 'lab.imp.example' }),
 * });
 */
export class Certificate extends Construct implements ICertificate {
  readonly certificateArn: string;
  readonly domain: string;

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);
    addFindings(this, checkCertificate(props));
    const certificate = this.requestCertificate(props);
    const record = this.createValidationRecord(props, certificate);
    this.certificateArn = this.waitForIssue(certificate, record);
    this.domain = props.domain;
  }

  /** Looks up an issued certificate by its domain. */
  static issued(scope: Construct, id: string, { domain }: IssuedCertificateProps): ICertificate {
    return { certificateArn: new DataAwsAcmCertificate(scope, id, { domain, statuses: ['ISSUED'] }).arn, domain };
  }

  private requestCertificate({ domain }: CertificateProps): AcmCertificate {
    return new AcmCertificate(this, 'Resource', {
      domainName: domain,
      keyAlgorithm: 'RSA_2048',
      // A listener uses the old certificate until it has the new one.
      lifecycle: { createBeforeDestroy: true },
      subjectAlternativeNames: [`*.${domain}`],
      tags: { Name: domain },
      validationMethod: 'DNS',
    });
  }

  /**
   * ACM requires the same record for a domain and for its wildcard, and two resources for one record would conflict. The
   * validation options are a set, so the domain's option is selected by its name.
   */
  private createValidationRecord(
    { domain, zone }: CertificateProps,
    { friendlyUniqueId, terraformResourceType }: AcmCertificate,
  ): Route53Record {
    const options = `${terraformResourceType}.${friendlyUniqueId}.domain_validation_options`;
    const option = (attribute: string) =>
      `\${one([for option in ${options} : option.${attribute} if option.domain_name == "${domain}"])}`;
    return new Route53Record(this, 'validation-record', {
      // Certificates of a domain share the record in an account, so one of another region may have created it already.
      allowOverwrite: true,
      name: option('resource_record_name'),
      records: [option('resource_record_value')],
      ttl: 300,
      type: option('resource_record_type'),
      zoneId: zone.zoneId,
    });
  }

  /** A listener must not use a certificate before it is issued, so the ARN comes from the validation. */
  private waitForIssue({ arn }: AcmCertificate, { fqdn }: Route53Record): string {
    return new AcmCertificateValidation(this, 'issued', {
      certificateArn: arn,
      timeouts: { create: issueTimeout },
      validationRecordFqdns: [fqdn],
    }).certificateArn;
  }
}

function checkCertificate({ domain, zone }: CertificateProps): Finding[] {
  return [...checkWildcard(domain, zone), ...checkLength(domain)];
}

function checkWildcard(domain: string, zone: IPublicZone): Finding[] {
  if (!domain.startsWith('*.')) return checkInZone(domain, zone.name, 'domain');
  return [
    {
      id: 'certificate-wildcard',
      setting: 'domain',
      message: `domain must have no wildcard, which is added; got '${domain}'`,
      hint: `write '${domain.slice(2)}'`,
    },
  ];
}

function checkLength(domain: string): Finding[] {
  if (domain.length <= maxDomainLength) return [];
  return [
    {
      id: 'certificate-domain-length',
      setting: 'domain',
      message: `domain must be at most ${maxDomainLength} characters; got '${domain}' (${domain.length})`,
      hint: 'choose a shorter domain; names below it may be longer',
    },
  ];
}
