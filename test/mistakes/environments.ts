import { another, defined, diagnostics, locksFor } from '../environments/definitions';
import { resolve } from '../../environments';
import type { Mistake } from '../support/mistakes';

const network = { cidr: '10.1.0.0/16' };

/** A mistake in the file of environment `one`, next to an environment without mistakes. */
function inOne(
  title: string,
  id: string,
  source: string,
  { corrected, mistaken }: { readonly mistaken: object; readonly corrected?: object },
): Mistake {
  return {
    title,
    id,
    source: source.includes('→') ? source : `environments/one.ts → ${source}`,
    mistaken: () => diagnostics([defined('one', mistaken), another('two')]),
    corrected: () => diagnostics([defined('one', corrected), another('two')]),
  };
}

const settingValues: readonly Mistake[] = [
  inOne('setting: misspelt', 'unknown-setting', 'network.nta', {
    mistaken: { network: { ...network, nta: 'single' } },
    corrected: { network: { ...network, nat: 'single' } },
  }),
  inOne('setting: unlike any known one', 'unknown-setting', 'database.backups', {
    mistaken: { database: { backups: true } },
  }),
  inOne('setting: misspelt, so that the right one is missing', 'unknown-setting', 'network.cdir', {
    mistaken: { network: { cdir: '10.1.0.0/16' } },
  }),
  inOne('setting: required and left out', 'missing-setting', 'network.cidr (not set)', { mistaken: { network: {} } }),
  inOne('setting: an environment of its own and left out', 'missing-setting', 'domain (not set)', {
    mistaken: { domain: undefined },
  }),
  inOne('setting: a misspelt word', 'setting-value', 'network.nat', {
    mistaken: { network: { ...network, nat: 'singel' } },
    corrected: { network: { ...network, nat: 'single' } },
  }),
  inOne('setting: a number that is not allowed', 'setting-value', 'network.tiers.data.width', {
    mistaken: { network: { ...network, tiers: { data: { width: 3 } } } },
    corrected: { network: { ...network, tiers: { data: { slot: 6, width: 2 } } } },
  }),
  inOne('setting: a number in quotes', 'setting-value', 'services.web.maxReplicas', {
    mistaken: { services: { web: { maxReplicas: '6' } } },
    corrected: { services: { web: { maxReplicas: 6 } } },
  }),
  inOne('setting: a boolean in quotes', 'setting-value', 'deletionProtection', {
    mistaken: { deletionProtection: 'false' },
    corrected: { deletionProtection: false },
  }),
  inOne('setting: a string without quotes', 'setting-value', 'region', { mistaken: { region: 5 } }),
  inOne('setting: a string in place of a list', 'setting-value', 'nodeGroups.transfer.mixedInstances.alternatives', {
    mistaken: { nodeGroups: { transfer: { mixedInstances: { alternatives: 'c5.xlarge' } } } },
    corrected: { nodeGroups: { transfer: { mixedInstances: { alternatives: ['c5.xlarge'] } } } },
  }),
  inOne('setting: a string in place of an object', 'setting-value', 'database', { mistaken: { database: 'small' } }),
  inOne('setting: a unit of other systems', 'setting-value', 'rabbitmq.memory', {
    mistaken: { rabbitmq: { memory: '512MB' } },
    corrected: { rabbitmq: { memory: '512Mi' } },
  }),
  inOne('setting: a version without its letter', 'setting-value', 'cluster.podSecurityVersion', {
    mistaken: { cluster: { podSecurityVersion: '1.33' } },
    corrected: { cluster: { podSecurityVersion: 'v1.33' } },
  }),
  inOne('setting: a label that is a number', 'setting-value', "nodeGroups.general.labels['example.com/tier']", {
    mistaken: { nodeGroups: { general: { labels: { 'example.com/tier': 1 } } } },
    corrected: { nodeGroups: { general: { labels: { 'example.com/tier': '1' } } } },
  }),
  inOne('node group: misspelt, so that it lacks most settings', 'missing-setting', 'nodeGroups.genral', {
    mistaken: { nodeGroups: { genral: { maxSizePerZone: 4 } } },
    corrected: { nodeGroups: { general: { maxSizePerZone: 4 } } },
  }),
  inOne('service: a new one without memory', 'missing-setting', 'services.reports.memory (not set)', {
    mistaken: { services: { reports: { minReplicas: 1, maxReplicas: 2, cpu: '1' } } },
  }),
];

