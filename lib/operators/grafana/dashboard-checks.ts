import type { Finding } from '../../core/diagnostics';
import { checkPromql } from '../../core/promql';
import type { SettingPath } from '../../core/settings-location';
import type { Dashboard, DashboardQuery } from './dashboard';

/** Checks what Grafana does not load: of two dashboards with one identifier or title, it loads none that change. */
export function checkDashboards(dashboards: readonly Dashboard[]): Finding[] {
  return dashboards.flatMap(({ id, rows, title }, index) => {
    const earlier = dashboards.slice(0, index);
    const at = ['dashboards', String(index)];
    return [
      ...checkId(id, [...at, 'id'], earlier),
      ...checkTitle(title, [...at, 'title'], earlier),
      ...rows.flatMap(({ panels }, row) =>
        panels.flatMap(({ queries }, panel) =>
          queries.flatMap((query, number) =>
            checkQuery(query, [...at, 'rows', String(row), 'panels', String(panel), 'queries', String(number)]),
          ),
        ),
      ),
    ];
  });
}

function checkId(id: string, setting: SettingPath, earlier: readonly Dashboard[]): Finding[] {
  const isTaken = earlier.some((other) => other.id === id);
  if (!isTaken && /^[\w-]{1,40}$/.test(id)) return [];
  return [
    {
      id: 'grafana-dashboard-id',
      setting,
      message: `id must be unique, of 1 to 40 letters, digits, '_' and '-'; got '${id}'`,
      hint: isTaken ? 'give each dashboard an id of its own' : "write it as 'rabbitmq-shop'",
    },
  ];
}

function checkTitle(title: string, setting: SettingPath, earlier: readonly Dashboard[]): Finding[] {
  const isTaken = earlier.some((other) => other.title === title);
  if (!isTaken && title.trim() !== '') return [];
  return [
    {
      id: 'grafana-dashboard-title',
      setting,
      message: `title must be a text that no other dashboard has; got '${title}'`,
      hint: isTaken ? 'add what is different about it, such as its namespace' : "write it as 'RabbitMQ shop/broker'",
    },
  ];
}

/** Variables that Grafana replaces by a duration. */
const durations = /\$(?:__(?:rate_)?interval|__range|\{__(?:rate_)?interval\}|\{__range\})/g;

function checkQuery({ expression }: DashboardQuery, at: SettingPath): Finding[] {
  const [scalar, vector] = (['scalar', 'vector'] as const).map((type) =>
    checkPromql(expression.replace(durations, '5m'), [...at, 'expression'], type),
  );
  return scalar?.length === 0 ? [] : (vector ?? []);
}
