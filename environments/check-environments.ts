import { checkCidr, checkPrivateCidr, type Cidr, overlap, servicePrefixes } from '../lib/core/cidr';
import type { Diagnostic, Finding } from '../lib/core/diagnostics';
import { checkName } from '../lib/core/naming';
import { checkRegion } from '../lib/core/regions';
import { type EnvironmentDefinition, settingDiagnostic } from './define-environment';

/** Returns the diagnostics of the environments by themselves, before anything is built: names, accounts, address ranges. */
export function checkEnvironments(definitions: readonly EnvironmentDefinition[]): Diagnostic[] {
  return [
    ...definitions.flatMap((definition) =>
      checkEnvironment(definition).map((finding) => settingDiagnostic(definition, finding)),
    ),
    ...checkNoOverlaps(definitions),
    ...checkUniqueAccounts(definitions),
    ...checkUniqueDomains(definitions),
    ...checkUniqueStates(definitions),
  ];
}

function checkEnvironment({ settings }: EnvironmentDefinition): Finding[] {
  const { cluster, name } = settings;
  return [
    ...checkName('environment', name),
    ...checkAccount(settings.account),
    ...checkRegion(settings.region),
    ...checkDomain('domain', settings.domain, 'lab.example.com'),
    ...checkDomain('cluster.domain', cluster.domain, 'cluster.local'),
    ...checkServiceCidr(cluster.serviceCidr),
    ...checkTierAccess(settings),
    ...checkWebAcl(settings),
    ...checkAlarms(settings),
  ];
}

/** A sample of each setting that many constructs derive names from. It takes the place of an invalid one. */
const samples = { account: '123456789012', domain: 'lab.example.com', region: 'eu-west-1' } as const;

/**
 * Returns an environment with samples in place of an invalid account, domain or region. It is built only to find other
 * mistakes, and the constructs that derive names from these settings do not report them again.
 */
export function withSamples(definition: EnvironmentDefinition): EnvironmentDefinition {
  const { account, domain, region } = definition.settings;
  return {
    ...definition,
    settings: {
      ...definition.settings,
      ...(checkAccount(account).length > 0 && { account: samples.account }),
      ...(checkDomain('domain', domain, '').length > 0 && { domain: samples.domain }),
      ...(checkRegion(region).length > 0 && { region: samples.region }),
    },
  };
}

function checkAccount(account: string): Finding[] {
  if (/^\d{12}$/.test(account)) return [];
  const message = `account must be 12 digits; got '${account}'`;
  return [{ id: 'account', setting: 'account', message, hint: 'write all digits, leading zeros too' }];
}

function checkServiceCidr(serviceCidr: Cidr): Finding[] {
  const setting = 'cluster.serviceCidr';
  const malformed = checkCidr(serviceCidr, setting, servicePrefixes);
  return malformed.length > 0 ? malformed : checkPrivateCidr(serviceCidr, setting);
}

function checkDomain(setting: string, domain: string, example: string): Finding[] {
  if (/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(domain) && domain.length <= 253) return [];
  const message = `${setting} must be lower-case labels of letters, digits and hyphens, joined by dots; got '${domain}'`;
  return [{ id: 'domain', setting, message, hint: `write it as '${example}'` }];
}

/** Access to the internet that the constructs of the platform rely on, by tier. */
const tierAccess = {
  public: 'public',
  data: 'isolated',
  endpoints: 'isolated',
  private: 'private',
  pods: 'private',
} as const;

/** Nodes and pods reach the internet through NAT and have no public addresses; nothing from outside reaches databases. */
function checkTierAccess({ network }: EnvironmentDefinition['settings']): Finding[] {
  return Object.entries(tierAccess).flatMap(([tier, access]) => {
    const got = network.tiers[tier]?.access;
    if (got === undefined || got === access) return [];
    return [
      {
        id: 'tier-access',
        setting: ['network', 'tiers', tier, 'access'],
        message: `access of the tier ${tier} must be ${access}; got ${got}`,
        hint: `write '${access}', and add a tier of its own for other subnets`,
      },
    ];
  });
}

/** AWS WAF allows these names (CreateWebACL). */
function checkWebAcl({ loadBalancer: { webAcl } }: EnvironmentDefinition['settings']): Finding[] {
  if (webAcl === undefined || /^[\w-]{1,128}$/.test(webAcl)) return [];
  const message = `webAcl must be 1 to 128 letters, digits, hyphens and underscores; got '${webAcl}'`;
  return [
    {
      id: 'web-acl-name',
      setting: 'loadBalancer.webAcl',
      message,
      hint: 'write the name of a regional web ACL, not its ARN',
    },
  ];
}

