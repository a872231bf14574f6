import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { containerImagesFile, type Lock, type Pinned, type PinnedContainerImage } from '../../../environments/locks';
import type { ContainerImagePin } from '../../../environments/environment';
import { filesBelow, fresh, root } from './project';
import { run } from './process';
import { expect } from './report';

/** What is no source, or too much to copy. */
const left = ['.cache', '.git', 'bench', 'dist', 'node_modules', 'test'];

/** A copy of the project in which changes are made as commits make them, and synthesized by its own command. */
export class Checkout {
  constructor(
    private readonly folder: string,
    private readonly log: string,
  ) {
    fresh(folder);
    const sources = readdirSync(root).filter((entry) => !left.includes(entry));
    for (const source of sources) cpSync(path.join(root, source), path.join(folder, source), { recursive: true });
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  }

  /** Pins another image of every service, and of every variant beside one, in every environment. */
  release(called: string, start = 'sha256:'): void {
    const file = path.join(this.folder, containerImagesFile);
    const { $schema, ...lock } = JSON.parse(readFileSync(file, 'utf8')) as Lock<PinnedContainerImage> & {
      $schema: string;
    };
    const released = mapped(lock, (pins) =>
      mapped(pins, ({ variants, ...entry }, service) => ({
        ...next(entry, start, `${service} ${called}`),
        ...(variants && {
          revisions: mapped(variants, (other, revision) => next(other, start, `${service} ${revision} ${called}`)),
        }),
      })),
    );
    writeFileSync(file, JSON.stringify({ $schema, ...released }, undefined, 2));
  }

  /** Gives one more setting to every service. */
  addSetting(name: string, value: string): void {
    const changed = filesBelow(path.join(this.folder, 'apps', 'services'), '.ts').filter((file) => {
      const before = readFileSync(file, 'utf8');
      const after = before.replace(/^( *)config: \{/m, `$1config: { ${name}: '${value}',`);
      if (after !== before) writeFileSync(file, after);
      return after !== before;
    });
    expect(changed.length > 0, 'no file in apps/services has a config to add to');
  }

  /** Returns the folder of an environment's objects. */
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

/** What was pinned is history. */
function next({ history, pinned }: Pinned<ContainerImagePin>, start: string, image: string): Pinned<ContainerImagePin> {
  const digest = (start + createHash('sha256').update(image).digest('hex')).slice(0, 'sha256:'.length + 64);
  return { pinned: { ...pinned, digest }, history: [pinned, ...history] };
}

function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
