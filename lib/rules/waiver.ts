import type { Diagnostic } from '../core/diagnostics';

/** A rule that does not hold for one construct, on purpose. */
export interface Waiver {
  /** The rule's id, as the error shows it. */
  readonly rule: string;
  /** The construct's path, as the error shows it: `lab-40-data/dts-master-rabbitmq-ha`. */
  readonly construct: string;
  /** Why it is right that the rule does not hold here. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
}

/** A waiver, and where it was written. */
export interface SourcedWaiver extends Waiver {
  readonly source: string;
}

/** Whether a waiver is for a problem. */
export function matches(waiver: Waiver, problem: Diagnostic): boolean {
  return waiver.rule === problem.id && waiver.construct === problem.path;
}

/** The problems that no waiver covers, and one more for each waiver that covers nothing or says too little. */
export function applyWaivers(problems: readonly Diagnostic[], waivers: readonly SourcedWaiver[]): Diagnostic[] {
  const remaining = problems.filter((problem) => !waivers.some((waiver) => matches(waiver, problem)));
  const unused = waivers.filter((waiver) => !problems.some((problem) => matches(waiver, problem)));
  const silent = waivers.filter(({ reason, owner }) => reason.trim() === '' || owner.trim() === '');
  return [
    ...remaining,
    ...unused.map(({ construct, rule, source }) => ({
      path: construct,
      message: `a waiver is of use, got one of '${rule}' that waives nothing`,
      source,
      hint: 'delete the waiver, or correct its rule and construct',
    })),
    ...silent.map(({ construct, rule, source }) => ({
      path: construct,
      message: `a waiver has a reason and an owner, got one of '${rule}' without`,
      source,
      hint: 'say why the rule need not hold here, and who answers for it',
    })),
  ];
}
