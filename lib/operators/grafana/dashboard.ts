import { LegendDisplayMode, LegendPlacement } from '@grafana/grafana-foundation-sdk/common';
import { DashboardBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { contentHash } from '../../core/content-hash';

/** Identifier of the datasource that `Grafana` provides. */
export const datasourceId = 'prometheus';

/** A query of a panel. */
export interface DashboardQuery {
  /** Expression in PromQL, in which a duration may be `$__rate_interval`. */
  readonly expression: string;
  /**
   * Name of each line, with labels of the metric: `{{pod}}`.
   *
   * @default all labels
   */
  readonly legend?: string;
}

/** A panel with lines over time. */
export interface DashboardPanel {
  readonly title: string;
  /** Unit of the values. */
  readonly unit: 'bytes' | 'count' | 'fraction' | 'perSecond' | 'seconds';
  readonly queries: readonly DashboardQuery[];
  /**
   * Meaning of the values, and what to do about them.
   *
   * @default none
   */
  readonly description?: string;
}

/** Panels under one title. */
export interface DashboardRow {
  readonly title: string;
  readonly panels: readonly DashboardPanel[];
}

/** A dashboard of Grafana, for `dashboards` of `Grafana`. */
export interface Dashboard {
  /** Identifier in the URL of the dashboard, unique in a Grafana: 1 to 40 letters, digits, `_` and `-`. */
  readonly id: string;
  /** Title, unique in a Grafana. */
  readonly title: string;
  readonly rows: readonly DashboardRow[];
}

/** Names of the units in Grafana. */
const units: Readonly<Record<DashboardPanel['unit'], string>> = {
  bytes: 'bytes',
  count: 'short',
  fraction: 'percentunit',
  perSecond: 'ops',
  seconds: 's',
};

const datasource = { type: 'prometheus', uid: datasourceId };

/** Width of a dashboard in Grafana's units, and of its panels: two in a line. */
const panelWidth = 12;
const panelHeight = 8;

/** Returns the dashboard as Grafana reads it. The same dashboard has the same text. */
export function dashboardJson({ id, rows, title }: Dashboard): string {
  const builder = new DashboardBuilder(title)
    .uid(id)
    .readonly()
    .refresh('1m')
    .time({ from: 'now-3h', to: 'now' })
    .timezone('utc');
  for (const row of rows) {
    builder.withRow(new RowBuilder(row.title));
    for (const panel of row.panels) builder.withPanel(panelOf(panel));
  }
  return `${JSON.stringify(builder.build(), undefined, 2)}\n`;
}

function panelOf({ description, queries, title, unit }: DashboardPanel): PanelBuilder {
  const panel = new PanelBuilder()
    .title(title)
    .datasource(datasource)
    .unit(units[unit])
    .min(0)
    .span(panelWidth)
    .height(panelHeight)
    .legend({
      build: () => ({
        calcs: [],
        displayMode: LegendDisplayMode.List,
        placement: LegendPlacement.Bottom,
        showLegend: true,
      }),
    });
  if (description !== undefined) panel.description(description);
  queries.forEach(({ expression, legend }, index) => {
    const query = new DataqueryBuilder().refId(String.fromCharCode(65 + index)).expr(expression);
    panel.withTarget(legend === undefined ? query : query.legendFormat(legend));
  });
  return panel;
}

/** Returns an identifier of at most 40 characters. A longer one ends with a hash. */
export function dashboardId(...parts: readonly string[]): string {
  const id = parts.join('-');
  return id.length <= 40 ? id : `${id.slice(0, 29).replace(/-+$/, '')}-${contentHash(parts)}`;
}
