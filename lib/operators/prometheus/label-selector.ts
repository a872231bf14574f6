export type Labels = Readonly<Record<string, string>>;

/** A condition of a label's value, or of its existence. */
interface Requirement {
  readonly key: string;
  readonly operator: 'DoesNotExist' | 'Exists' | 'In' | 'NotIn';
  readonly values?: readonly string[];
}

/** A label selector of Kubernetes. Without conditions it selects everything. */
export interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly Requirement[];
}

/** Evaluates a label selector as the API server does. */
export function matchesLabels(selector: LabelSelector, labels: Labels = {}): boolean {
  const { matchExpressions = [], matchLabels = {} } = selector;
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every((requirement) => meets(requirement, labels))
  );
}

function meets({ key, operator, values = [] }: Requirement, labels: Labels): boolean {
  const value = labels[key];
  const isListed = value !== undefined && values.includes(value);
  // A label that is missing has none of the values.
  const results = {
    DoesNotExist: value === undefined,
    Exists: value !== undefined,
    In: isListed,
    NotIn: !isListed,
  };
  return results[operator];
}
