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
    const together = [
      'container image: short digest',
      'environment: alarm topic is an ARN',
      'network: unknown nat',
      'service: node port of another service',
      'task: cron minute out of range',
    ];
    const edits = mistakenFiles.filter(({ title }) => together.includes(title));
    expect(edits).toHaveLength(together.length);
    const diagnostics = new EditedProject(...edits.map(({ edit }) => edit)).diagnostics();
    expect(diagnostics.map(({ id }) => id).sort()).toEqual(edits.map(({ id }) => id).sort());
  });
});
