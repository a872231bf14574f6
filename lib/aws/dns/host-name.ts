import type { Finding } from '../../core/diagnostics';

/** Host name that Route 53 and ACM accept, without a dot at its end. */
const hostName = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Checks the notation of a domain or host name. */
export function checkDomain(domain: string, setting: string): Finding[] {
  if (hostName.test(domain)) return [];
  return [
    {
      id: 'domain-name',
      setting,
      message: `${setting} must be lower-case labels of letters, digits and hyphens, joined by dots; got '${domain}'`,
      hint: `write it as 'staging.example.com', without a dot at its end`,
    },
  ];
}

/** Checks that a host name belongs to a zone. The construct of a zone with an invalid name reports that name. */
export function checkInZone(host: string, zone: string, setting: string): Finding[] {
  if (!hostName.test(zone)) return [];
  const malformed = checkDomain(host, setting);
  if (malformed.length > 0 || host === zone || host.endsWith(`.${zone}`)) return malformed;
  return [
    {
      id: 'host-outside-zone',
      setting,
      message: `${setting} must be in its zone (${zone}); got '${host}'`,
      hint: `end it in .${zone}, or use the zone of the name`,
    },
  ];
}
