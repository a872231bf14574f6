import type { IConstruct } from 'constructs';

/** One thing that a person has to change, told so that the change is obvious. */
export interface Problem {
  /** The construct, or the file, that it is about: `production/cluster/NodeGroup[general]`. */
  readonly path: string;
  /** What must hold and what was found instead: `min must be at most max (3), got 4`. */
  readonly rule: string;
  /** Where the value was written: `environments/production.ts → nodeGroups.general.min`. */
  readonly where: string;
  /** What to do: `lower min to 3 or less, or raise max`. */
  readonly fix: string;
  /** The policy rule behind it. Only a problem that names its rule can be waived. */
  readonly id?: string;
}

/** What a construct says of itself; path and place are known to the tree. */
export interface Finding {
  /** The setting at fault, relative to the construct's own settings: `min`, `zones.a.slot`. */
  readonly setting: string;
  readonly rule: string;
  readonly fix: string;
  readonly id?: string;
}

/** Says where the settings of a construct, and of everything below it, were written. */
export type Source = (setting: string) => string;

const sources = new WeakMap<IConstruct, Source>();
const findings = new WeakMap<IConstruct, Finding[]>();
const tolerated = new WeakMap<IConstruct, (problem: Problem) => boolean>();

/** Tells error messages where a construct's settings come from, such as `environments/lab.ts → nodeGroups.general`. */
export function writtenIn(construct: IConstruct, source: Source): void {
  sources.set(construct, source);
}

/**
 * Reports what is wrong with a construct without stopping, so that all problems of a program are shown at once.
 * They also fail a plain `app.synth()` of cdktf or cdk8s, through the construct's own validation.
 */
export function report(construct: IConstruct, found: readonly Finding[]): void {
  if (found.length === 0) return;
  const known = findings.get(construct);
  if (known) {
    known.push(...found);
    return;
  }
  findings.set(construct, [...found]);
  const accepts = () => tolerated.get(construct.node.root) ?? (() => false);
  construct.node.addValidation({
    validate: () =>
      problemsAt(construct)
        .filter((problem) => !accepts()(problem))
        .map(formatProblem),
  });
}

/** Lets a plain `app.synth()` pass over problems that have been waived. `problemsIn` still tells them. */
export function tolerate(app: IConstruct, waived: (problem: Problem) => boolean): void {
  tolerated.set(app, waived);
}

/** Every problem reported in a tree, in the order of the tree. */
export function problemsIn(root: IConstruct): Problem[] {
  return root.node.findAll().flatMap(problemsAt);
}

function problemsAt(construct: IConstruct): Problem[] {
  return (findings.get(construct) ?? []).map(({ setting, ...finding }) => ({
    path: construct.node.path,
    where: sourceOf(construct)(setting),
    ...finding,
  }));
}

function sourceOf(construct: IConstruct): Source {
  for (const scope of [...construct.node.scopes].reverse()) {
    const source = sources.get(scope);
    if (source) return source;
  }
  return (setting) => `${construct.constructor.name} → ${setting}`;
}

/** Problems without those that were told before: one mistake in what several share is one thing to mend. */
export function toldOnce(problems: readonly Problem[]): Problem[] {
  const first = new Map<string, Problem>();
  for (const problem of problems) {
    const { fix, rule, where } = problem;
    const mistake = [where, rule, fix].join('\n');
    if (!first.has(mistake)) first.set(mistake, problem);
  }
  return [...first.values()];
}

/** The four lines that a person sees. */
export function formatProblem(problem: Problem): string {
  return [problem.path, problem.rule, problem.where, problem.fix].join('\n  ');
}

/** Ends a program with every problem found. It is a user's mistake, so it carries no stack trace of ours. */
export class ValidationError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n\n'));
    this.name = 'ValidationError';
  }
}
