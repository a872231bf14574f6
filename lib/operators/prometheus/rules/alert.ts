import type { Duration } from '../../../core/units';

/**
 * Severity of an alert: `critical` needs a person at once, `warning` within working hours. The alert of severity `none` is
 * the one that always fires.
 */
export type AlertSeverity = 'critical' | 'none' | 'warning';

/** An alert rule without the address of its runbook. */
export interface Alert {
  /** Name of the alert, and of its page in `docs/runbooks`. */
  readonly alert: string;
  /** Expression in PromQL. It has a result for each thing that the alert is about. */
  readonly expr: string;
  /** Time that the expression has a result before the alert fires. */
  readonly for: Duration;
  readonly severity: AlertSeverity;
  /** One sentence, with the labels of the result as `{{ $labels.pod }}`. */
  readonly summary: string;
  readonly description: string;
  /** Labels in addition to those of the result. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** A rule that records a result under a name: `level:metric:operations`. */
export interface Recording {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Rules that Prometheus evaluates one after another. */
export interface RuleGroup {
  readonly name: string;
  /** Interval of evaluation. Without it, that of the server. */
  readonly interval?: Duration;
  readonly rules: readonly (Alert | Recording)[];
}

/**
 * Returns the maximum by labels. Series of an exporter also have the labels of its own pod, and a new pod would be a new alert:
 * the pending time would begin again.
 */
export function maxBy(labels: string, expression: string): string {
  return `max by (${labels}) (${expression})`;
}

/** Returns a text as PromQL reads it in a matcher. The escapes of JSON are among those of Go, which PromQL has. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Returns the quantile of a histogram over five minutes by labels. */
export function quantile(value: number, labels: string, histogram: string, matchers = ''): string {
  return `histogram_quantile(${value}, sum by (${labels}, le) (rate(${histogram}_bucket${matchers}[5m])))`;
}
