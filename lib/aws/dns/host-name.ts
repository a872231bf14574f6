import type { Finding } from '../../core/diagnostics';

/** A host name as Route 53 and ACM take it, without a dot at its end. */
const hostName = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** What is wrong with a host name that a person wrote. */
export function checkDomain(domain: string, setting: string): Finding[] {
  if (hostName.test(domain)) return [];
  return [
    {
      hint: `write it as 'staging.example.com'`,
      message: `a domain is lower-case labels of letters, digits and hyphens joined by dots, got '${domain}'`,
      setting,
    },
  ];
}

/** What is wrong with a host that is to be written in a zone. */
export function checkInZone(host: string, zone: string, setting: string): Finding[] {
  const malformed = checkDomain(host, setting);
  if (malformed.length > 0 || host === zone || host.endsWith(`.${zone}`)) return malformed;
  return [
    {
      hint: `end it in .${zone}, or give the zone that it is in`,
      message: `a name must be in its zone (${zone}), got '${host}'`,
      setting,
    },
  ];
}
