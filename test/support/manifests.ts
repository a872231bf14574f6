import { ApiObject, Testing, type Chart } from 'cdk8s';
import { WaveChart } from '../../lib/kubernetes/manifests/wave';
import type { Json } from './terraform';

/** A chart of the wave `workloads`, in an app of its own. */
export function testChart(): WaveChart {
  return new WaveChart(Testing.app(), { environment: 'lab', wave: 'workloads' });
}

/** The objects of one kind, as they are written to files. */
export function objects(chart: Chart, kind: string): Json[] {
  return apiObjects(chart)
    .filter((object) => object.kind === kind)
    .map((object): Json => object.toJson());
}

/** The only object of its kind. */
export function object(chart: Chart, kind: string): Json {
  const [found, ...others] = objects(chart, kind);
  if (found === undefined || others.length > 0)
    throw new Error(`expected one ${kind}, got ${objects(chart, kind).length}`);
  return found;
}

/** True if a selector without expressions matches labels. */
export function isMatchingLabels({ matchLabels = {} }: Json, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries<string>(matchLabels).every(([key, value]) => labels[key] === value);
}

/** Kinds and names, in the order of the tree. */
export function namesIn(chart: Chart): string[] {
  return apiObjects(chart).map(({ kind, name }) => `${kind}/${name}`);
}

/** Objects at any depth: `Chart.apiObjects` contains direct children only. */
function apiObjects(chart: Chart): ApiObject[] {
  return chart.node.findAll().filter((construct) => construct instanceof ApiObject);
}