/** Amazon SNS allows these names (CreateTopic); CloudWatch alarms cannot publish to a FIFO topic. */
function checkAlarms({ alarms, deletionProtection }: EnvironmentDefinition['settings']): Finding[] {
  if (alarms === undefined) {
    if (!deletionProtection) return [];
    const message = 'alarms must be set where deletionProtection is true; got none';
    const hint = "add alarms: { topic: 'alarms' }, the name of an SNS topic of the account";
    return [{ id: 'alarm-topic', setting: 'alarms', message, hint }];
  }
  if (/^[\w-]{1,256}$/.test(alarms.topic)) return [];
  const message = `topic must be 1 to 256 letters, digits, hyphens and underscores; got '${alarms.topic}'`;
  return [
    { id: 'alarm-topic', setting: 'alarms.topic', message, hint: "write the topic's name, as 'alarms', not its ARN" },
  ];
}

/** Networks that are peered one day must not share addresses. The network of one environment is checked by its construct. */
function checkNoOverlaps(definitions: readonly EnvironmentDefinition[]): Diagnostic[] {
  const ranges = definitions.flatMap((definition): Range[] => {
    const { network, cluster, name } = definition.settings;
    const own = [
      { cidr: network.cidr, definition, name, setting: 'network.cidr' },
      { cidr: cluster.serviceCidr, definition, name, setting: 'cluster.serviceCidr' },
    ] as const;
    return own.filter(({ cidr, setting }) => checkCidr(cidr, setting, { max: 32, min: 0 }).length === 0);
  });
  return ranges.flatMap((range, index) => {
    const other = ranges
      .slice(0, index)
      .filter((earlier) => isComparable(range, earlier))
      .find(({ cidr }) => overlap(range.cidr, cidr));
    if (!other) return [];
    return [
      settingDiagnostic(range.definition, {
        id: 'network-overlap',
        setting: range.setting,
        message: `${range.setting} must not overlap with ${other.setting} of ${other.name} (${other.cidr}); got ${range.cidr}`,
        hint: 'choose a range that no other environment uses',
      }),
    ];
  });
}

interface Range {
  readonly cidr: Cidr;
  readonly definition: EnvironmentDefinition;
  readonly name: string;
  readonly setting: 'network.cidr' | 'cluster.serviceCidr';
}

/**
 * Service addresses are used in their own cluster only, so two clusters can have the same. If they overlap with the network of
 * their own environment too, the network's construct reports it.
 */
function isComparable(a: Range, b: Range): boolean {
  if (a.definition === b.definition) return false;
  if (a.setting === b.setting) return a.setting === 'network.cidr';
  const [network, services] = a.setting === 'network.cidr' ? [a, b] : [b, a];
  return network.definition.settings.cluster.serviceCidr !== services.cidr;
}

/** The account guard of a stack rejects credentials of another environment only if their accounts differ. */
function checkUniqueAccounts(definitions: readonly EnvironmentDefinition[]): Diagnostic[] {
  const owners = new Map<string, string>();
  return definitions.flatMap((definition) => {
    const { account, name } = definition.settings;
    const owner = owners.get(account);
    owners.set(account, owner ?? name);
    if (owner === undefined) return [];
    return [
      settingDiagnostic(definition, {
        id: 'unique-account',
        setting: 'account',
        message: `account must differ from the account of ${owner}; got '${account}'`,
        hint: 'create an account for each environment',
      }),
    ];
  });
}

/** A domain is delegated to one zone, which is in one account: certificates and records of another one would never be found. */
function checkUniqueDomains(definitions: readonly EnvironmentDefinition[]): Diagnostic[] {
  const owners = new Map<string, string>();
  return definitions.flatMap((definition) => {
    const { domain, name } = definition.settings;
    const owner = owners.get(domain);
    owners.set(domain, owner ?? name);
    if (owner === undefined) return [];
    return [
      settingDiagnostic(definition, {
        id: 'unique-domain',
        setting: 'domain',
        message: `domain must differ from the domain of ${owner}; got '${domain}'`,
        hint: `choose a domain of its own, as '${name}.${domain}'`,
      }),
    ];
  });
}

/** Each environment creates the bucket of its states in its own account, and the names of buckets are unique in all of AWS. */
function checkUniqueStates(definitions: readonly EnvironmentDefinition[]): Diagnostic[] {
  const owners = new Map<string, string>();
  return definitions.flatMap((definition) => {
    const { name, state } = definition.settings;
    const owner = owners.get(state.bucket);
    owners.set(state.bucket, owner ?? name);
    if (owner === undefined) return [];
    return [
      settingDiagnostic(definition, {
        id: 'unique-state-bucket',
        setting: 'state.bucket',
        message: `bucket must differ from the state bucket of ${owner}; got '${state.bucket}'`,
        hint: 'choose a bucket for each environment',
      }),
    ];
  });
}
