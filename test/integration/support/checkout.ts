import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { containerImagesFile, type Lock, type Pinned, type PinnedContainerImage } from '../../../environments/locks';
import type { ContainerImagePin } from '../../../environments/environment';
import { filesBelow, emptyFolder, root } from './project';
import { run } from './process';
import { expect } from './report';

/** Entries that are not copied: what no commit changes. */
const excluded = ['.cache', '.git', 'bench', 'cdktf.out', 'dist', 'node_modules', 'test'];

/** A copy of the project, which a run changes as a commit does and synthesizes with the project's command. */
export class Checkout {
  constructor(
    private readonly folder: string,
    private readonly log: string,
  ) {
    emptyFolder(folder);
    const sources = readdirSync(root).filter((entry) => !excluded.includes(entry));
    for (const source of sources) cpSync(path.join(root, source), path.join(folder, source), { recursive: true });
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  }

  /** Pins another image of every service and variant in every environment. */
  releaseImages(label: string, digestPrefix = 'sha256:'): void {
    const file = path.join(this.folder, containerImagesFile);
    const { $schema, ...lock } = JSON.parse(readFileSync(file, 'utf8')) as Lock<PinnedContainerImage> & {
      $schema: string;
    };
    const released = mapValues(lock, (pins) =>
      mapValues(pins, ({ variants, ...entry }, service) => ({
        ...nextPin(entry, digestPrefix, `${service} ${label}`),
        ...(variants && {
          variants: mapValues(variants, (pin, variant) => nextPin(pin, digestPrefix, `${service} ${variant} ${label}`)),
        }),
      })),
    );
    writeFileSync(file, JSON.stringify({ $schema, ...released }, undefined, 2));
  }

  /** Adds a config setting to every service. */
  addSetting(name: string, value: string): void {
    const changed = filesBelow(path.join(this.folder, 'apps', 'services'), '.ts').filter((file) => {
      const before = readFileSync(file, 'utf8');
      const after = before.replace(/^( *)config: \{/m, `$1config: { ${name}: '${value}',`);
      if (after !== before) writeFileSync(file, after);
      return after !== before;
    });
    expect(changed.length > 0, 'no file in apps/services has a config');
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

/** Returns the next pin, with the current one in its history. */
function nextPin(
  { history, pinned }: Pinned<ContainerImagePin>,
  digestPrefix: string,
  content: string,
): Pinned<ContainerImagePin> {
  const digest = (digestPrefix + createHash('sha256').update(content).digest('hex')).slice(0, 'sha256:'.length + 64);
  return { pinned: { ...pinned, digest }, history: [pinned, ...history] };
}

export function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
