import type { Duration } from '../../../core/units';
import { type Alert, quoted, type Recording, type RuleGroup } from './alert';
import type { RequestCounter } from './props';

/**
 * An alert on a burn rate: the error ratio of a long window, in multiples of the permitted one. At 1, errors use up the budget of 30
 * days in 30 days. The short window ends the alert soon after the errors have ended.
 */
interface BurnRate {
  readonly alert: 'ErrorBudgetBurnsFast' | 'ErrorBudgetBurnsSlowly';
  readonly factor: number;
  readonly long: Duration;
  readonly short: Duration;
}

/**
 * Shares of the budget that are used up when an alert fires: 2 percent within an hour, 5 percent within 6 hours, and 10 percent within
 * one and three days.
 *
 * @see https://sre.google/workbook/alerting-on-slos/
 */
export const burnRates: readonly BurnRate[] = [
  { alert: 'ErrorBudgetBurnsFast', factor: 14.4, long: '1h', short: '5m' },
  { alert: 'ErrorBudgetBurnsFast', factor: 6, long: '6h', short: '30m' },
  { alert: 'ErrorBudgetBurnsSlowly', factor: 3, long: '1d', short: '2h' },
  { alert: 'ErrorBudgetBurnsSlowly', factor: 1, long: '3d', short: '6h' },
];

/** Lowest availability, in percent, at which the fastest burn rate is an error ratio below 1, which alone can be exceeded. */
export const minAvailability = 94;

/** Returns the ratio of requests that may fail. A difference of decimals is rounded: 100 - 99.9 is 0.1. */
export function errorBudget(availability: number): number {
  return rounded((100 - availability) / 100);
}

/** Returns the error ratio above which a burn rate is reported. */
export function errorRatio(availability: number, factor: number): number {
  return rounded(errorBudget(availability) * factor);
}

function rounded(value: number): number {
  return Number(value.toPrecision(9));
}

/** Returns the recording rules and the alerts of an availability. */
export function burnRateRules(service: string, availability: number, requests: RequestCounter): RuleGroup[] {
  const windows = [...new Set(burnRates.flatMap(({ long, short }) => [short, long]))];
  return [
    {
      // The ratios of days change slowly, and read many samples.
      name: 'error-ratios-of-days',
      interval: '2m',
      rules: windows.filter(isLong).map((window) => recording(service, requests, window)),
    },
    {
      // One group evaluates its rules in their order: the alerts read ratios of the same time.
      name: 'error-budget',
      rules: [
        ...windows.filter((window) => !isLong(window)).map((window) => recording(service, requests, window)),
        ...burnRates.map((rate) => alert(service, availability, rate)),
        missing(service, requests),
      ],
    },
  ];
}

function isLong(window: Duration): boolean {
  return window.endsWith('d');
}

function recordName(window: Duration): string {
  return `service:request_errors:ratio_rate${window}`;
}

function recording(service: string, { failed, labels, metric }: RequestCounter, window: Duration): Recording {
  const equal = matchers(labels, '=');
  const rate = (selected: readonly string[]) => `sum(rate(${metric}{${selected.join(',')}}[${window}]))`;
  const all = rate(equal);
  return {
    record: recordName(window),
    // A service whose requests never fail has no series of failed ones, and an error ratio of 0.
    expr: `(${rate([...equal, ...matchers(failed, '=~')])} or 0 * ${all}) / (${all} > 0)`,
    labels: { service },
  };
}

/** Returns an expression with all that a counter selects. */
export function requestsExpression({ failed, labels, metric }: RequestCounter): string {
  return `${metric}{${[...matchers(labels, '='), ...matchers(failed, '=~')].join(',')}}`;
}

function matchers(labels: Readonly<Record<string, string>>, operator: '=' | '=~'): string[] {
  return Object.entries(labels).map(([label, value]) => `${label}${operator}${quoted(value)}`);
}

function alert(service: string, availability: number, { alert: name, factor, long, short }: BurnRate): Alert {
  const threshold = errorRatio(availability, factor);
  const exceeds = (window: Duration) => `${recordName(window)}{service=${quoted(service)}} > ${threshold}`;
  const isFast = name === 'ErrorBudgetBurnsFast';
  return {
    alert: name,
    expr: `${exceeds(long)} and ${exceeds(short)}`,
    for: '0s',
    severity: isFast ? 'critical' : 'warning',
    labels: { window: long },
    summary: `{{ $value | humanizePercentage }} of requests to {{ $labels.service }} failed within ${long}, ${factor} times what ${availability} percent availability permit`,
    description: isFast
      ? 'Users are affected now. At this rate, the errors that 30 days permit are used up within days.'
      : 'At this rate, no errors are left for the rest of the 30 days.',
  };
}

/** Returns the alert on an availability that is not measured. A counter exists from the first request on. */
function missing(service: string, { labels, metric }: RequestCounter): Alert {
  return {
    alert: 'ErrorBudgetNotMeasured',
    expr: `absent(${metric}{${matchers(labels, '=').join(',')}})`,
    for: '30m',
    severity: 'warning',
    labels: { service },
    summary: 'Requests to {{ $labels.service }} are not counted',
    description:
      'The service has no pods, its metrics are not collected, or its counter has another name or other labels.',
  };
}
