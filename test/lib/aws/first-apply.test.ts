import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { firstApplyScript } from '../../../lib/aws/first-apply';

const root = mkdtempSync(path.join(tmpdir(), 'first-apply-'));
const stack = path.join(root, 'dist', 'terraform', 'lab', 'bootstrap');
const at = (...parts: string[]) => path.join(stack, ...parts);

/** A terraform that writes down what it is asked, with the backend it sees, and answers as the files beside it say. */
const terraform = `#!/bin/sh
backend=s3
[ -f override.tf.json ] && backend=local
echo "$backend $*" >>calls
case "$backend $1" in
  's3 init') [ -f bucket ] ;;
  's3 state') [ ! -f forbidden ] && { [ ! -f state ] || cat state; } ;;
  'local apply') [ ! -f broken ] && touch bucket ;;
esac
`;

function firstApply(present: readonly string[], ...given: string[]): { code: number | null; calls: string[] } {
  rmSync(stack, { force: true, recursive: true });
  mkdirSync(at('bin'), { recursive: true });
  writeFileSync(at('bin', 'terraform'), terraform, { mode: 0o755 });
  writeFileSync(at('first-apply.sh'), firstApplyScript('lab-bootstrap'));
  for (const file of present) writeFileSync(at(file), file);
  const { status } = spawnSync('sh', [at('first-apply.sh'), ...given], {
    cwd: root,
    env: { PATH: `${at('bin')}:${process.env['PATH'] ?? ''}` },
  });
  return { calls: readFileSync(at('calls'), 'utf8').trim().split('\n'), code: status };
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
  const [, override = ''] = /^echo '(\{.*\})' >override/m.exec(firstApplyScript('lab-bootstrap')) ?? [];
  const { terraform: read } = JSON.parse(override) as { terraform: { backend: { local: { path: string } } } };
  expect(path.resolve(stack, read.backend.local.path)).toBe(path.join(root, 'lab-bootstrap.tfstate'));
});

test('when the apply broke off it goes on where it was, and leaves no backend of its own behind', () => {
  expect(firstApply(['broken'])).toEqual({
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
  expect(firstApply(['bucket', 'state'])).toEqual({ calls: [look, 's3 state pull'], code: 0 });
});

test('a state that cannot be read is not taken for none', () => {
  const { calls, code } = firstApply(['bucket', 'forbidden']);
  expect(calls).toEqual([look, 's3 state pull']);
  expect(code).not.toBe(0);
});
