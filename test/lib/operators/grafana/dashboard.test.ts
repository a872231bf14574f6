import { dashboardId, dashboardJson, datasourceId } from '../../../../lib/operators/grafana/dashboard';
import { rabbitmqDashboard } from '../../../../lib/operators/grafana/rabbitmq-dashboard';
import { workloadsDashboard } from '../../../../lib/operators/grafana/workloads-dashboard';
import { dashboards } from '../../../support/alerts/dashboards';
import { metricNames } from '../../../support/alerts/promql';

const rabbitmq = () => rabbitmqDashboard({ name: 'broker', namespace: 'shop' });

interface Written {
  readonly uid: string;
  readonly editable: boolean;
  readonly panels: readonly {
    readonly type: string;
    readonly title: string;
    readonly datasource?: { readonly uid: string };
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets?: readonly { readonly expr: string; readonly refId: string }[];
  }[];
}

const written = (): Written => JSON.parse(dashboardJson(rabbitmq())) as Written;

test('dashboard: has the same text each time, and its id as uid', () => {
  expect(dashboardJson(rabbitmq())).toBe(dashboardJson(rabbitmq()));
  expect(written()).toMatchObject({ editable: false, uid: 'rabbitmq-shop-broker' });
});

test('panels: query the datasource of the Grafana, each with an own letter', () => {
  const panels = written().panels.filter(({ type }) => type !== 'row');
  expect(panels).toHaveLength(8);
  for (const { datasource, targets = [] } of panels) {
    expect(datasource?.uid).toBe(datasourceId);
    expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
    expect(targets.length).toBeGreaterThan(0);
  }
});

test('panels: are two in a line, and never cover each other', () => {
  const cells = written().panels.flatMap(({ gridPos: { h, w, x, y } }) =>
    Array.from({ length: h * w }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
});

test('queries: are of the members of this cluster only', () => {
  const expressions = written().panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  expect(expressions.filter((expression) => !expression.includes('namespace="shop"'))).toEqual([]);
});

test('id: a long one ends with a hash, and is distinct', () => {
  const long = 'a'.repeat(45);
  expect(dashboardId('rabbitmq', 'shop', long).length).toBeLessThanOrEqual(40);
  expect(dashboardId('rabbitmq', 'shop', long)).not.toBe(dashboardId('rabbitmq', 'shop', `${long}b`));
});

test.each(dashboards)('$id: has queries that Prometheus parses, each with a legend', ({ rows }) => {
  const queries = rows.flatMap(({ panels }) => panels.flatMap((panel) => panel.queries));
  expect(queries.flatMap(({ expression }) => metricNames(expression)).length).toBeGreaterThan(5);
  expect(queries.filter(({ legend }) => legend === undefined)).toEqual([]);
});

test('workloads: queries are of one namespace', () => {
  const expressions = workloadsDashboard({ namespace: 'shop' }).rows.flatMap(({ panels }) =>
    panels.flatMap(({ queries }) => queries.map(({ expression }) => expression)),
  );
  expect(expressions.filter((expression) => !expression.includes('namespace="shop"'))).toEqual([]);
});