const removals: readonly Mistake[] = [
  inOne('override: the value of base.ts', 'override-without-effect', 'network.nat', {
    mistaken: { network: { ...network, nat: 'per-zone' } },
    corrected: { network: { ...network, nat: 'single' } },
  }),
  inOne('override: an empty record', 'override-without-effect', 'database.replicas', {
    mistaken: { database: { replicas: {} } },
    corrected: { database: { replicas: { readers: null } } },
  }),
  inOne('override: undefined', 'override-without-effect', 'network.zones.c (not set)', {
    mistaken: { network: { ...network, zones: { c: undefined } } },
    corrected: { network: { ...network, zones: { c: null } } },
  }),
  inOne('override: removal of an entry that base.ts does not have', 'override-without-effect', 'network.zones.d', {
    mistaken: { network: { ...network, zones: { d: null } } },
    corrected: { network: { ...network, zones: { c: null } } },
  }),
  inOne('override: the list of base.ts', 'override-without-effect', 'waivers', { mistaken: { waivers: [] } }),
  inOne('override: removal of a required setting', 'setting-removal', 'database', { mistaken: { database: null } }),
  inOne('override: removal of a required tier', 'setting-removal', 'network.tiers.public', {
    mistaken: { network: { ...network, tiers: { public: null } } },
  }),
  inOne('override: removal of a required number', 'setting-removal', 'nodeGroups.general.minSizePerZone', {
    mistaken: { nodeGroups: { general: { minSizePerZone: null } } },
    corrected: { nodeGroups: { transfer: { mixedInstances: null } } },
  }),
  inOne("override: removal of an environment's own setting", 'setting-removal', 'account', {
    mistaken: { account: null },
  }),
];

