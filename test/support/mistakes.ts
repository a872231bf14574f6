import { collectDiagnostics, type Diagnostic } from '../../lib/core/diagnostics';
import type { Stack } from '../../lib/aws/stack/stack';
import type { WaveChart } from '../../lib/kubernetes/manifests/wave';
import { testChart } from './manifests';
import { testStack } from './terraform';

/** An example of a rejected input, with the same input corrected. */
export interface Mistake {
  /** The mistake in a few words, beginning with the field's noun: `node group: minSizePerZone above maxSizePerZone`. */
  readonly title: string;
  /** The check that reports it. */
  readonly id: string;
  /** The source that it reports: a construct's prop (`NodeGroup: minSizePerZone`) or a setting of a file. */
  readonly source: string;
  /** Diagnostics of the mistaken input. */
  readonly mistaken: () => readonly Diagnostic[];
  /** Diagnostics of the corrected input. */
  readonly corrected: () => readonly Diagnostic[];
}

/** Diagnostics of the constructs that `describe` adds to a stack. */
export const inStack = (describe: (stack: Stack) => unknown) => (): readonly Diagnostic[] => {
  const stack = testStack();
  describe(stack);
  return collectDiagnostics(stack);
};

/** Diagnostics of the constructs that `describe` adds to a chart of workloads. */
export const inChart = (describe: (chart: WaveChart) => unknown) => (): readonly Diagnostic[] => {
  const chart = testChart();
  describe(chart);
  return collectDiagnostics(chart);
};

/** A mistake in the props of a construct. */
interface PropsMistake<Props> extends Pick<Mistake, 'id' | 'title'> {
  /** The prop at fault: `zones.a.slot`. */
  readonly prop: string;
  readonly mistaken: Props;
  readonly corrected: Props;
}

/**
 * Mistakes in the props of one construct in a stack.
 *
 * @param construct name of the construct's class
 */
export function mistakesIn<Props>(
  construct: string,
  create: (stack: Stack, props: Props) => unknown,
  rows: readonly PropsMistake<Props>[],
): Mistake[] {
  return rows.map(({ corrected, id, mistaken, prop, title }) => ({
    title,
    id,
    source: `${construct}: ${prop}`,
    mistaken: inStack((stack) => create(stack, mistaken)),
    corrected: inStack((stack) => create(stack, corrected)),
  }));
}
