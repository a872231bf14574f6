import type { Finding } from '../../../core/diagnostics';
import { isGoRegexp } from '../../../core/go-regexp';
import { checkPromql } from '../../../core/promql';
import { isMetricLabel } from '../label-checks';
import { minAvailability, requestsExpression } from './burn-rates';
import { checkLabelText } from './checks';
import type { ServiceLevelProps } from './props';

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

export function checkServiceLevel({ availability, requests, service }: ServiceLevelProps): Finding[] {
  const { failed, labels, metric } = requests;
  const wrong = [
    ...(metricName.test(metric) ? [] : [content('requests.metric', 'the name of a metric', `'${metric}'`)]),
    ...checkLabels('requests.labels', labels),
    ...checkLabels('requests.failed', failed),
    ...checkPatterns('requests.failed', failed),
  ];
  return [
    ...checkAvailability(availability),
    ...checkLabelText('service', service),
    ...wrong,
    // A word of PromQL, such as inf.
    ...(wrong.length > 0 ? [] : checkPromql(requestsExpression(requests), 'requests')),
  ];
}

function checkAvailability(availability: number): Finding[] {
  if (availability >= minAvailability && availability <= 99.999) return [];
  return [
    {
      id: 'service-level-availability',
      setting: 'availability',
      message: `availability must be a percentage from ${minAvailability} to 99.999; got ${availability}`,
      hint: 'write 99.9 for one failed request in a thousand',
    },
  ];
}

function checkLabels(setting: string, labels: Readonly<Record<string, string>>): Finding[] {
  const names = Object.keys(labels);
  if (names.length === 0) return [content(setting, 'at least one label', '{}')];
  return names
    .filter((name) => !isMetricLabel(name))
    .map((name) => content(setting, 'names of labels: letters, digits and _, not beginning with __', `'${name}'`));
}

/** Checks regular expressions. An empty one selects the requests without the label. */
function checkPatterns(setting: string, labels: Readonly<Record<string, string>>): Finding[] {
  return Object.values(labels)
    .filter((pattern) => pattern === '' || !isGoRegexp(pattern))
    .map((pattern) => content(setting, 'regular expressions of Go, of the whole value', `'${pattern}'`));
}

function content(setting: string, wanted: string, found: string): Finding {
  return {
    id: 'service-level-requests',
    setting,
    message: `${setting} must be ${wanted}; got ${found}`,
    hint: "write the counter as the program reports it: { metric: 'http_requests_total', labels: { job: 'api' }, failed: { code: '5..' } }",
  };
}
