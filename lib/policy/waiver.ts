import type { Problem } from '../core/errors';

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

/** The problems that no waiver covers, and one more for each waiver that covers nothing. */
export function withoutWaived(problems: readonly Problem[], waivers: readonly Waiver[], where: string): Problem[] {
  const used = new Set<Waiver>();
  const remaining = problems.filter((problem) => {
    const waiver = waivers.find(({ rule, construct }) => rule === problem.id && construct === problem.path);
    if (waiver) used.add(waiver);
    return waiver === undefined;
  });
  const unused = waivers.filter((waiver) => !used.has(waiver));
  return [
    ...remaining,
    ...unused.map(({ rule, construct }) => ({
      path: construct,
      rule: `every waiver is needed, got one of ${rule} that waives nothing`,
      where,
      fix: 'delete the waiver, or correct its rule and construct',
    })),
  ];
}
