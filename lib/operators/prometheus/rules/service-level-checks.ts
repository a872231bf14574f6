import type { Finding } from '../../../core/diagnostics';
import { minAvailability } from './burn-rates';
import type { ServiceLevelProps } from './props';

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

export function checkServiceLevel({ availability, requests, service }: ServiceLevelProps): Finding[] {
  const { failed, labels, metric } = requests;
  return [
    ...checkAvailability(availability),
    ...(service === '' ? [content('service', 'the name of a service', "''")] : []),
    ...(metricName.test(metric) ? [] : [content('requests.metric', 'the name of a metric', `'${metric}'`)]),
    ...checkLabels('requests.labels', labels),
    ...checkLabels('requests.failed', failed),
    ...checkPatterns('requests.failed', failed),
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
    .filter((name) => !labelName.test(name))
    .map((name) => content(setting, 'names of labels: letters, digits and _', `'${name}'`));
}

/** Checks regular expressions. Those of Prometheus are a subset of JavaScript's, except for a few that it has in addition. */
function checkPatterns(setting: string, labels: Readonly<Record<string, string>>): Finding[] {
  return Object.values(labels)
    .filter((pattern) => !isPattern(pattern))
    .map((pattern) => content(setting, 'regular expressions of the whole value', `'${pattern}'`));
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp && text !== '' && !/\(\?[=!<]/.test(text);
  } catch {
    return false;
  }
}

function content(setting: string, wanted: string, found: string): Finding {
  return {
    id: 'service-level-requests',
    setting,
    message: `${setting} must be ${wanted}; got ${found}`,
    hint: "write the counter as the program reports it: { metric: 'http_requests_total', labels: { job: 'api' }, failed: { code: '5..' } }",
  };
}
