import { committed, environments, resolve, settingSource } from '../../environments';
import { defineEnvironment } from '../../environments/define-environment';
import { another, defined, locksFor, problemsOf, untold } from './definitions';

describe('the settings of environments', () => {
  it('are sound where each environment has an account and addresses of its own', () => {
    expect(problemsOf([defined('one'), another('two')])).toEqual([]);
  });

  it('may not give two networks the same addresses', () => {
    expect(problemsOf([defined('one'), another('two', { network: { cidr: '10.1.128.0/17' } })])).toEqual([
      [
        'two',
        '10.1.128.0/17 overlaps with 10.1.0.0/16 of one (network.cidr)',
        'environments/two.ts → network.cidr',
        'give one of them a range of its own',
      ],
    ]);
  });

  it("may not put a network over a cluster's service addresses, its own or another's", () => {
    const cidr = '172.20.0.0/16';
    expect(problemsOf([defined('one', { network: { cidr } })])).toEqual([
      [
        'one',
        '172.20.0.0/16 overlaps with 172.20.0.0/16 of one (network.cidr)',
        'environments/base.ts → cluster.serviceCidr',
        'give one of them a range of its own',
      ],
    ]);
    expect(
      problemsOf([defined('one'), another('two', { network: { cidr } })]).map(([path, rule]) => [path, rule]),
    ).toEqual([
      ['two', '172.20.0.0/16 overlaps with 172.20.0.0/16 of one (cluster.serviceCidr)'],
      ['two', '172.20.0.0/16 overlaps with 172.20.0.0/16 of two (network.cidr)'],
    ]);
  });

  it('may not give two environments one account, which the account guard tells them apart by', () => {
    expect(problemsOf([defined('one'), another('two', { account: '111111111111' })])).toEqual([
      [
        'two',
        "account 111111111111 is one's",
        'environments/two.ts → account',
        'give each environment an account of its own',
      ],
    ]);
  });

  it.each(['11111111111', '1111111111111', '1234-5678-9012', ''])("may not name the account '%s'", (account) => {
    expect(problemsOf([defined('one', { account })])).toEqual([
      [
        'one',
        `an account is 12 digits, got '${account}'`,
        'environments/one.ts → account',
        'write all digits, leading zeros too',
      ],
    ]);
  });

  it('may not protect data and tell nobody of its alarms', () => {
    expect(problemsOf([defineEnvironment('one', untold)])).toEqual([
      [
        'one',
        'where data is protected, somebody is told of alarms, got no topic',
        'environments/one.ts → alarms',
        "say alarms: { topic: 'alarms' }, the name of an SNS topic of the account, in environments/one.ts",
      ],
    ]);
    expect(problemsOf([defineEnvironment('one', { ...untold, alarms: { topic: 'On-call_1' } })])).toEqual([]);
    expect(problemsOf([defineEnvironment('one', { ...untold, protection: { stateful: false } })])).toEqual([]);
  });

  it.each(['arn:aws:sns:eu-west-1:111111111111:alarms', 'alarms.fifo', ''])(
    "may not name the topic of alarms '%s'",
    (topic) => {
      expect(problemsOf([defined('one', { alarms: { topic } })])).toEqual([
        [
          'one',
          `a topic's name is up to 256 letters, digits, - and _, got '${topic}'`,
          'environments/one.ts → alarms.topic',
          "write its name, as in 'alarms', and not its ARN",
        ],
      ]);
    },
  );

  it.each(['example', 'Example.com', 'example.com.', '-a.example.com', 'a b.com', ''])(
    "may not name the domain '%s'",
    (domain) => {
      expect(problemsOf([defined('one', { domain })])).toEqual([
        [
          'one',
          `a domain is lower-case labels with dots between, got '${domain}'`,
          'environments/one.ts → domain',
          "write it as 'lab.example.com'",
        ],
      ]);
    },
  );

  it('may not name the environment as no name of AWS could begin', () => {
    expect(
      problemsOf([defined('Team_One')], locksFor())
        .slice(0, 1)
        .map(([path, rule, , hint]) => [path, rule, hint]),
    ).toEqual([
      [
        'Team_One',
        "an environment name is lower-case letters, digits and hyphens, starting with a letter and ending with a letter or digit, got 'Team_One'",
        "rename it, for example to 'team-one'",
      ],
    ]);
  });

  it("say that an environment's name is in its own file", () => {
    expect(problemsOf([defined('Team_One')])[0]?.[2]).toBe('environments/Team_One.ts → name');
  });

  it('may not give services a range that is none', () => {
    expect(problemsOf([defined('one', { cluster: { serviceCidr: '172.20.0.0/8' } })])).toContainEqual([
      'one',
      'must be an IPv4 range with a prefix from /12 to /24, got /8',
      'environments/one.ts → cluster.serviceCidr',
      'choose a prefix from /12 to /24',
    ]);
  });

  it('have all of their mistakes told at once', () => {
    const found = problemsOf([
      defined('one', { account: '1', domain: 'x' }),
      another('two', { domain: 'y', network: { cidr: '10.1.0.0/16' } }),
    ]);
    expect(found.map(([path, , source]) => [path, source])).toEqual([
      ['one', 'environments/one.ts → account'],
      ['one', 'environments/one.ts → domain'],
      ['two', 'environments/two.ts → domain'],
      ['two', 'environments/two.ts → network.cidr'],
    ]);
  });
});

