import { type Duration, seconds } from '../../../lib/core/units';
import type { AlertCase, Series } from './case';

const minute = 60;

interface Evaluation {
  readonly expr: string;
  readonly eval_time: string;
  readonly exp_samples: readonly { readonly labels: string; readonly value: 1 }[];
}

interface RuleTest {
  readonly name: string;
  readonly interval: Duration;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly promql_expr_test: readonly Evaluation[];
}

/**
 * Returns the tests of `promtool test rules`: the alert fires in the minute that a case names, with exactly these labels, and not
 * in the minute before. With each series of `quiet` it does not fire until twice that time.
 */
export function ruleTests(cases: readonly AlertCase[], severities: ReadonlyMap<string, string>): RuleTest[] {
  return cases.flatMap(({ alert, firesAt, labels, quiet, series, severity }, index) => {
    const time = seconds(firesAt);
    const title = `${alert} (case ${index + 1})`;
    const expected = {
      ...labels,
      alertname: alert,
      alertstate: 'firing',
      severity: severity ?? severities.get(alert) ?? '',
    };
    const expectation = labels['window'] === undefined ? [] : [`window="${labels['window']}"`];
    const firing = (at: number, samples: Evaluation['exp_samples']): Evaluation => ({
      expr: `ALERTS{${[`alertname="${alert}"`, 'alertstate="firing"', ...expectation].join(',')}}`,
      eval_time: `${at}s`,
      exp_samples: samples,
    });
    const before = time < minute ? [] : [firing(time - minute, [])];
    const sample = { labels: `ALERTS{${matchers(expected)}}`, value: 1 } as const;
    return [
      ruleTest(`${title} fires at ${firesAt}, and not before`, series, [...before, firing(time, [sample])]),
      ...quiet.map((each, number) =>
        ruleTest(`${title} does not fire with other series ${number + 1}`, each, [
          firing(time, []),
          firing(2 * Math.max(time, 10 * minute), []),
        ]),
      ),
    ];
  });
}

function ruleTest(name: string, series: Series, evaluations: readonly Evaluation[]): RuleTest {
  return {
    name,
    interval: '1m',
    input_series: Object.entries(series).map(([selector, values]) => ({ series: selector, values })),
    promql_expr_test: evaluations,
  };
}

function matchers(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(',');
}
