import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileContents, edit, projectCopy, removeTemporary } from '../support/project-copy';

// The command as a process. Mistakes themselves are in test/mistakes/.

afterAll(removeTemporary);

const service = 'apps/services/broken.ts';
const root = projectCopy();
edit(root, 'apps/services/index.ts', "serviceList('apps/services', {", "serviceList('apps/services', {\n  broken,");
edit(root, 'apps/services/index.ts', 'import ', "import { broken } from './broken';\nimport ");
mkdirSync(path.join(root, 'dist/terraform/lab'), { recursive: true });
writeFileSync(path.join(root, 'dist/terraform/lab/main.tf.json'), '{"older": true}\n');

/** Runs `adamant synth` in a project with a service, whose file has this text. */
function synth(text: string) {
  writeFileSync(path.join(root, service), text);
  const { status, stderr, stdout } = spawnSync(process.execPath, ['cli/adamant.mjs', 'synth'], {
    cwd: root,
    encoding: 'utf8',
  });
  const dist = readdirSync(root).filter((name) => name.startsWith('dist'));
  return { dist, files: fileContents(path.join(root, 'dist')), status, stderr, stdout };
}

const unchanged = { dist: ['dist'], files: { 'terraform/lab/main.tf.json': '{"older": true}\n' }, stdout: '' };

describe('adamant synth', () => {
  it('mistakes: are printed on standard error in four lines each, and nothing is written', () => {
    const { stderr, ...rest } = synth(`export const broken = { kind: 'worker', name: 'broken' };\n`);
    expect(rest).toEqual({ ...unchanged, status: 1 });
    const blocks = stderr.split('\n\n');
    const [mistakes, [footer]] = [blocks.slice(0, -1), blocks.slice(-1)];
    expect(mistakes.length).toBeGreaterThan(1);
    for (const mistake of mistakes) {
      expect(mistake.split('\n')).toEqual([
        expect.stringMatching(/ \[[a-z-]+\]$/),
        expect.stringMatching(/^ {2}\S/),
        expect.stringMatching(`^  ${service} → `),
        expect.stringMatching(/^ {2}\S/),
      ]);
    }
    expect(footer).toBe(`${mistakes.length} problems; nothing was written\nadamant explain <id> explains a check\n`);
    expect(stderr).not.toContain(root);
  });

  it('JavaScript error: is printed with the place in the file, and nothing is written', () => {
    const { stderr, ...rest } = synth(`interface Unused {\n  a: string;\n}\nexport const broken = { name: brokn };\n`);
    expect(rest).toEqual({ ...unchanged, status: 1 });
    expect(stderr).toContain('ReferenceError: brokn is not defined');
    expect(stderr).toContain(`${service}:4:31`);
  });

  it('syntax error: is printed with the place in the file, and nothing is written', () => {
    const { stderr, ...rest } = synth(`export const broken = {\n  name: 'broken',\n  kind 'worker',\n};\n`);
    expect(rest).toEqual({ ...unchanged, status: 1 });
    expect(stderr).toContain(`${service}:3:7`);
    expect(stderr).not.toContain('    at ');
  });
});
