import { matchesWhole } from '../../core/go-regexp';
import type { AlertmanagerProps, AlertMatcher } from './alertmanager-props';

type Labels = Readonly<Record<string, string>>;

/** Returns the receivers of an alert, by the routes after that of `Watchdog`. */
export function receiversOf({ defaultReceiver, routes = [] }: AlertmanagerProps, labels: Labels): readonly string[] {
  const matching = routes.filter(({ matchers }) => matchers.every((matcher) => meets(matcher, labels)));
  const last = matching.findIndex((route) => route.continue !== true);
  const used = last === -1 ? matching : matching.slice(0, last + 1);
  return used.length === 0 ? [defaultReceiver] : used.map(({ receiver }) => receiver);
}

/** Evaluates a matcher as Alertmanager does: a label that is missing is empty, and a pattern is that of the whole value. */
function meets({ label, operator = '=', value }: AlertMatcher, labels: Labels): boolean {
  const found = labels[label] ?? '';
  const results = {
    '=': () => found === value,
    '!=': () => found !== value,
    '=~': () => matchesWhole(value, found),
    '!~': () => !matchesWhole(value, found),
  };
  return results[operator]();
}
