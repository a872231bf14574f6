import type { Problem } from '../core/diagnostics';

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
export interface WrittenWaiver extends Waiver {
  readonly where: string;
}

/** Whether a waiver is for a problem. */
export function covers(waiver: Waiver, problem: Problem): boolean {
  return waiver.rule === problem.id && waiver.construct === problem.path;
}

/** The problems that no waiver covers, and one more for each waiver that covers nothing or says too little. */
export function withoutWaived(problems: readonly Problem[], waivers: readonly WrittenWaiver[]): Problem[] {
  const remaining = problems.filter((problem) => !waivers.some((waiver) => covers(waiver, problem)));
  const unused = waivers.filter((waiver) => !problems.some((problem) => covers(waiver, problem)));
  const silent = waivers.filter(({ reason, owner }) => reason.trim() === '' || owner.trim() === '');
  return [
    ...remaining,
    ...unused.map(({ construct, rule, where }) => ({
      path: construct,
      rule: `a waiver is of use, got one of '${rule}' that waives nothing`,
      where,
      fix: 'delete the waiver, or correct its rule and construct',
    })),
    ...silent.map(({ construct, rule, where }) => ({
      path: construct,
      rule: `a waiver has a reason and an owner, got one of '${rule}' without`,
      where,
      fix: 'say why the rule need not hold here, and who answers for it',
    })),
  ];
}
