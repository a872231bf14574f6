import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '..');
const folder = mkdtempSync(path.join(tmpdir(), 'hermetic-'));

// Prints a digest of all synthesized files, without a network and with a fixed clock.
const probe = `
  const { createHash } = require('node:crypto');
  for (const name of ['node:net', 'node:dgram', 'node:dns']) {
    const module = require(name);
    for (const key of Object.keys(module)) {
      if (/^(connect|createConnection|createSocket|lookup|resolve)/.test(key)) module[key] = () => { throw new Error('network access: ' + key); };
    }
  }
  Date.now = () => Number(process.env.PROBE_TIME);
  Math.random = () => Number(process.env.PROBE_RANDOM);
  import(${JSON.stringify(path.join(root, 'cli', 'load.mjs'))}).then(async ({ load }) => {
    const { synthesize } = await load('apps/synthesize.ts');
    const { allEnvironments: environments, services } = await load('test/fixtures/platform.ts');
    const orders = { 'reversed': [...environments].reverse(), 'production only': environments.filter(({ name }) => name === 'production') };
    const order = orders[process.env.PROBE_ORDER] ?? environments;
    const digest = createHash('sha256');
    const files = [...synthesize(order, { services })].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [file, text] of files) digest.update(file + '\\0' + text + '\\0');
    console.log(files.length + ' ' + digest.digest('hex'));
  });
`;

function run(cwd: string, env: Record<string, string>): string {
  const script = path.join(folder, 'probe.cjs');
  writeFileSync(script, probe);
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], PROBE_RANDOM: '0.25', PROBE_TIME: '1', ...env },
    timeout: 30_000,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

afterAll(() => {
  rmSync(folder, { force: true, recursive: true });
});

test('synthesis: is independent of the folder, time zone, locale, clock, random numbers and order', () => {
  const expected = run(root, {});
  const actual = run(folder, {
    AWS_ACCESS_KEY_ID: 'other',
    AWS_REGION: 'us-west-2',
    CDKTF_CONTEXT_JSON: '{"excludeStackIdFromLogicalIds":"true"}',
    LANG: 'tr_TR.UTF-8',
    LC_ALL: 'tr_TR.UTF-8',
    PROBE_RANDOM: '0.75',
    PROBE_ORDER: 'reversed',
    PROBE_TIME: '4102444800000',
    TZ: 'Pacific/Kiritimati',
  });

  expect(expected).toMatch(/^\d+ [0-9a-f]{64}$/);
  expect(actual).toBe(expected);
});

test('probe: detects a difference', () => {
  expect(run(root, { PROBE_ORDER: 'production only' })).not.toBe(run(root, {}));
});
