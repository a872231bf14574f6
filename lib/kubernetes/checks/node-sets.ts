interface Toleration {
  readonly effect?: string;
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** Fields of a pod that choose its nodes. */
export interface Placed {
  readonly affinity?: {
    readonly nodeAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: {
        readonly nodeSelectorTerms?: readonly { readonly matchExpressions?: readonly Requirement[] }[];
      };
    };
  };
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
}

/** True if pods of both can run on one node: no label must have two values, and both tolerate the taints of the other. */
export function sharesNodes(one: Placed, other: Placed): boolean {
  const [labels, others] = [selectedLabels(one), selectedLabels(other)];
  if (!labels || !others) return false;
  const isApart = [...labels].some(([key, values]) => {
    const alternatives = others.get(key);
    return alternatives !== undefined && !values.some((value) => alternatives.includes(value));
  });
  return !isApart && toleratesTaintsOf(one, other) && toleratesTaintsOf(other, one);
}

/** True if all nodes on which the first can run are nodes of the second. */
export function runsOnNodesOf(inner: Placed, outer: Placed): boolean {
  const [labels, others] = [selectedLabels(inner), selectedLabels(outer)];
  if (!labels || !others) return false;
  const isInside = [...others].every(([key, values]) => {
    const chosen = labels.get(key);
    return chosen?.every((value) => values.includes(value)) ?? false;
  });
  return isInside && toleratesTaintsOf(outer, inner);
}

/** Returns the values of labels that nodes must have, or nothing if the requirements are others than lists of values. */
function selectedLabels({ affinity, nodeSelector = {} }: Placed): ReadonlyMap<string, readonly string[]> | undefined {
  const labels = new Map<string, readonly string[]>(Object.entries(nodeSelector).map(([key, value]) => [key, [value]]));
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  if (terms.length > 1) return undefined;
  for (const { key, operator, values = [] } of terms[0]?.matchExpressions ?? []) {
    if (operator !== 'In') return undefined;
    const known = labels.get(key) ?? values;
    labels.set(
      key,
      known.filter((value) => values.includes(value)),
    );
  }
  return labels;
}

/**
 * True if the first tolerates each taint that the second tolerates by its key and for which it selects nodes. A pod that selects
 * nodes and tolerates a taint runs on tainted nodes, where others do not.
 */
function toleratesTaintsOf(one: Placed, { nodeSelector, tolerations = [] }: Placed): boolean {
  if (!nodeSelector) return true;
  return tolerations
    .filter(({ effect, key = '' }) => key !== '' && !key.includes('kubernetes.io/') && effect !== 'PreferNoSchedule')
    .every((taint) =>
      (one.tolerations ?? []).some(
        ({ key, operator, value }) =>
          (!key && operator === 'Exists') || (key === taint.key && (operator === 'Exists' || value === taint.value)),
      ),
    );
}
