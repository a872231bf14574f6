import type { Diagnostic } from '../core/diagnostics';
import { didYouMean } from '../core/did-you-mean';

/** An exception from a check, for one construct. */
export interface Waiver {
  /** The id of the check, as an error shows it in brackets: `rabbitmq-quorum`. */
  readonly check: string;
  /** The construct's path, as an error shows it before the id: `lab-40-data/dts-master-rabbitmq-ha`. */
  readonly construct: string;
  /** Reason for which the consequence of the mistake is acceptable for this construct. */
  readonly reason: string;
  /** Team or person who decided it. */
  readonly owner: string;
}

/** A waiver, with the setting that contains it. */
export interface SourcedWaiver extends Waiver {
  readonly source: string;
}

/**
 * Checks that cannot be waived: with their mistakes, secrets are in files and logs, no host is reachable, or there is nothing that
 * could be synthesized.
 */
const unwaivable: ReadonlySet<string> = new Set([
  'account',
  'cidr',
  'cidr-special-use',
  'duplicate-key',
  'environment-list',
  'environment-name',
  'environment-pins',
  'lock-file-syntax',
  'missing-setting',
  'secret-in-config',
  'setting-removal',
  'setting-value',
  'unknown-setting',
]);

/** True if a waiver is for a diagnostic. */
export function matches(waiver: Waiver, diagnostic: Diagnostic): boolean {
  const { check, construct } = waiver;
  return check === diagnostic.id && construct === diagnostic.path && !unwaivable.has(check);
}

/** Returns the diagnostics that no waiver matches, and one for each waiver that is unused or has no reason or owner. */
export function applyWaivers(diagnostics: readonly Diagnostic[], waivers: readonly SourcedWaiver[]): Diagnostic[] {
  const refused = waivers.filter(({ check }) => unwaivable.has(check));
  const permitted = waivers.filter((waiver) => !refused.includes(waiver));
  const unused = permitted.filter((waiver) => !diagnostics.some((diagnostic) => matches(waiver, diagnostic)));
  // A misspelt waiver is the one mistake to correct, not what it was meant to waive.
  const meant = unused.map((waiver) => ({ ...waiver, ...intended(waiver, diagnostics) }));
  const remaining = diagnostics.filter(
    (diagnostic) => ![...waivers, ...meant].some((waiver) => matches(waiver, diagnostic)),
  );
  const incomplete = waivers.filter(({ owner, reason }) => reason.trim() === '' || owner.trim() === '');
  return [
    ...remaining,
    ...refused.map(({ check, construct, source }) => ({
      id: 'waiver-check',
      path: construct,
      message: `check must be one that can be waived; got '${check}'`,
      source,
      hint: 'delete the waiver, and correct the mistake',
    })),
    ...unused.map((waiver) => unusedWaiver(waiver, diagnostics)),
    ...incomplete.map(({ check, construct, source }) => ({
      id: 'waiver-reason',
      path: construct,
      message: `waiver of ${check} must have a reason and an owner; got an empty one`,
      source,
      hint: 'write the reason for which the consequence is acceptable, and who decided it',
    })),
  ];
}

/** Returns the check or the construct that a misspelt waiver means, where one diagnostic is near enough. */
function intended(
  { check, construct }: Waiver,
  diagnostics: readonly Diagnostic[],
): { readonly check?: string; readonly construct?: string } {
  const here = diagnostics.filter(({ path }) => path === construct).map(({ id }) => id);
  const there = diagnostics.filter(({ id }) => id === check).map(({ path }) => path);
  const [meantCheck, meantConstruct] = [didYouMean(check, here), didYouMean(construct, there)];
  if (meantCheck !== undefined) return { check: meantCheck };
  return meantConstruct === undefined ? {} : { construct: meantConstruct };
}

/** A waiver without use hides the next mistake of its kind. It is misspelt, or the mistake has been corrected. */
function unusedWaiver(waiver: SourcedWaiver, diagnostics: readonly Diagnostic[]): Diagnostic {
  const { check, construct, source } = waiver;
  const [meant] = Object.values(intended(waiver, diagnostics));
  return {
    id: 'unused-waiver',
    path: construct,
    message: `waiver must match a diagnostic of its construct; got '${check}', which reports nothing there`,
    source,
    hint: meant === undefined ? 'delete the waiver' : `did you mean ${meant}? Otherwise delete the waiver`,
  };
}
