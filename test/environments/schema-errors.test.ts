import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import fc from 'fast-check';
import { committed, resolve } from '../../environments';
import { defineEnvironment } from '../../environments/define-environment';
import environmentSchema from '../../environments/environment.schema.json';
import { another, defined, locksFor, problemsOf } from './definitions';
import { environmentSchema as generated, schemaFile } from './schema';

/** What a person may write whom no compiler stops. */
function mistaken(own: object): ReturnType<typeof defined> {
  return defined('one', own);
}

const network = { cidr: '10.1.0.0/16' };

describe('the schema of an environment', () => {
  it('is what npm run schema generates from the types', () => {
    expect(readFileSync(schemaFile, 'utf8')).toBe(generated());
  });

  it('has the units of the types as patterns, and nothing that any text would fit', () => {
    const { definitions } = environmentSchema as {
      readonly definitions: Readonly<Record<string, { readonly type?: string; readonly pattern?: string }>>;
    };
    const texts = Object.entries(definitions).filter(([, { type }]) => type === 'string');
    expect(texts.map(([name]) => name).sort()).toEqual([
      'Cidr',
      'Cpu',
      'Duration',
      'LogRetention',
      'Memory',
      'Storage',
    ]);
    expect(texts.filter(([, schema]) => !('pattern' in schema || 'enum' in schema))).toEqual([]);
  });

  it('takes every amount of the units, and none of a unit that is not theirs', () => {
    const units: Readonly<Record<string, readonly string[]>> = {
      Cpu: ['', 'm'],
      Duration: ['s', 'm', 'h', 'd'],
      Memory: ['Mi', 'Gi'],
      Storage: ['Gi'],
    };
    const ajv = new Ajv().addSchema(environmentSchema, 'environment');
    const all = ['', 'm', 's', 'h', 'd', 'Mi', 'Gi', 'GB', 'Ki', 'min', 'g'];
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(units)),
        fc.nat(),
        fc.constantFrom(...all),
        (name, amount, unit) =>
          ajv.validate(`environment#/definitions/${name}`, `${amount}${unit}`) === units[name]?.includes(unit),
      ),
    );
  });
});

describe('a misspelt setting', () => {
  it('is refused with the one that was meant', () => {
    expect(problemsOf([mistaken({ network: { ...network, nta: 'single' } })])).toEqual([
      [
        'one',
        "a setting here is one of cidr, tiers, zones, nat, awsApiAccess, flowLogs, got 'nta'",
        'environments/one.ts → network.nta',
        'did you mean nat?',
      ],
    ]);
  });

  it('that is like no other is refused as well', () => {
    expect(problemsOf([mistaken({ protection: { stateful: true, backups: true } })])).toEqual([
      [
        'one',
        "a setting here is one of stateful, got 'backups'",
        'environments/one.ts → protection.backups',
        'delete it, or add it to the types in environments/environment.ts and run npm run schema',
      ],
    ]);
  });

  it('is told without what is missing because of it', () => {
    const { account, ...own } = { ...defined('one').settings, acount: '111111111111' };
    expect(account).toBe('111111111111');
    const found = problemsOf([defineEnvironment('one', own as unknown as Parameters<typeof defineEnvironment>[1])]);
    expect(found.map(([, , source, hint]) => [source, hint])).toEqual([
      ['environments/one.ts → acount', 'did you mean account?'],
    ]);
  });
});

describe('a key of free choice', () => {
  it('that only one file has must be whole there, and may have been meant as another', () => {
    expect(problemsOf([mistaken({ nodeGroups: { genral: { max: 4 } } })])).toEqual([
      [
        'one',
        'must have image, instanceType, min, rootVolume, labels, taints, got {max}',
        'environments/one.ts → nodeGroups.genral',
        'add what is missing, or did you mean general?',
      ],
    ]);
    expect(problemsOf([mistaken({ services: { reports: { minReplicas: 1, maxReplicas: 2, cpu: '1' } } })])).toEqual([
      ['one', 'must have memory, got {min, max, cpu}', 'environments/one.ts → services.reports', 'add what is missing'],
    ]);
  });

  it('is taken where it is whole', () => {
    const zones = { d: { slot: 3 } };
    expect(problemsOf([defined('one', { network: { cidr: '10.1.0.0/16', zones } })])).toEqual([]);
  });
});

