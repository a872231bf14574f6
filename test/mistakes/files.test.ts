import { EditedProject } from '../support/edited-project';
import { hasSource } from '../support/source-file';
import { mistakenFiles } from './files';

describe('files of a project', () => {
  it('the frozen project: has no mistake', () => {
    expect(new EditedProject().diagnostics()).toEqual([]);
  });

  it.each(mistakenFiles)('$title: one diagnostic, at a setting of the file', ({ edit, id, source }) => {
    const project = new EditedProject(edit);
    const diagnostics = project.diagnostics();
    expect(diagnostics.map((diagnostic) => [diagnostic.id, diagnostic.source])).toEqual([[id, source]]);
    expect(hasSource(source, (file) => project.read(file))).toBe(true);
  });

  it('mistakes of all layers: reported together', () => {
    const together = ['network: unknown nat', 'container image: short digest', 'service: node port of another service'];
    const others = ['environment: alarm topic is an ARN', 'task: cron minute out of range'];
    const edits = mistakenFiles.filter(({ title }) => [...together, ...others].includes(title));
    expect(edits).toHaveLength(5);
    const diagnostics = new EditedProject(...edits.map(({ edit }) => edit)).diagnostics();
    expect(diagnostics.map(({ id }) => id).sort()).toEqual(edits.map(({ id }) => id).sort());
  });
});

describe('source of a diagnostic', () => {
  const read = () =>
    `const x = 1; export const lab = defineEnvironment('lab', { network: { 'a/b': [1] }, x });`.slice(13);

  it.each([
    ["lab.ts → network['a/b'][0]", true],
    ['lab.ts → x', true],
    ['lab.ts → network.nat (not set)', true],
    ['lab.ts → network.nat', false],
    ['lab.ts → nodeGroups.general (not set)', false],
    ['lab.ts', false],
    ['lab.ts:1:4', true],
  ])('%s: %s', (source, expected) => {
    expect(hasSource(source, read)).toBe(expected);
  });
});
