import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bootstrapScript } from '../../../../lib/aws/state/bootstrap-script';

const root = mkdtempSync(path.join(tmpdir(), 'first-apply-'));
const stack = path.join(root, 'dist', 'terraform', 'lab', 'bootstrap');
const at = (...parts: string[]) => path.join(stack, ...parts);

/** A terraform that writes down what it is asked, with the backend it sees, and answers as the files beside it say. */
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

/** What terraform 1.11 says of a bucket that is not there. */
const missing = `Error: Failed to get existing workspaces: S3 bucket "lab-states" does not exist.

The referenced S3 bucket must have been previously created.

Error: operation error S3: ListObjectsV2, https response error StatusCode: 404, NoSuchBucket: The specified bucket does not exist
`;

interface Ran {
  readonly calls: string[];
  readonly code: number | null;
  readonly said: string;
}

/** Runs the script beside files that are only there, or beside files with this in them. */
function firstApply(present: string[] | Record<string, string>, ...given: string[]): Ran {
  const files = Array.isArray(present) ? Object.fromEntries(present.map((file) => [file, file])) : present;
  rmSync(stack, { force: true, recursive: true });
  mkdirSync(at('bin'), { recursive: true });
  writeFileSync(at('bin', 'terraform'), terraform, { mode: 0o755 });
  writeFileSync(at('first-apply.sh'), bootstrapScript('lab-bootstrap'));
  for (const [file, content] of Object.entries({ refused: missing, ...files })) writeFileSync(at(file), content);
  const { status, stderr } = spawnSync('sh', [at('first-apply.sh'), ...given], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: `${at('bin')}:${process.env['PATH'] ?? ''}` },
  });
  return { calls: readFileSync(at('calls'), 'utf8').trim().split('\n'), code: status, said: stderr };
}

afterAll(() => {
  rmSync(root, { force: true, recursive: true });
});

const look = 's3 init -input=false -reconfigure';
const moved = 's3 init -input=false -migrate-state -force-copy';

test('without a bucket the state is in a file, and moves into the bucket that the apply has made', () => {
  const { calls, code } = firstApply([], '-auto-approve');
  expect(calls).toEqual([look, 'local init -input=false -reconfigure', 'local apply -auto-approve', moved]);
  expect(code).toBe(0);
});

test('the file is outside of what synthesis replaces', () => {
  const [, override = ''] = /^echo '(\{.*\})' >override/m.exec(bootstrapScript('lab-bootstrap')) ?? [];
  const { terraform: read } = JSON.parse(override) as { terraform: { backend: { local: { path: string } } } };
  expect(path.resolve(stack, read.backend.local.path)).toBe(path.join(root, 'lab-bootstrap.tfstate'));
});

test('when the apply broke off it goes on where it was, and leaves no backend of its own behind', () => {
  expect(firstApply(['broken'])).toMatchObject({
    calls: [look, 'local init -input=false -reconfigure', 'local apply'],
    code: 1,
  });
  expect(existsSync(at('override.tf.json'))).toBe(false);
  expect(firstApply(['bucket']).calls).toEqual([
    look,
    's3 state pull',
    'local init -input=false -reconfigure',
    'local apply',
    moved,
  ]);
});

test('once the state is in the bucket it does nothing', () => {
  expect(firstApply(['bucket', 'state'])).toMatchObject({ calls: [look, 's3 state pull'], code: 0 });
});

test('a state that cannot be read is not taken for none', () => {
  const { calls, code } = firstApply(['bucket', 'forbidden']);
  expect(calls).toEqual([look, 's3 state pull']);
  expect(code).not.toBe(0);
});

test.each([
  [
    'is forbidden',
    'Error: Failed to get existing workspaces: Unable to list objects in S3 bucket "lab-states": AccessDenied',
  ],
  ['cannot be reached', 'Error: No valid credential sources found'],
  ['is read by a provider that cannot be installed', 'Error: Failed to query available provider packages'],
])('a bucket that %s is not taken for none: what terraform said is shown, and nothing is made', (_, refused) => {
  expect(firstApply({ refused })).toEqual({ calls: [look], code: 1, said: refused });
});

test.each(['S3 bucket does not exist.', 'NoSuchBucket: The specified bucket does not exist'])(
  'a bucket is not there where S3 says so: %s',
  (refused) => {
    expect(firstApply({ refused }).calls).toContain('local apply');
  },
);

test.each(['INT', 'TERM', 'HUP'])('broken off by SIG%s it leaves no backend of its own behind', (signal) => {
  const { calls, code } = firstApply({ interrupted: signal });
  expect(calls).toEqual([look, 'local init -input=false -reconfigure', 'local apply']);
  expect(code).toBe(130);
  expect(existsSync(at('override.tf.json'))).toBe(false);
});

test('a backend that a killed run left behind does not hide the bucket', () => {
  const { calls, code } = firstApply({ 'bucket': '', 'override.tf.json': '{}', 'state': 'state' });
  expect(calls).toEqual([look, 's3 state pull']);
  expect(code).toBe(0);
});
