import { readdirSync, readFileSync } from 'node:fs';
import { committedEnvironments } from '../../environments';
import { defineEnvironment } from '../../environments/define-environment';
import type { BaseSettings } from '../../environments/environment';
import { base } from '../fixtures/project/environments/base';
import { another, defined, locksFor, ownSettings, resolved } from './definitions';

describe('list of environments', () => {
  it('has no mistake', () => {
    expect(committedEnvironments.diagnostics).toEqual([]);
    expect(committedEnvironments.isComplete).toBe(true);
  });

  it('has every file that defines an environment', () => {
    const files = readdirSync('environments').filter((file) => file.endsWith('.ts'));
    const defining = files.filter((file) =>
      /^export const \w+ = defineEnvironment\(/m.test(readFileSync(`environments/${file}`, 'utf8')),
    );
    expect(Object.keys(committedEnvironments.environments).sort()).toEqual(
      defining.map((file) => file.replace(/\.ts$/, '')).sort(),
    );
  });
});

describe('resolved environments', () => {
  it('leave out one whose settings have a wrong type, and report the mistakes of the others', () => {
    const definitions = [defined('one', { regoin: 'eu-west-1' }), another('two', { account: '2' })];
    const { diagnostics, environments, isComplete } = resolved(definitions);
    expect(isComplete).toBe(false);
    expect(Object.keys(environments)).toEqual(['two']);
    expect(diagnostics.map(({ source }) => source)).toEqual([
      'environments/one.ts → regoin',
      'environments/two.ts → account',
    ]);
  });

  it('report all mistakes of environments and lock files together', () => {
    const definitions = [
      defined('one', { account: '1', domain: 'x' }),
      another('two', { domain: 'y', network: { cidr: '10.1.0.0/16' } }),
    ];
    const locks = { machineImages: '{', containerImages: '[' };
    expect(resolved(definitions, locks).diagnostics.map(({ id, path }) => [path, id])).toEqual([
      ['one', 'account'],
      ['one', 'domain'],
      ['two', 'domain'],
      ['two', 'network-overlap'],
      ['environments/machine-images.lock.json', 'lock-file-syntax'],
      ['environments/container-images.lock.json', 'lock-file-syntax'],
    ]);
  });

  it('report a mistake of base.ts once', () => {
    const { secretStore, ...shared } = base;
    expect(secretStore).toBeDefined();
    const network = { cidr: '10.2.0.0/16' } as const;
    const missing = [
      defineEnvironment('one', ownSettings, shared as BaseSettings),
      defineEnvironment('two', { ...ownSettings, account: '222222222222', network }, shared as BaseSettings),
    ];
    expect(resolved(missing, locksFor('one', 'two')).diagnostics.map(({ source }) => source)).toEqual([
      'environments/base.ts → secretStore (not set)',
    ]);
  });

  it('are built with samples in place of an invalid account, domain and region', () => {
    const { environments } = resolved([defined('one', { account: '1', domain: 'x', region: 'mars' })]);
    expect(environments['one']).toMatchObject({
      account: '123456789012',
      domain: 'lab.example.com',
      region: 'eu-west-1',
    });
  });
});
