import { build } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { checkPlatforms } from '../../apps/check-platform';
import type { Resolved } from '../../environments';
import type { Diagnostic } from '../../lib/core/diagnostics';

const root = path.resolve(__dirname, '../..');

/** The frozen project: files that a team edits, as they were when the examples were written. */
const frozen = path.join(root, 'test/fixtures/project');

/** A change of one file: the first text is replaced by the second. */
export type Edit = readonly [file: string, from: string, to: string];

interface Program {
  readonly checkPlatforms: typeof checkPlatforms;
  readonly committed: Resolved;
}

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

  /** Returns true if the project has the file. */
  has(file: string): boolean {
    return existsSync(path.join(frozen, file));
  }

  /** Returns the diagnostics of the whole program, as `adamant synth` collects them. */
  async diagnostics(): Promise<readonly Diagnostic[]> {
    const { checkPlatforms, committed } = await this.load();
    return checkPlatforms(Object.values(committed.environments), { diagnostics: committed.diagnostics }).diagnostics;
  }

  private async load(): Promise<Program> {
    const entry = `export { checkPlatforms } from './apps/check-platform'; export { committed } from './environments';`;
    const { outputFiles } = await build({
      absWorkingDir: root,
      bundle: true,
      loader: { '.lock.json': 'text' },
      logLevel: 'silent',
      packages: 'external',
      platform: 'node',
      plugins: [
        {
          name: 'frozen project',
          setup: (bundle) => {
            bundle.onLoad({ filter: /\/(?:environments|apps\/services)\/[^/]+$/ }, ({ path: loaded }) => {
              const file = path.relative(root, loaded);
              if (!this.has(file)) return undefined;
              return { contents: this.read(file), loader: file.endsWith('.json') ? 'text' : 'ts' };
            });
          },
        },
      ],
      stdin: { contents: entry, loader: 'ts', resolveDir: root },
      write: false,
    });
    const module = { exports: {} };
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '')(module, module.exports, require);
    return module.exports as Program;
  }
}
