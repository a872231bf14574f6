import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { imageCommands } from '../../../cli/images/commands';
import { resolve } from '../../../environments';
import { definitions, locks } from '../../fixtures/project';
import { removeTemporary, temporary } from '../../support/project-copy';

const file = 'environments/machine-images.lock.json';
const committed = locks.machineImages;
const lab = (JSON.parse(committed) as Record<string, Record<string, { pinned: { recipe: string } }>>)['lab'];
const recipe = 'c'.repeat(64);

/** A project with the committed lock file, and a manifest of two runs of Packer. */
function project(changed: object = {}, build: object = {}) {
  const root = temporary();
  mkdirSync(path.join(root, 'environments'));
  writeFileSync(path.join(root, file), committed);
  const data = { image: 'node', kubernetes_version: '1.34.3', recipe };
  const builds = [
    {
      artifact_id: 'eu-west-1:ami-00000000000000000',
      custom_data: { ...data, recipe: 'd'.repeat(64) },
      packer_run_uuid: '1',
    },
    {
      artifact_id: 'eu-west-1:ami-0aaaaaaaaaaaaaaaa',
      custom_data: { ...data, ...changed },
      packer_run_uuid: '2',
      ...build,
    },
  ];
  const manifest = path.join(root, 'manifest.json');
  writeFileSync(manifest, JSON.stringify({ builds, last_run_uuid: '2' }));
  return { manifest, root };
}

const withImages = (machineImages: string) => resolve(definitions, { ...locks, machineImages });

/** Runs the command on the environments of the fixture, and returns what it prints, or its error. */
async function run(root: string, ...argv: readonly string[]) {
  const printed: string[] = [];
  const spy = jest.spyOn(console, 'log').mockImplementation((text) => void printed.push(`${text}\n`));
  const program = new Command('adamant').exitOverride();
  imageCommands(program, { current: withImages(committed), root, withImages });
  try {
    await program.parseAsync(['images', ...argv], { from: 'user' });
    return { error: '', stdout: printed.join('') };
  } catch (error) {
    return { error: String((error as Error).message), stdout: printed.join('') };
  } finally {
    spy.mockRestore();
  }
}

const written = (root: string) => readFileSync(path.join(root, file), 'utf8');

afterAll(removeTemporary);

describe('adamant images', () => {
  it('list: prints one line for each image, in the order of the environments', async () => {
    const { stdout } = await run(project().root, 'list');
    expect(stdout.split('\n').map((line) => line.split(/ +/).slice(0, 2).join(' '))).toEqual([
      ...['lab node', 'lab transfer-node', 'staging node', 'staging transfer-node'],
      ...['production node', 'production transfer-node', ''],
    ]);
    expect(stdout).toMatch(/lab +node +1\.34\.2 +51d79c0d131f +eu-west-1:ami-\w+ +before: 1\.34\.1\n/);
  });

  it('pin: pins the image of the last run, and prints what rolls', async () => {
    const { manifest, root } = project();
    const { error, stdout } = await run(root, 'pin', manifest);
    expect(error).toBe('');
    const lock = JSON.parse(written(root)) as Record<string, Record<string, unknown>>;
    expect(lock['lab']?.['node']).toMatchObject({
      history: [lab?.['node']?.pinned, {}],
      pinned: { images: { 'eu-west-1': 'ami-0aaaaaaaaaaaaaaaa' }, kubernetesVersion: '1.34.3', recipe },
    });
    expect(stdout).toMatch(/^lab {2}node {2}1\.34\.2 → 1\.34\.3 /);
    expect(stdout).toMatch(
      /replaces 1 to 2 nodes of general in each of 3 zones, one at a time: about \d+ to \d+ minutes/,
    );
    expect(stdout).not.toContain('transfer');
    // Everything else is as it was, and no other file is left.
    expect(written(root).split('\n').slice(-60)).toEqual(committed.split('\n').slice(-60));
    expect(readdirSync(path.join(root, 'environments'))).toEqual(['machine-images.lock.json']);
  });

  it('promote: pins the image for the next environment, and rollback restores the one before', async () => {
    const { manifest, root } = project();
    await run(root, 'pin', manifest);
    expect(await run(root, 'promote', 'lab', 'staging')).toMatchObject({ error: '' });
    const promoted = written(root);
    expect(await run(root, 'promote', 'lab', 'staging')).toMatchObject({
      error: '',
      stdout: expect.stringContaining('nothing'),
    });
    expect(written(root)).toBe(promoted);
    await run(root, 'rollback', 'staging', 'node');
    expect(written(root)).not.toBe(promoted);
    await run(root, 'rollback', 'staging', 'node');
    expect(written(root)).toBe(promoted);
  });

  it('promote: refuses an image that an environment between has never run', async () => {
    const { manifest, root } = project();
    await run(root, 'pin', manifest);
    const before = written(root);
    const { error } = await run(root, 'promote', 'lab', 'production');
    expect(error).toEqual(expect.stringContaining('recipe must be one that staging has or had'));
    expect(written(root)).toBe(before);
  });

  it.each([
    ['another region', {}, { artifact_id: 'us-east-1:ami-0aaaaaaaaaaaaaaaa' }, 'machine-image-pin'],
    ['a minor version that is left out', { kubernetes_version: '1.36.0' }, {}, 'kubernetes-version-step'],
    ['an image that no node group uses', { image: 'nodes' }, {}, 'unknown-pin'],
    ['the id of another image', {}, { artifact_id: 'eu-west-1:ami-0c59afa99f1a90947' }, 'machine-image-conflict'],
    ['a version with a v', { kubernetes_version: 'v1.34.3' }, {}, 'setting-value'],
    ['no recipe', { recipe: undefined }, {}, 'missing-setting'],
    ['an id that is none', {}, { artifact_id: 'ami-1' }, 'setting-value'],
    ['no build of the last run', {}, { packer_run_uuid: '1' }, 'packer-manifest'],
  ])('pin: refuses %s, and writes nothing', async (_, data, build, id) => {
    const { manifest, root } = project(data, build);
    const { error } = await run(root, 'pin', manifest);
    expect(error).toEqual(expect.stringContaining(`[${id}]`));
    expect(written(root)).toBe(committed);
  });

  it.each([
    [['pin', 'absent.json'], 'must be a file; got none'],
    [['pin', 'environments/machine-images.lock.json'], 'last_run_uuid must be set'],
    [['promote', 'lab', 'stagin'], 'did you mean staging?'],
    [['rollback', 'lab', 'nod'], 'did you mean node?'],
    [['rollback', 'production', 'node'], 'node of production has no earlier image'],
  ])('%j: says what is wrong', async (argv, said) => {
    const { root } = project();
    const { error } = await run(root, ...argv);
    expect(error).toEqual(expect.stringContaining(said));
    expect(written(root)).toBe(committed);
  });

  it('a lock file with a mistake is reported, and stays', async () => {
    const { manifest, root } = project();
    writeFileSync(path.join(root, file), committed.replace('"pinned"', '"pined"'));
    const { error } = await run(root, 'pin', manifest);
    expect(error).toEqual(expect.stringContaining('pinned'));
    expect(written(root)).toContain('"pined"');
  });
});
