import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dump, load, loadAll } from 'js-yaml';
import { addonsIn } from '../../../apps/platform';
import { environments } from '../../../environments';
import type { AddonRelease } from '../../../lib/addons/props';
import { cachePath, filesBelow, root } from './project';
import { run } from './process';
import { expect } from './report';

/** Go modules of the repositories of addons: a module has all files of its repository at a tag, with the commit of the tag. */
const modules: Readonly<Record<string, string>> = {
  'elastic/cloud-on-k8s': 'github.com/elastic/cloud-on-k8s/v3',
  'prometheus-operator/prometheus-operator': 'github.com/prometheus-operator/prometheus-operator',
  'rabbitmq/cluster-operator': 'github.com/rabbitmq/cluster-operator/v2',
};

let downloaded: Promise<string> | undefined;

/** Returns a folder with a copy of each repository, downloaded once from the module proxy of Go. */
export function addonSources(log: string): Promise<string> {
  downloaded ??= download(log);
  return downloaded;
}

async function download(log: string): Promise<string> {
  const folder = cachePath('sources');
  rmSync(folder, { recursive: true, force: true });
  const addons = Object.values(environments).flatMap((environment) => addonsIn(environment));
  const releases = new Map(addons.map(({ props: { release } }) => [release.repository, release]));
  for (const release of releases.values()) await downloadRelease(release, folder, log);
  return folder;
}

async function downloadRelease({ commit, repository, tag }: AddonRelease, folder: string, log: string): Promise<void> {
  const name = modules[repository];
  expect(name !== undefined, `the Go module of ${repository} is unknown`);
  const { stdout } = await run({
    program: 'go',
    arguments: ['mod', 'download', '-json', `${name}@${tag}`],
    folder: root,
    seconds: 300,
    log,
  });
  const { Dir, Origin } = JSON.parse(stdout) as { Dir: string; Origin?: { Hash?: string } };
  expect(
    Origin?.Hash === undefined || Origin.Hash === commit,
    `${tag} of ${repository} is ${Origin?.Hash}, not ${commit}`,
  );
  const target = path.join(folder, repository);
  mkdirSync(path.dirname(target), { recursive: true });
  symlinkSync(Dir, target);
}

interface KustomizationFile {
  readonly resources: readonly string[];
}

/** Lets the kustomizations below a folder read the downloaded repositories instead of GitHub. */
export async function useLocalSources(objects: string, log: string): Promise<void> {
  const sources = await addonSources(log);
  for (const file of filesBelow(objects, 'kustomization.yaml')) {
    const content = load(readFileSync(file, 'utf8')) as KustomizationFile;
    const resources = content.resources.map((address) => {
      const [, repository = '', folder = ''] =
        /^https:\/\/github\.com\/([^/]+\/[^/?]+)(?:\/\/([^?]+))?\?/.exec(address) ?? [];
      // A copy, because kustomize resolves links, and reads no file outside of a base.
      const copy = path.join(cachePath('sources'), 'copies', repository);
      if (!existsSync(copy)) cpSync(path.join(sources, repository, '/'), copy, { dereference: true, recursive: true });
      return path.relative(path.dirname(file), path.join(copy, folder));
    });
    writeFileSync(file, dump({ ...content, resources }));
  }
}

/** Replaces the kustomizations below a folder by the objects that kustomize makes of them. */
export async function renderAddons(objects: string, log: string): Promise<void> {
  await useLocalSources(objects, log);
  for (const file of filesBelow(objects, 'kustomization.yaml')) {
    const folder = path.dirname(file);
    const { stdout } = await run({
      program: 'kubectl',
      arguments: ['kustomize', folder],
      folder: root,
      seconds: 60,
      log,
    });
    rmSync(folder, { recursive: true });
    for (const object of loadAll(stdout) as { kind: string; metadata: { name: string } }[]) {
      writeFileSync(path.join(path.dirname(folder), `${object.kind}.${object.metadata.name}.yaml`), dump(object));
    }
  }
}

/** Removes the kustomizations below a folder, for runs that are about the services alone. */
export function removeAddons(objects: string): void {
  for (const file of filesBelow(objects, 'kustomization.yaml')) rmSync(path.dirname(file), { recursive: true });
}
