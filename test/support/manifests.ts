import { ApiObject, Testing, type Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { collectDiagnostics } from '../../lib/core/diagnostics';
import { WaveChart } from '../../lib/kubernetes/manifests/wave';

/** Where a construct of a test stands. */
export function testChart(): WaveChart {
  return new WaveChart(Testing.app(), { environment: 'lab', wave: 'workloads' });
}

/** The objects of one kind, as they are written to files. */
export function objects(chart: Chart, kind: string) {
  return apiObjects(chart)
    .filter((object) => object.kind === kind)
    .map((object) => object.toJson());
}

/** The only object of its kind. */
export function object(chart: Chart, kind: string) {
  const found = objects(chart, kind);
  if (found.length !== 1) throw new Error(`expected one ${kind}, got ${found.length}`);
  return found[0];
}

/** Kinds and names, in the order of the tree. */
export function namesIn(chart: Chart): string[] {
  return apiObjects(chart).map(({ kind, name }) => `${kind}/${name}`);
}

/** Setting and rule of each problem. */
export function rulesIn(root: IConstruct): string[] {
  return collectDiagnostics(root).map(({ source, message }) => `${source.split('→ ')[1]}: ${message}`);
}

/** `Chart.apiObjects` knows only the objects directly below it. */
function apiObjects(chart: Chart): ApiObject[] {
  return chart.node.findAll().filter((construct) => construct instanceof ApiObject);
}
