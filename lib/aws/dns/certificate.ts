import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { DataAwsAcmCertificate } from '@cdktf/provider-aws/lib/data-aws-acm-certificate';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { type Finding, addFindings } from '../../core/diagnostics';
import { checkInZone } from './host-name';
import type { IPublicZone } from './public-zone';

/** A certificate as other constructs use it, whether this stack owns it or finds it. */
export interface ICertificate {
  /** Known only once the certificate is issued. */
  readonly certificateArn: string;
  /** The domain that it is for, and the names directly below it. */
  readonly domain: string;
}

export interface CertificateProps {
  /**
   * The domain: the certificate is for it and for the names directly below it (`*.domain`). At most 64 characters.
   * @replaces the certificate and its record; the new one serves before the old one goes
   */
  readonly domain: string;
  /** The public zone that proves that the domain is ours: the domain's own, or one above. @replaces the record and the wait for it */
  readonly zone: IPublicZone;
}

export interface IssuedCertificateProps {
  /** The domain of a certificate that the account has been issued. @inPlace */
  readonly domain: string;
}

/** ACM asks DNS for up to half an hour; a zone that its parent does not name is not worth the provider's 75 minutes. */
const issueTimeout = '45m';

/** The longest common name of X.509, which ACM takes from the first domain. Source: RequestCertificate, ACM API reference. */
const longestDomain = 64;

/** A certificate that ACM issues and renews by itself for as long as its record stands. */
export class Certificate extends Construct implements ICertificate {
  readonly certificateArn: string;
  readonly domain: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CertificateProps,
  ) {
    super(scope, id);
    addFindings(this, checkCertificate(props));
    const certificate = this.request();
    const record = this.proof(certificate);
    this.certificateArn = this.issued(certificate, record);
    this.domain = props.domain;
  }

  /** One that was issued before, found by its domain. */
  static issued(scope: Construct, id: string, { domain }: IssuedCertificateProps): ICertificate {
    return { certificateArn: new DataAwsAcmCertificate(scope, id, { domain, statuses: ['ISSUED'] }).arn, domain };
  }

  private request(): AcmCertificate {
    const { domain } = this.props;
    return new AcmCertificate(this, 'Resource', {
      domainName: domain,
      keyAlgorithm: 'RSA_2048',
      // A listener holds the old one until it serves the new one.
      lifecycle: { createBeforeDestroy: true },
      subjectAlternativeNames: [`*.${domain}`],
      tags: { Name: domain },
      validationMethod: 'DNS',
    });
  }

  /**
   * ACM asks for the same record for a domain and for its wildcard: two resources would fight over one. What it asks is a
   * set, so the domain's is chosen by its name.
   */
  private proof({ friendlyUniqueId, terraformResourceType }: AcmCertificate): Route53Record {
    const { domain, zone } = this.props;
    const options = `${terraformResourceType}.${friendlyUniqueId}.domain_validation_options`;
    const asked = (part: string) =>
      `\${one([for option in ${options} : option.${part} if option.domain_name == "${domain}"])}`;
    return new Route53Record(this, 'validation-record', {
      // It is the same for every certificate of a domain in an account, so that of another region may stand already.
      allowOverwrite: true,
      name: asked('resource_record_name'),
      records: [asked('resource_record_value')],
      ttl: 300,
      type: asked('resource_record_type'),
      zoneId: zone.zoneId,
    });
  }

  /** Nothing may serve a certificate that is not issued yet, so this is where its ARN comes from. */
  private issued({ arn }: AcmCertificate, { fqdn }: Route53Record): string {
    return new AcmCertificateValidation(this, 'issued', {
      certificateArn: arn,
      timeouts: { create: issueTimeout },
      validationRecordFqdns: [fqdn],
    }).certificateArn;
  }
}

function checkCertificate({ domain, zone }: CertificateProps): Finding[] {
  const found = domain.startsWith('*.')
    ? [
        {
          hint: `write ${domain.slice(2)}`,
          message: `a certificate's domain is without a wildcard, which is added, got '${domain}'`,
          setting: 'domain',
        },
      ]
    : checkInZone(domain, zone.name, 'domain');
  if (domain.length <= longestDomain) return found;
  return [
    ...found,
    {
      hint: 'choose a shorter domain; names below it may be longer',
      message: `a certificate's domain has at most ${longestDomain} characters, got '${domain}' (${domain.length})`,
      setting: 'domain',
    },
  ];
}
