import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { containerImagesFile, platformImages, type PinnedContainerImage } from '../../../environments/locks';
import type { ContainerImagePin } from '../../../environments/environment';
import { editLockFile, mapValues, withNextPin } from './lock-file';
import { filesBelow, emptyFolder, root } from './project';
import { run } from './process';
import { expect } from './report';

/** Entries that are not copied: what no commit changes. */
const excluded = ['.cache', '.git', 'bench', 'cdktf.out', 'dist', 'node_modules', 'test'];

/** Copies the entries of the project's folder, and links its packages. */
export function copyProject(folder: string, without: readonly string[]): void {
  const entries = readdirSync(root).filter((entry) => !without.includes(entry));
  for (const entry of entries) cpSync(path.join(root, entry), path.join(folder, entry), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
}

/** A copy of the project, which a run changes as a commit does and synthesizes with the project's command. */
export class Checkout {
  constructor(
    private readonly folder: string,
    private readonly log: string,
  ) {
    copyProject(emptyFolder(folder), excluded);
  }

  /** Pins another image of every service and variant, and of the platform itself, in every environment. */
  releaseImages(label: string): void {
    this.pinImages(label, 'sha256:', () => true);
  }

  /** Pins another image of every service and variant, with the prefix of digests that no node can pull. */
  releaseUnpullableServices(label: string, digestPrefix: string): void {
    this.pinImages(label, digestPrefix, (name) => !platformImages.some((image) => image === name));
  }

  private pinImages(label: string, digestPrefix: string, isReleased: (name: string) => boolean): void {
    const release = (pin: ContainerImagePin, content: string): ContainerImagePin => {
      const digest = digestPrefix + createHash('sha256').update(`${content} ${label}`).digest('hex');
      return { ...pin, digest: digest.slice(0, 'sha256:'.length + 64) };
    };
    editLockFile<PinnedContainerImage>(path.join(this.folder, containerImagesFile), (lock) =>
      mapValues(lock, (pins) =>
        mapValues(pins, (image, name) => {
          if (!isReleased(name)) return image;
          const { variants, ...entry } = image;
          return {
            ...withNextPin(entry, (pin) => release(pin, name)),
            ...(variants && {
              variants: mapValues(variants, (variant, key) =>
                withNextPin(variant, (pin) => release(pin, `${name} ${key}`)),
              ),
            }),
          };
        }),
      ),
    );
  }

  /** Adds a config setting to every service. */
  addSetting(name: string, value: string): void {
    const changed = this.edit(path.join('apps', 'services'), (text) =>
      text.replace(/^( *)config: \{/m, `$1config: { ${name}: '${value}',`),
    );
    expect(changed > 0, 'no file in apps/services has a config');
  }

  /** Requests a quarter of the memory for every service. */
  quarterMemory(): void {
    const changed = this.edit('environments', (text) =>
      text.replace(/(maxReplicas: .*memory: ')(\d+)(Gi|Mi)'/g, (_, before: string, amount: string, unit: string) => {
        const mebibytes = Number(amount) * (unit === 'Gi' ? 1024 : 1);
        return `${before}${mebibytes / 4}Mi'`;
      }),
    );
    expect(changed > 0, 'no file in environments has a memory of a service');
  }

  /** Removes a connection of a service. */
  removeConnection(service: string, target: string): void {
    const changed = this.edit(path.join('apps', 'services'), (text, file) =>
      path.basename(file) === `${service}.ts`
        ? text.replace(/connectsTo: \[.*\]/, (list) => list.replace(new RegExp(`(, )?'${target}'`), ''))
        : text,
    );
    expect(changed === 1, `${service} does not connect to ${target}`);
  }

  /** Changes the files of a folder, and returns the number of those that differ. */
  private edit(folder: string, change: (text: string, file: string) => string): number {
    return filesBelow(path.join(this.folder, folder), '.ts').filter((file) => {
      const before = readFileSync(file, 'utf8');
      const after = change(before, file);
      if (after !== before) writeFileSync(file, after);
      return after !== before;
    }).length;
  }

  /** Synthesizes an environment and returns the folder of its manifests. */
  async synthesize(environment: string): Promise<string> {
    await run({
      program: process.execPath,
      arguments: ['cli/adamant.mjs', 'synth', environment],
      folder: this.folder,
      seconds: 60,
      log: this.log,
    });
    return path.join(this.folder, 'dist', 'kubernetes', environment);
  }
}
