import { sortedEntries } from '../lib/core/canonical';
import { checkCidr, overlap } from '../lib/core/cidr';
import { variantName } from '../lib/core/contract';
import type { Diagnostic } from '../lib/core/diagnostics';
import { checkName } from '../lib/core/naming';
import { type EnvironmentDefinition, settingDiagnostic } from './define-environment';

/** What is wrong with the environments as such, before anything is made of them: names, accounts, and who has which addresses. */
export function checkEnvironments(definitions: readonly EnvironmentDefinition[]): Diagnostic[] {
  return [
    ...definitions.flatMap(checkEnvironment),
    ...checkNoOverlaps(definitions),
    ...checkUniqueAccounts(definitions),
  ];
}

function checkEnvironment(definition: EnvironmentDefinition): Diagnostic[] {
  const { account, domain, name, cluster } = definition.settings;
  const problem = settingDiagnostic.bind(undefined, definition);
  const problems = [
    ...checkName('environment', name),
    ...checkCidr(cluster.serviceCidr, 'cluster.serviceCidr', { max: 24, min: 12 }),
  ].map(({ setting, message, hint }) => problem(setting, message, hint));
  if (!/^\d{12}$/.test(account)) {
    problems.push(
      problem('account', `an account is 12 digits, got '${account}'`, 'write all digits, leading zeros too'),
    );
  }
  const domains = [
    ['domain', domain, 'lab.example.com'],
    ['cluster.domain', cluster.domain, 'cluster.local'],
  ] as const;
  for (const [setting, value, example] of domains) {
    if (/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/.test(value)) continue;
    problems.push(
      problem(setting, `a domain is lower-case labels with dots between, got '${value}'`, `write it as '${example}'`),
    );
  }
  return [...problems, ...checkAlarms(definition)];
}

/** Alarms that nobody hears of. Source of what a name is: CreateTopic of the Amazon SNS API; alarms take no topic in order (`.fifo`). */
function checkAlarms(definition: EnvironmentDefinition): Diagnostic[] {
  const { alarms, name, protection } = definition.settings;
  if (alarms === undefined) {
    if (!protection.stateful) return [];
    return [
      settingDiagnostic(
        definition,
        'alarms',
        'where data is protected, somebody is told of alarms, got no topic',
        `say alarms: { topic: 'alarms' }, the name of an SNS topic of the account, in environments/${name}.ts`,
      ),
    ];
  }
  if (/^[\w-]{1,256}$/.test(alarms.topic)) return [];
  return [
    settingDiagnostic(
      definition,
      'alarms.topic',
      `a topic's name is up to 256 letters, digits, - and _, got '${alarms.topic}'`,
      `write its name, as in 'alarms', and not its ARN`,
    ),
  ];
}

/** Networks may be joined one day, and then no address may mean two things. */
function checkNoOverlaps(definitions: readonly EnvironmentDefinition[]): Diagnostic[] {
  const ranges = definitions.flatMap((definition) => {
    const { network, cluster, name } = definition.settings;
    const own = [
      { cidr: network.cidr, definition, name, setting: 'network.cidr' },
      { cidr: cluster.serviceCidr, definition, name, setting: 'cluster.serviceCidr' },
    ];
    return own.filter(({ cidr, setting }) => checkCidr(cidr, setting, { max: 32, min: 0 }).length === 0);
  });
  return ranges.flatMap((range, index) =>
    ranges
      .slice(0, index)
      // Service addresses are seen in their own cluster only, so two clusters may have the same.
      .filter((other) => range.setting === 'network.cidr' || other.setting === 'network.cidr')
      .filter((other) => overlap(range.cidr, other.cidr))
      .map((other) =>
        settingDiagnostic(
          range.definition,
          range.setting,
          `${range.cidr} overlaps with ${other.cidr} of ${other.name} (${other.setting})`,
          'give one of them a range of its own',
        ),
      ),
  );
}

/** The account guard tells environments apart only if each has an account of its own. */
function checkUniqueAccounts(definitions: readonly EnvironmentDefinition[]): Diagnostic[] {
  const owners = new Map<string, string>();
  return definitions.flatMap((definition) => {
    const { account, name } = definition.settings;
    const owner = owners.get(account);
    owners.set(account, owner ?? name);
    if (owner === undefined) return [];
    return [
      settingDiagnostic(
        definition,
        'account',
        `account ${account} is ${owner}'s`,
        'give each environment an account of its own',
      ),
    ];
  });
}

/** Images that node groups name and nobody pinned. */
export function checkMachineImages(definition: EnvironmentDefinition, pinned: ReadonlySet<string>): Diagnostic[] {
  const { name, nodeGroups, region } = definition.settings;
  return sortedEntries(nodeGroups)
    .filter(([, { image }]) => !pinned.has(image))
    .map(([group, { image }]) =>
      settingDiagnostic(
        definition,
        `nodeGroups.${group}.image`,
        `image '${image}' has no pin in ${region}, got ${listed(pinned)}`,
        `add it to environments/machine-images.lock.json → ${name}, or name one that is pinned`,
      ),
    );
}

/** Services and variants that have a size and no pinned image. */
export function checkContainerImages(definition: EnvironmentDefinition, pinned: ReadonlySet<string>): Diagnostic[] {
  const { name, services } = definition.settings;
  const lock = `environments/container-images.lock.json → ${name}`;
  return sortedEntries(services).flatMap(([service, { variants = {} }]) => {
    const problem = (setting: string, what: string, source: string): Diagnostic =>
      settingDiagnostic(
        definition,
        setting,
        `${what} has no pinned image, got ${listed(pinned)}`,
        `add it to ${source}`,
      );
    const found = pinned.has(service) ? [] : [problem(`services.${service}`, `service '${service}'`, lock)];
    const unpinned = Object.keys(variants).filter((revision) => !pinned.has(variantName(service, revision)));
    return [
      ...found,
      ...unpinned.map((revision) =>
        problem(
          `services.${service}.variants.${revision}`,
          `variant '${revision}' of ${service}`,
          `${lock}.${service}.variants`,
        ),
      ),
    ];
  });
}

function listed(names: ReadonlySet<string>): string {
  return names.size === 0 ? 'none' : [...names].sort().join(', ');
}
