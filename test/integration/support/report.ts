import path from 'node:path';
import { Failure } from './process';

/** Thrown after a failure was reported. It ends the part that contains the step. */
class Stop extends Error {}

/** Runs a step of a fixed run and subject. */
export type Step = <T>(what: string, action: () => Promise<T> | T) => Promise<T>;

const lastLines = 25;

/** Prints one line for each step, and counts them. */
export class Report {
  passed = 0;
  failed = 0;
  skipped = 0;
  /** Set by an interrupt: later errors are not failures. */
  interrupted = false;

  constructor(
    private readonly root: string,
    private readonly print: (line: string) => void,
  ) {}

  /** Runs one step, which passes unless it throws. The title may depend on the result. */
  async step<T>(
    run: string,
    subject: string,
    what: string | ((result: T | undefined) => string),
    action: () => Promise<T> | T,
  ): Promise<T> {
    const start = performance.now();
    const title = (result?: T): string => (typeof what === 'string' ? what : what(result));
    const seconds = (): string => `${((performance.now() - start) / 1000).toFixed(1)} s`;
    try {
      const result = await action();
      this.passed++;
      this.print([run, subject, title(result), seconds()].join('  '));
      return result;
    } catch (error) {
      if (error instanceof Stop || this.interrupted) throw new Stop();
      this.failed++;
      this.print([run, subject, `FAILED: ${title()}`, seconds()].join('  '));
      this.printError(error);
      throw new Stop();
    }
  }

  /** Runs dependent steps: the first failure ends the part. Returns true if all passed. */
  async part(run: string, subject: string, action: () => Promise<void>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      if (error instanceof Stop || this.interrupted) return false;
      this.failed++;
      this.print([run, subject, 'FAILED'].join('  '));
      this.printError(error);
      return false;
    }
  }

  skip(run: string, subject: string, what: string): void {
    this.skipped++;
    this.print([run, subject, `SKIPPED: ${what}`].join('  '));
  }

  /** Reports a missing tool: a failure if CI=true, a skip elsewhere. */
  missingTool(run: string, tool: string, advice: string): void {
    if (process.env['CI'] !== 'true') return this.skip(run, tool, advice);
    this.failed++;
    this.print([run, tool, `FAILED: ${advice}`].join('  '));
  }

  get summary(): string {
    return `${this.passed} passed, ${this.failed} failed${this.skipped > 0 ? `, ${this.skipped} skipped` : ''}`;
  }

  private printError(error: unknown): void {
    const message =
      error instanceof Failure
        ? error.message
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error);
    const indent = (text: string): string => text.replace(/^/gm, '    ');
    this.print(indent(message));
    if (!(error instanceof Failure)) return;
    const lines = (error.output ?? '').trim().split('\n');
    if (error.output)
      this.print(
        indent(
          lines
            .slice(-lastLines)
            .map((line) => `| ${line}`)
            .join('\n'),
        ),
      );
    if (error.log) this.print(indent(`complete log: ${path.relative(this.root, error.log)}`));
  }
}

/** Fails unless a condition holds. */
export function expect(holds: boolean, otherwise: string, log?: string, output?: string): asserts holds {
  if (!holds) throw new Failure(otherwise, log, output);
}

/** Fails unless two lists have the same items in any order. */
export function expectSame(found: readonly string[], expected: readonly string[], what: string, log?: string): void {
  const missing = expected.filter((item) => !found.includes(item));
  const unexpected = found.filter((item) => !expected.includes(item));
  expect(
    missing.length === 0 && unexpected.length === 0,
    [
      `${what}: unexpected value`,
      ...missing.map((item) => `  missing: ${item}`),
      ...unexpected.map((item) => `  unexpected: ${item}`),
    ].join('\n'),
    log,
  );
}