const environmentValues: readonly Mistake[] = [
  ...['11111111111', '1111111111111', '1234-5678-9012', ''].map((account) =>
    inOne(`account: '${account}'`, 'account', 'account', { mistaken: { account } }),
  ),
  inOne('account: the account of another environment', 'unique-account', 'environments/two.ts → account', {
    mistaken: { account: '222222222222' },
  }),
  ...['example', 'Example.com', 'example.com.', '-a.example.com', 'a b.com', 'https://lab.imp.example/', ''].map(
    (domain) => inOne(`domain: '${domain}'`, 'domain', 'domain', { mistaken: { domain } }),
  ),
  inOne('cluster domain: capitals and an underscore', 'domain', 'cluster.domain', {
    mistaken: { cluster: { domain: 'Bad_..x' } },
    corrected: { cluster: { domain: 'cluster.local' } },
  }),
  inOne('region: a hyphen left out', 'region', 'region', { mistaken: { region: 'eu-west1' } }),
  inOne('region: no region of AWS', 'region', 'region', { mistaken: { region: 'eu-west-9' } }),
  inOne('region: another partition', 'region-partition', 'region', { mistaken: { region: 'us-gov-west-1' } }),
  inOne('region: a partition with other endpoint names', 'region-partition', 'region', {
    mistaken: { region: 'cn-north-1' },
  }),
  inOne('Service range: public addresses', 'cidr-public', 'cluster.serviceCidr', {
    mistaken: { cluster: { serviceCidr: '8.8.0.0/16' } },
    corrected: { cluster: { serviceCidr: '100.64.0.0/16' } },
  }),
  inOne('Service range: contains addresses of the bridge of Docker', 'cidr-special-use', 'cluster.serviceCidr', {
    mistaken: { cluster: { serviceCidr: '172.16.0.0/12' } },
    corrected: { cluster: { serviceCidr: '172.18.0.0/16' } },
  }),
  inOne('region: two letters swapped', 'region', 'region', { mistaken: { region: 'eu-wset-1' } }),
  inOne('region: one without images', 'region', 'region', { mistaken: { region: 'eu-central-1' } }),
  ...['arn:aws:sns:eu-west-1:111111111111:alarms', 'alarms.fifo', ''].map((topic) =>
    inOne(`alarm topic: '${topic}'`, 'alarm-topic', 'alarms.topic', {
      mistaken: { alarms: { topic } },
      corrected: { alarms: { topic: 'On-call_1' } },
    }),
  ),
  ...(
    [
      ['data', 'public'],
      ['pods', 'public'],
      ['private', 'isolated'],
      ['endpoints', 'private'],
      ['public', 'private'],
    ] as const
  ).map(([tier, access]) =>
    inOne(`tier: ${tier} with ${access} access`, 'tier-access', `network.tiers.${tier}.access`, {
      mistaken: { network: { ...network, tiers: { [tier]: { access } } } },
      // A tier of another name has any access, in a free part of the network.
      corrected: { network: { ...network, tiers: { pods: { slot: 6, width: 2 }, other: { access, slot: 4 } } } },
    }),
  ),
  ...['', 'a b', 'arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/imp/1', 'x'.repeat(129)].map((webAcl) =>
    inOne(`web ACL: '${webAcl.slice(0, 20)}'`, 'web-acl-name', 'loadBalancer.webAcl', {
      mistaken: { loadBalancer: { webAcl } },
      corrected: { loadBalancer: { webAcl: 'imp_public-1' } },
    }),
  ),
  inOne('alarm topic: none for protected data', 'alarm-topic', 'alarms (not set)', {
    mistaken: { alarms: undefined },
    corrected: { alarms: undefined, deletionProtection: false },
  }),
  inOne('service addresses: a prefix that is too short', 'cidr-size', 'cluster.serviceCidr', {
    mistaken: { cluster: { serviceCidr: '172.20.0.0/8' } },
    corrected: { cluster: { serviceCidr: '172.21.0.0/16' } },
  }),
  inOne('network: addresses of another environment', 'network-overlap', 'environments/two.ts → network.cidr', {
    mistaken: { network: { cidr: '10.2.128.0/17' } },
  }),
  inOne(
    "network: addresses of another environment's services",
    'network-overlap',
    'environments/two.ts → network.cidr',
    {
      mistaken: { cluster: { serviceCidr: '10.2.0.0/20' } },
    },
  ),
  {
    title: 'environment: a name of 17 characters',
    id: 'resource-name-length',
    source: 'environments/production-europe.ts → name',
    mistaken: () => diagnostics([defined('production-europe')], locksFor()),
    corrected: () => diagnostics([defined('production-eu')]),
  },
  {
    title: 'environment: a name with capitals',
    id: 'resource-name',
    source: 'environments/Team_One.ts → name',
    mistaken: () => diagnostics([defined('Team_One')], locksFor()),
    corrected: () => diagnostics([defined('team-one')]),
  },
];

/** A mistake in the list of environments, next to environment `two`, which has none. */
function inList(title: string, id: string, source: string, mistaken: object): Mistake {
  const check = (list: object) =>
    resolve(
      { ...list, two: another('two') },
      {
        containerImages: JSON.stringify(locksFor('one', 'two').containerImages),
        machineImages: JSON.stringify(locksFor('one', 'two').machineImages),
      },
    ).diagnostics;
  return { title, id, source, mistaken: () => check(mistaken), corrected: () => check({ one: defined('one') }) };
}

const list: readonly Mistake[] = [
  ...[undefined, null, 'one', {}].map((definition) =>
    inList(
      `list: ${JSON.stringify(definition) ?? 'undefined'} in place of an environment`,
      'environment-list',
      'environments/index.ts → one',
      { one: definition },
    ),
  ),
  inList('list: an environment with another name than its file', 'environment-name', 'environments/one.ts → name', {
    one: defined('ones'),
  }),
  inList('list: an environment twice', 'environment-name', 'environments/one.ts → name', { one: another('two') }),
];

/** Rejected settings of environments. */
export const environments: readonly Mistake[] = [...list, ...settingValues, ...removals, ...environmentValues];