describe('a wrong value', () => {
  it.each([
    [
      { network: { ...network, nat: 'singel' } },
      "must be one of none, single, per-zone, regional, got 'singel'",
      'network.nat',
      'did you mean single?',
    ],
    [
      { network: { ...network, tiers: { data: { width: 3 } } } },
      'must be one of 1, 2, 4, got 3',
      'network.tiers.data.width',
      'use one of them (How many eighths it takes; `slot` is a multiple of it)',
    ],
    [
      { services: { web: { max: '6' } } },
      "must be a number, got '6'",
      'services.web.max',
      'write a number, without quotes (Pods at most)',
    ],
    [
      { protection: { stateful: 'false' } },
      "must be true or false, got 'false'",
      'protection.stateful',
      'write true or false, without quotes (Whether what holds data refuses to be destroyed, by Terraform and by AWS. To destroy an environment on purpose, set it to false, apply, and destroy)',
    ],
    [{ region: 5 }, 'must be text, got 5', 'region', 'write text in quotes (The AWS region)'],
    [{ database: null }, 'must be settings, got null', 'database', 'write settings in braces'],
    [
      { broker: { memory: '512MB' } },
      "must be <number>Mi or <number>Gi, got '512MB'",
      'rabbitmq.memory',
      "write it so (Bytes in Kubernetes' notation, in binary units)",
    ],
    [
      { cluster: { podSecurityVersion: '1.34' } },
      "must be v1.<number>, got '1.34'",
      'cluster.podSecurityVersion',
      "write it so (The minor version whose Pod Security standards hold, at most the API server's: `v1.34`)",
    ],
    [
      { nodeGroups: { general: { labels: { 'example.com/tier': 1 } } } },
      'must be text, got 1',
      'nodeGroups.general.labels.example.com/tier',
      'write text in quotes',
    ],
  ])('as in %j is told with what is right', (own, rule, setting, hint) => {
    expect(problemsOf([mistaken(own)])).toEqual([['one', rule, `environments/one.ts → ${setting}`, hint]]);
  });
});

describe('a setting that is missing', () => {
  it('is told in the file that has to say it', () => {
    expect(problemsOf([mistaken({ network: {} })])).toEqual([
      ['one', "'cidr' must be given, got none", 'environments/one.ts → network.cidr', 'add it'],
    ]);
  });

  it('in the base is told once, however many environments have the base', () => {
    const withoutStore = [defined('one'), another('two')].map((definition) => ({
      ...definition,
      settings: { ...definition.settings, secrets: {} } as unknown as typeof definition.settings,
    }));
    expect(problemsOf(withoutStore)).toEqual([
      [
        'base',
        "'store' must be given, got none",
        'environments/base.ts → secrets.store',
        'add it (The ClusterSecretStore from which external-secrets makes the Secrets that services name)',
      ],
    ]);
  });
});

describe('environments of which one is mistaken', () => {
  it('are not whole, and have the mistakes of the others told too', () => {
    const definitions = [mistaken({ regoin: 'eu-west-1' }), another('two', { account: '2' })];
    const locks = locksFor('one', 'two');
    const { environments, diagnostics, isComplete } = resolve(definitions, {
      images: JSON.stringify(locks.images),
      releases: JSON.stringify(locks.releases),
    });
    expect(isComplete).toBe(false);
    expect(Object.keys(environments)).toEqual(['two']);
    expect(diagnostics.map(({ source }) => source)).toEqual([
      'environments/one.ts → regoin',
      'environments/two.ts → account',
    ]);
  });

  it('are none as committed', () => {
    expect(committed.isComplete).toBe(true);
  });
});