describe('where a setting was written', () => {
  const definition = defined('one', { nodeGroups: { general: { maxSize: 4 } }, waivers: [] });

  it.each([
    ['nodeGroups.general.max', 'one'],
    ['nodeGroups.general.min', 'base'],
    ['nodeGroups.transfer.max', 'base'],
    ['network.cidr', 'one'],
    ['network.zones.a.slot', 'base'],
    ['account', 'one'],
    ['waivers', 'one'],
    ['waivers.0.reason', 'one'],
    ['rabbitmq.replicas', 'base'],
  ])('%s is in the file of %s', (setting, file) => {
    expect(definition.source(setting)).toBe(`environments/${file}.ts → ${setting}`);
  });

  it('is known of a resolved environment as well', () => {
    const text = JSON.stringify(locksFor('one').images);
    const { environments: all } = resolve([definition], { images: text, releases: '{}' });
    const one = all['one'];
    expect(one && settingSource(one)('nodeGroups.general.max')).toBe('environments/one.ts → nodeGroups.general.max');
  });
});

describe('an environment', () => {
  it('is the base with what its own file says instead, lists as a whole', () => {
    const { settings } = defined('one', {
      database: { multiAz: false },
      network: { cidr: '10.9.0.0/16', nat: 'none' },
    });
    expect(settings.database).toMatchObject({ instanceClass: 'db.m6g.large', multiAz: false });
    expect(settings.network).toMatchObject({ cidr: '10.9.0.0/16', nat: 'none', zones: { a: { slot: 0 } } });
  });

  it('does not change the base for the others', () => {
    defined('one', { database: { multiAz: false } });
    expect(another('two').settings.database.multiAz).toBe(true);
  });

  it.each(Object.values(environments))('$name cannot be changed, at any depth', (environment) => {
    const open: string[] = [];
    const walk = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if (!Object.isFrozen(value)) open.push(path);
      for (const [key, member] of Object.entries(value)) walk(member, `${path}.${key}`);
    };
    walk({ ...environment, images: {}, releases: {} }.nodeGroups, 'nodeGroups');
    for (const [key, value] of Object.entries(environment)) if (!['images', 'releases'].includes(key)) walk(value, key);
    expect(open).toEqual([]);
    expect(Object.isFrozen(environment)).toBe(true);
  });
});

describe('the environments as committed', () => {
  it('are lab, staging and production, with nothing wrong', () => {
    expect(Object.keys(environments)).toEqual(['lab', 'staging', 'production']);
    expect(committed.diagnostics).toEqual([]);
  });

  it('differ from the base where it is said, and protect what production holds', () => {
    const { lab, production } = environments;
    expect(production?.protection.stateful).toBe(true);
    expect(production?.waivers).toEqual([]);
    expect(production?.network.nat).toBe('per-zone');
    expect(lab?.network.nat).toBe('single');
  });
});
