import { explanations as environments } from '../environments/explanations';
import { didYouMean } from '../lib/core/did-you-mean';
import type { Explanations } from '../lib/core/explanation';
import { explanations as library, formatExplanation, listExplanations } from '../lib/rules/explain';

/** The explanations of all checks, by id. */
export const explanations: Explanations = { ...library, ...environments };

/** Returns the explanation of a check, or of each check one line. */
export function explain(id: string | undefined): string {
  if (id === undefined) return listExplanations(explanations);
  const explanation = Object.hasOwn(explanations, id) ? explanations[id] : undefined;
  if (explanation) return formatExplanation(id, explanation);
  const meant = didYouMean(id, Object.keys(explanations));
  const hint = meant === undefined ? 'adamant explain lists all ids' : `did you mean ${meant}?`;
  throw new UnknownCheckError(`no check has the id '${id}'; ${hint}`);
}

/** A mistake in the command, not in the program. */
export class UnknownCheckError extends Error {}
