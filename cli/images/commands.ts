import type { Command } from 'commander';
import { committedEnvironments, resolveMachineImages } from '../../environments';
import type { Environment } from '../../environments/environment';
import { machineImagesFile } from '../../environments/locks';
import { type MachineImages, pinImage, promoteImages, rollBackImages } from '../../environments/pin-changes';
import { didYouMean } from '../../lib/core/did-you-mean';
import { sortedEntries } from '../../lib/core/canonical';
import { ToolError } from '../addons/kustomize';
import { type Project, readLock, writeLock } from './lock-file';
import { readManifest } from './manifest';
import { rolls } from './rolls';

/** Adds the commands for machine images to a program. */
export function addImageCommands(program: Command, root: string): void {
  imageCommands(program, { current: committedEnvironments, root, withImages: resolveMachineImages });
}

/** Adds the commands. They change the lock file alone: an apply of the stack `cluster` rolls the nodes. */
export function imageCommands(program: Command, project: Project): void {
  const { root } = project;
  const images = program.command('images').description('pin the machine images of nodes, promote them, and roll back');
  images
    .command('list')
    .description('print the pinned machine images of all environments')
    .action(() => {
      console.log(list(readLock(root), project.current.names));
    });
  images
    .command('pin')
    .description('pin the images that the last run of Packer built')
    .argument('<manifest>', "file that Packer's post-processor manifest wrote")
    .option('--environment <name>', 'environment to pin them in', project.current.names[0])
    .addHelpText(
      'after',
      '\nExamples:\n  adamant images pin packer-manifest.json\n  adamant images pin packer-manifest.json --environment staging',
    )
    .action((file: string, { environment }: { readonly environment: string }) => {
      const { name } = environmentNamed(project, environment);
      change(project, [name], (lock) =>
        readManifest(file).reduce((changed, { image, pin }) => pinImage(changed, name, image, pin), lock),
      );
    });
  images
    .command('promote')
    .description('pin the images of an environment in the next one')
    .argument('<from>', 'environment whose images are pinned')
    .argument('<to>', 'environment to pin them in')
    .addHelpText(
      'after',
      '\nExamples:\n  adamant images promote lab staging\n  adamant images promote staging production',
    )
    .action((from: string, to: string) => {
      const [source, target] = [environmentNamed(project, from), environmentNamed(project, to)];
      const accounts = { [source.name]: source.account, [target.name]: target.account };
      change(project, [target.name], (lock) => promoteImages(lock, source.name, target.name, accounts));
    });
  images
    .command('rollback')
    .description('pin the images before the current ones; a second rollback returns to these')
    .argument('<environment>')
    .argument('[image...]', 'names of images; without any, all that have a history')
    .addHelpText('after', '\nExamples:\n  adamant images rollback lab\n  adamant images rollback production node')
    .action((environment: string, names: readonly string[]) => {
      const { name } = environmentNamed(project, environment);
      change(project, [name], (lock) => rollBackImages(lock, name, imagesNamed(lock, name, names)));
    });
}

/** Changes the lock file, and prints what the next apply replaces. */
function change(project: Project, names: readonly string[], changed: (lock: MachineImages) => MachineImages): void {
  const before = readLock(project.root);
  const after = changed(before);
  if (JSON.stringify(after) === JSON.stringify(before)) {
    console.log(`nothing to change: ${machineImagesFile} has these images already`);
    return;
  }
  const { environments } = writeLock(project, after);
  const lines = names.flatMap((name) => {
    const environment = environments[name];
    return environment ? rolls(before, after, environment) : [];
  });
  console.log(
    [
      ...lines,
      '',
      `written: ${machineImagesFile}`,
      'next: npm run accept, review, commit, npm run synth, and apply the stack cluster',
    ].join('\n'),
  );
}

function list(lock: MachineImages, names: readonly string[]): string {
  const rows = names.flatMap((environment) =>
    sortedEntries<string, MachineImages[string][string]>(lock[environment] ?? {}).map(
      ([image, { history, pinned }]) => [
        environment,
        image,
        pinned.kubernetesVersion,
        pinned.recipe.slice(0, 12),
        sortedEntries(pinned.images)
          .map(([region, id]) => `${region}:${id}`)
          .join(' '),
        history[0] === undefined ? 'no earlier image' : `before: ${history[0].kubernetesVersion}`,
      ],
    ),
  );
  const widths = rows.reduce<number[]>(
    (all, row) => row.map((cell, column) => Math.max(cell.length, all[column] ?? 0)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function environmentNamed({ current }: Project, name: string): Environment {
  const found = current.environments[name];
  if (found) return found;
  throw unknown('environment', name, current.names);
}

/** Images to roll back, which must have a history if they are named. */
function imagesNamed(lock: MachineImages, environment: string, names: readonly string[]): readonly string[] {
  const entries = lock[environment] ?? {};
  const known = Object.keys(entries).sort();
  for (const name of names) {
    if (!known.includes(name)) throw unknown('image', name, known);
    if (entries[name]?.history.length === 0) throw new ToolError(`${name} of ${environment} has no earlier image`);
  }
  return names.length > 0 ? names : known;
}

function unknown(what: string, name: string, known: readonly string[]): ToolError {
  const meant = didYouMean(name, known);
  return new ToolError(
    `${what} must be one of ${known.join(', ')}; got '${name}'${meant === undefined ? '' : `: did you mean ${meant}?`}`,
  );
}
