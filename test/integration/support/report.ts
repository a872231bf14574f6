import path from 'node:path';
import { Failure } from './process';

/** Thrown after a failure that was already told: what depends on the step ends, the rest goes on. */
class Stop extends Error {}

/** A step of a run and a subject that are known. */
export type Step = <T>(what: string, action: () => Promise<T> | T) => Promise<T>;

const lastLines = 25;

/** Tells, as it happens, what one run does, and counts. */
export class Report {
  passed = 0;
  failed = 0;
  skipped = 0;
  /** Set when a person ends the run: what breaks from then on is no failure. */
  interrupted = false;

  constructor(
    private readonly root: string,
    private readonly say: (line: string) => void,
  ) {}

  /** One step or assertion: passes unless it throws. What it found can be told when it has ended. */
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
      this.say([run, subject, title(result), seconds()].join('  '));
      return result;
    } catch (error) {
      if (error instanceof Stop || this.interrupted) throw new Stop();
      this.failed++;
      this.say([run, subject, `FAILED: ${title()}`, seconds()].join('  '));
      this.explain(error);
      throw new Stop();
    }
  }

  /** Steps that depend on each other: the first that fails ends them, and nothing else. True when all of them passed. */
  async part(run: string, subject: string, action: () => Promise<void>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      if (error instanceof Stop || this.interrupted) return false;
      this.failed++;
      this.say([run, subject, 'FAILED'].join('  '));
      this.explain(error);
      return false;
    }
  }

  skip(run: string, subject: string, what: string): void {
    this.skipped++;
    this.say([run, subject, `SKIPPED: ${what}`].join('  '));
  }

  /** A tool that is not there: in CI, where it must be, a failure. */
  missing(run: string, tool: string, advice: string): void {
    if (process.env['CI'] !== 'true') return this.skip(run, tool, advice);
    this.failed++;
    this.say([run, tool, `FAILED: ${advice}`].join('  '));
  }

  get summary(): string {
    return `${this.passed} passed, ${this.failed} failed${this.skipped > 0 ? `, ${this.skipped} skipped` : ''}`;
  }

  private explain(error: unknown): void {
    const message =
      error instanceof Failure
        ? error.message
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error);
    const indent = (text: string): string => text.replace(/^/gm, '    ');
    this.say(indent(message));
    if (!(error instanceof Failure)) return;
    const lines = (error.output ?? '').trim().split('\n');
    if (error.output)
      this.say(
        indent(
          lines
            .slice(-lastLines)
            .map((line) => `| ${line}`)
            .join('\n'),
        ),
      );
    if (error.log) this.say(indent(`the whole log: ${path.relative(this.root, error.log)}`));
  }
}

/** A statement that must hold. */
export function expect(holds: boolean, otherwise: string, log?: string, output?: string): asserts holds {
  if (!holds) throw new Failure(otherwise, log, output);
}

/** Two lists that must hold the same, whatever their order. */
export function expectSame(found: readonly string[], expected: readonly string[], what: string, log?: string): void {
  const missing = expected.filter((item) => !found.includes(item));
  const surplus = found.filter((item) => !expected.includes(item));
  expect(
    missing.length === 0 && surplus.length === 0,
    [
      `${what} is not what it must be`,
      ...missing.map((item) => `  missing: ${item}`),
      ...surplus.map((item) => `  too much: ${item}`),
    ].join('\n'),
    log,
  );
}
