import { transformSync } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkPlatforms } from '../../apps/diagnostics';
import { resolve } from '../../environments';
import type { Diagnostic } from '../../lib/core/diagnostics';
import type * as project from '../fixtures/project';

/** The frozen project: files that a team edits, as they were when the examples were written. */
const frozen = path.resolve(__dirname, '../fixtures/project');

/** A change of one file: the first text is replaced by the second. */
export type Edit = readonly [file: string, from: string, to: string];

/** The frozen project with some of its files edited. */
export class EditedProject {
  private readonly edited = new Map<string, string>();

  constructor(...edits: readonly Edit[]) {
    for (const [file, from, to] of edits) {
      const text = this.read(file);
      if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
      this.edited.set(
        file,
        text.replace(from, () => to),
      );
    }
  }

  /** Returns the text of a file, edited if an edit changes it. */
  read(file: string): string {
    return this.edited.get(file) ?? readFileSync(path.join(frozen, file), 'utf8');
  }

  /** Returns the diagnostics of the whole program, as `adamant synth` collects them. */
  diagnostics(): readonly Diagnostic[] {
    const { definitions, locks, services } = this.load('index.ts', new Map()) as typeof project;
    const { diagnostics, environments } = resolve(definitions, locks);
    return checkPlatforms(Object.values(environments), { diagnostics, services }).diagnostics;
  }

  /** Evaluates a file. Its imports are the project's other files, edited too, and modules outside of the project. */
  private load(file: string, loaded: Map<string, unknown>): unknown {
    const known = loaded.get(file);
    if (known !== undefined) return known;
    const module: { exports: unknown } = { exports: {} };
    if (file.endsWith('.json')) module.exports = this.read(file);
    else {
      const load = (name: string) => this.import(path.join(path.dirname(file), name), loaded);
      // eslint-disable-next-line @typescript-eslint/no-implied-eval
      new Function('module', 'exports', 'require', script(this.read(file)))(module, module.exports, load);
    }
    loaded.set(file, module.exports);
    return module.exports;
  }

  private import(name: string, loaded: Map<string, unknown>): unknown {
    const file = [name, `${name}.ts`, `${name}/index.ts`].find(
      (candidate) => path.extname(candidate) !== '' && existsSync(path.join(frozen, candidate)),
    );
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return file === undefined || file.startsWith('..') ? require(path.join(frozen, name)) : this.load(file, loaded);
  }
}

const scripts = new Map<string, string>();

/** Returns the JavaScript of a TypeScript file. */
function script(text: string): string {
  const known = scripts.get(text);
  if (known !== undefined) return known;
  const { code } = transformSync(text, { format: 'cjs', loader: 'ts', target: 'node20' });
  scripts.set(text, code);
  return code;
}
