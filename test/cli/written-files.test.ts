import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeOutput } from '../../cli/written-files';
import { fileContents, removeTemporary, temporary } from '../support/project-copy';

afterAll(removeTemporary);

const foreign = [
  'note.txt',
  'terraform/lab/data/.terraform/providers/aws',
  'terraform/lab/data/.terraform.lock.hcl',
  'terraform/lab/data/errored.tfstate',
  'terraform/lab/data/tfplan',
  'terraform/gone/data/errored.tfstate',
  'kubernetes/lab/50-workloads/lab/mine.yaml',
];

function output(...files: readonly string[]): ReadonlyMap<string, string> {
  return new Map(files.map((file) => [file, file]));
}

/** A folder of a synthesis, with files of other programs. */
function dist(): string {
  const folder = path.join(temporary(), 'dist');
  writeOutput(
    folder,
    output(
      'terraform/lab/data/main.tf.json',
      'terraform/gone/data/main.tf.json',
      'kubernetes/lab/50-workloads/lab/web.yaml',
    ),
  );
  for (const file of foreign) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), file);
  }
  return folder;
}

const contents = (folder: string) =>
  Object.keys(fileContents(folder))
    .filter((file) => file !== '.adamant.json')
    .sort();

describe('output of a synthesis', () => {
  it('files of an earlier synthesis: are removed, and files of others are kept', () => {
    const folder = dist();
    writeOutput(folder, output('terraform/lab/data/main.tf.json', 'terraform/lab/network/main.tf.json'));
    expect(contents(folder)).toEqual(
      [...foreign, 'terraform/lab/data/main.tf.json', 'terraform/lab/network/main.tf.json'].sort(),
    );
  });

  it('a part: changes nothing else, and the next synthesis of all knows the files of both', () => {
    const folder = dist();
    writeOutput(folder, output('terraform/lab/network/main.tf.json'), ['terraform/lab']);
    const rest = ['terraform/gone/data/main.tf.json', 'kubernetes/lab/50-workloads/lab/web.yaml'];
    expect(contents(folder)).toEqual([...foreign, ...rest, 'terraform/lab/network/main.tf.json'].sort());
    writeOutput(folder, output());
    expect(contents(folder)).toEqual([...foreign].sort());
  });

  it.each(['{', '[]', '{"files": ["../../outside.txt", "/etc/hosts", 1]}'])('list %s: removes nothing', (list) => {
    const folder = dist();
    const outside = path.join(folder, '../../outside.txt');
    writeFileSync(outside, 'kept');
    writeFileSync(path.join(folder, '.adamant.json'), list);
    writeOutput(folder, output());
    expect(contents(folder)).toEqual(
      [
        ...foreign,
        'kubernetes/lab/50-workloads/lab/web.yaml',
        'terraform/gone/data/main.tf.json',
        'terraform/lab/data/main.tf.json',
      ].sort(),
    );
    expect(readFileSync(outside, 'utf8')).toBe('kept');
  });
});
