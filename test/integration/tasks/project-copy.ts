import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../../environments/environment';
import type { Lock, MachineImageLockPin, Pinned, PinnedContainerImage } from '../../../environments/locks';
import { containerImagesFile, machineImagesFile } from '../../../environments/locks';
import { copyProject } from '../support/checkout';
import { editLockFile } from '../support/lock-file';
import { run } from '../support/process';
import { cachePath, emptyFolder } from '../support/project';
import { SettingsFile } from './settings-file';

/** Entries that are not copied. Tests read all others, documents too. */
const excluded = ['.cache', '.git', 'cdktf.out', 'coverage', 'dist', 'node_modules'];

export type MachineImages = Lock<Pinned<MachineImageLockPin>>;
export type ContainerImages = Lock<PinnedContainerImage>;

/** A copy of the project, in which a task changes the files that a team edits. */
export class ProjectCopy {
  readonly log: string;
  private readonly folder: string;

  constructor(name: string) {
    this.folder = path.join(emptyFolder(cachePath('tasks', name)), 'project');
    this.log = cachePath('tasks', name, 'log');
    copyProject(this.folder, excluded);
  }

  /** Names of the environments, in the order of their files. */
  get environments(): string[] {
    return this.files('environments').filter((name) =>
      this.read(`environments/${name}.ts`).includes(`defineEnvironment('${name}'`),
    );
  }

  /** Names of the files of services. */
  get services(): string[] {
    return this.files('apps/services').filter((name) => name !== 'index');
  }

  environment(name: string): SettingsFile {
    return new SettingsFile(path.join(this.folder, `environments/${name}.ts`));
  }

  service(name: string): SettingsFile {
    return new SettingsFile(path.join(this.folder, `apps/services/${name}.ts`));
  }

  /** Returns the source text of a setting in an environment's own file, or else in `base.ts`. */
  setting(environment: string, ...setting: readonly [keyof Environment, ...string[]]): string {
    const value = this.environment(environment).get(...setting) ?? this.environment('base').get(...setting);
    if (value === undefined) throw new Error(`${environment} has no ${setting.join('.')}`);
    return value;
  }

  editMachineImages(change: (lock: MachineImages) => MachineImages): void {
    editLockFile(path.join(this.folder, machineImagesFile), change);
  }

  editContainerImages(change: (lock: ContainerImages) => ContainerImages): void {
    editLockFile(path.join(this.folder, containerImagesFile), change);
  }

  read(file: string): string {
    return readFileSync(path.join(this.folder, file), 'utf8');
  }

  write(file: string, text: string): void {
    writeFileSync(path.join(this.folder, file), text);
  }

  /** Replaces a text of a file, which must contain it. */
  replace(file: string, from: string | RegExp, to: string): void {
    const text = this.read(file);
    if (text.search(from) < 0) throw new Error(`${file} does not contain ${String(from)}`);
    this.write(file, text.replace(from, to));
  }

  /** Accepts the output: `npm run accept`. */
  async accept(): Promise<void> {
    await this.npm(['run', '--silent', 'accept'], 180);
  }

  /** Runs the unit tests: `npm test`. They contain none of these runs. */
  async test(): Promise<void> {
    await this.npm(['test'], 900);
  }

  private async npm(parameters: readonly string[], seconds: number): Promise<void> {
    await run({ program: 'npm', arguments: parameters, folder: this.folder, seconds, log: this.log });
  }

  private files(folder: string): string[] {
    return readdirSync(path.join(this.folder, folder))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
      .map((file) => path.basename(file, '.ts'))
      .sort();
  }
}
