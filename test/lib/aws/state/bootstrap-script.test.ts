import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bootstrapScript } from '../../../../lib/aws/state/bootstrap-script';

const root = mkdtempSync(path.join(tmpdir(), 'bootstrap-'));
const stack = path.join(root, 'dist', 'terraform', 'lab', 'bootstrap');
const at = (...parts: string[]) => path.join(stack, ...parts);

/** A stub of terraform that records its arguments and backend, and answers as files in its folder say. */
const terraform = `#!/bin/sh
backend=s3
[ -f override.tf.json ] && backend=local
echo "$backend $*" >>calls
case "$backend $1" in
  's3 init') [ -f bucket ] || { cat refused >&2; exit 1; } ;;
  's3 state') [ ! -f forbidden ] && { [ ! -f state ] || cat state; } ;;
  'local apply')
    [ ! -f interrupted ] || { kill -s "$(cat interrupted)" "$PPID"; exit 1; }
    [ ! -f broken ] && touch bucket ;;
esac
`;

/** Message of terraform 1.11 for a bucket that does not exist. */
const missing = `Error: Failed to get existing workspaces: S3 bucket "lab-states" does not exist.

The referenced S3 bucket must have been previously created.

Error: operation error S3: ListObjectsV2, https response error StatusCode: 404, NoSuchBucket: The specified bucket does not exist
`;

interface Result {
  readonly calls: string[];
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs the script in a folder with files, by name or with their content. */
function firstApply(present: string[] | Record<string, string>, ...args: string[]): Result {
  const files = Array.isArray(present) ? Object.fromEntries(present.map((file) => [file, file])) : present;
  rmSync(stack, { force: true, recursive: true });
  mkdirSync(at('bin'), { recursive: true });
  writeFileSync(at('bin', 'terraform'), terraform, { mode: 0o755 });
  writeFileSync(at('bootstrap.sh'), bootstrapScript('lab-bootstrap'));
  for (const [file, content] of Object.entries({ refused: missing, ...files })) writeFileSync(at(file), content);
  const { status, stderr } = spawnSync('sh', [at('bootstrap.sh'), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: `${at('bin')}:${process.env['PATH'] ?? ''}` },
  });
  return { calls: readFileSync(at('calls'), 'utf8').trim().split('\n'), code: status, stderr };
}

afterAll(() => {
  rmSync(root, { force: true, recursive: true });
});

const probe = 's3 init -input=false -reconfigure';
const migrate = 's3 init -input=false -migrate-state -force-copy';

test('bootstrap script: without a bucket, the state is in a file and migrates to the bucket after the apply', () => {
  const { calls, code } = firstApply([], '-auto-approve');
  expect(calls).toEqual([probe, 'local init -input=false -reconfigure', 'local apply -auto-approve', migrate]);
  expect(code).toBe(0);
});

test('state file: is outside of the folders that synthesis replaces', () => {
  const [, override = ''] = /^echo '(\{.*\})' >override/m.exec(bootstrapScript('lab-bootstrap')) ?? [];
  const { terraform: read } = JSON.parse(override) as { terraform: { backend: { local: { path: string } } } };
  expect(path.resolve(stack, read.backend.local.path)).toBe(path.join(root, 'lab-bootstrap.tfstate'));
});

test('failed apply: the next run continues, and no backend override remains', () => {
  expect(firstApply(['broken'])).toMatchObject({
    calls: [probe, 'local init -input=false -reconfigure', 'local apply'],
    code: 1,
  });
  expect(existsSync(at('override.tf.json'))).toBe(false);
  expect(firstApply(['bucket']).calls).toEqual([
    probe,
    's3 state pull',
    'local init -input=false -reconfigure',
    'local apply',
    migrate,
  ]);
});

test('migrated state: the script changes nothing', () => {
  expect(firstApply(['bucket', 'state'])).toMatchObject({ calls: [probe, 's3 state pull'], code: 0 });
});

test('unreadable state: is not treated as missing', () => {
  const { calls, code } = firstApply(['bucket', 'forbidden']);
  expect(calls).toEqual([probe, 's3 state pull']);
  expect(code).not.toBe(0);
});

test.each([
  [
    'is forbidden',
    'Error: Failed to get existing workspaces: Unable to list objects in S3 bucket "lab-states": AccessDenied',
  ],
  ['cannot be reached', 'Error: No valid credential sources found'],
  ['is read by a provider that cannot be installed', 'Error: Failed to query available provider packages'],
])('bucket that %s: is not treated as missing; the message of terraform is printed', (_, refused) => {
  expect(firstApply({ refused })).toEqual({ calls: [probe], code: 1, stderr: refused });
});

test.each(['S3 bucket does not exist.', 'NoSuchBucket: The specified bucket does not exist'])(
  'missing bucket: is recognized by the message %s',
  (refused) => {
    expect(firstApply({ refused }).calls).toContain('local apply');
  },
);

test.each(['INT', 'TERM', 'HUP'])('SIG%s: no backend override remains', (signal) => {
  const { calls, code } = firstApply({ interrupted: signal });
  expect(calls).toEqual([probe, 'local init -input=false -reconfigure', 'local apply']);
  expect(code).toBe(130);
  expect(existsSync(at('override.tf.json'))).toBe(false);
});

test('override of a killed run: does not hide the bucket', () => {
  const { calls, code } = firstApply({ 'bucket': '', 'override.tf.json': '{}', 'state': 'state' });
  expect(calls).toEqual([probe, 's3 state pull']);
  expect(code).toBe(0);
});
