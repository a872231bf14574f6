import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { isGoRegexp } from '../../core/go-regexp';
import type { SettingPath } from '../../core/settings-location';
import { type Duration, seconds } from '../../core/units';
import { checkSecretKey } from '../../kubernetes/pod/config-checks';
import { groupInterval, noReceiver } from './alertmanager-config';
import type { AlertmanagerProps, AlertMatcher, AlertReceiver } from './alertmanager-props';
import { receiversOf } from './alert-routing';
import { checkServer } from './checks';
import { checkWholeDuration } from './durations';
import { checkMetricLabels } from './label-checks';

/** Checks what Alertmanager would refuse: one mistake, and it loads nothing of its new configuration. */
export function checkAlertmanager(props: AlertmanagerProps): Finding[] {
  const { groupBy = [], inhibitions = [], receivers, repeatInterval, routes = [] } = props;
  return [
    ...checkServer('alertmanager', props),
    ...sortedEntries<string, AlertReceiver>(receivers).flatMap(([name, receiver]) => checkReceiver(name, receiver)),
    ...checkReferences(props),
    ...checkWatchdog(props),
    ...checkCriticalAlerts(props),
    ...routes.flatMap((route, index) => [
      ...checkConditions(route.matchers, ['routes', String(index), 'matchers']),
      ...checkRepeatInterval(route.repeatInterval, `routes.${index}.repeatInterval`),
    ]),
    ...checkGroupBy(groupBy),
    ...checkRepeatInterval(repeatInterval, 'repeatInterval'),
    ...inhibitions.flatMap((inhibition, index) => {
      const at = ['inhibitions', String(index)];
      return [
        ...checkParts(inhibition, at),
        ...checkMatchers(inhibition.source, [...at, 'source']),
        ...checkMatchers(inhibition.target, [...at, 'target']),
        ...checkMetricLabels(inhibition.equal, [...at, 'equal']),
      ];
    }),
  ];
}

function checkReceiver(name: string, receiver: AlertReceiver): Finding[] {
  const at = ['receivers', name];
  const isName = name.trim() !== '' && name !== noReceiver;
  return [
    ...(isName
      ? []
      : [
          {
            id: 'alertmanager-receiver-name',
            setting: at,
            message: `name of a receiver must be neither empty nor '${noReceiver}'; got '${name}'`,
            hint: "name it after its destination, such as 'chat'",
          },
        ]),
    ...(receiver.type === 'slack' ? checkChannel(receiver.channel, [...at, 'channel']) : []),
    ...(receiver.type === 'pagerduty'
      ? checkSecretKey(receiver.routingKey, [...at, 'routingKey'])
      : checkSecretKey(receiver.url, [...at, 'url'])),
  ];
}

/** Checks a channel. Alertmanager reads `{{` as a template, and fails when it sends. */
function checkChannel(channel: string, setting: SettingPath): Finding[] {
  if (/^[#@]?[^\s#@{}]+$/.test(channel)) return [];
  return [
    {
      id: 'alertmanager-channel',
      setting,
      message: `channel must be a name without spaces; got '${channel}'`,
      hint: "write it as '#alerts'",
    },
  ];
}

function checkReferences({ defaultReceiver, receivers, routes = [], watchdog }: AlertmanagerProps): Finding[] {
  const known = Object.keys(receivers);
  const named = [
    { receiver: defaultReceiver, setting: 'defaultReceiver' },
    ...(watchdog === undefined ? [] : [{ receiver: watchdog, setting: 'watchdog' }]),
    ...routes.map(({ receiver }, index) => ({ receiver, setting: `routes.${index}.receiver` })),
  ];
  return named
    .filter(({ receiver }) => !known.includes(receiver))
    .map(({ receiver, setting }) => ({
      id: 'alertmanager-receiver',
      setting,
      message: `receiver must be one of ${known.join(', ')}; got '${receiver}'`,
      hint: `add '${receiver}' to receivers, or use an existing one`,
    }));
}

/** Checks that a failure of all alerts is noticed where somebody is paged, by a receiver that gets nothing else. */
function checkWatchdog({ defaultReceiver, receivers, routes = [], watchdog }: AlertmanagerProps): Finding[] {
  const finding = (constraint: string, found: string, hint: string): Finding[] => [
    { id: 'alertmanager-watchdog', setting: 'watchdog', message: `watchdog must ${constraint}; got ${found}`, hint },
  ];
  if (watchdog === undefined) {
    const pagers = sortedEntries<string, AlertReceiver>(receivers).filter(([, { type }]) => type === 'pagerduty');
    if (pagers.length === 0) return [];
    return finding(
      `be a receiver where another one pages (${pagers.map(([name]) => name).join(', ')})`,
      'none',
      "add a receiver of type 'webhook' with the address of a dead man's switch, and name it here",
    );
  }
  const type = receivers[watchdog]?.type;
  if (type === undefined) return [];
  if (type !== 'webhook') {
    return finding(
      "be a receiver of type 'webhook', whose service reports that nothing arrives",
      `'${watchdog}' of type '${type}'`,
      "add a receiver with the address of a dead man's switch",
    );
  }
  if (defaultReceiver !== watchdog && routes.every(({ receiver }) => receiver !== watchdog)) return [];
  return finding(
    'be a receiver without other alerts, which nobody would read there',
    `'${watchdog}', which is the defaultReceiver or that of a route`,
    'add a receiver for them',
  );
}

/**
 * Checks that the failure of each receiver of critical alerts is reported by another type, if there is one for all alerts: a pager, or the
 * default receiver.
 */
function checkCriticalAlerts(props: AlertmanagerProps): Finding[] {
  const { defaultReceiver, namespace, receivers } = props;
  const typeOf = (name: string) => receivers[name]?.type;
  const reached = (integration: string) => {
    const labels = { alertname: 'NotificationsFail', integration, namespace, severity: 'critical' };
    return new Set(receiversOf(props, labels).map(typeOf));
  };
  const isPaging = Object.values(receivers).some(({ type }) => type === 'pagerduty');
  const types = [...new Set([typeOf(defaultReceiver), ...(isPaging ? ['pagerduty' as const] : [])])];
  return (['pagerduty', 'slack', 'webhook'] as const).flatMap((type) => {
    const found = reached(type);
    if (!found.has(type) || found.size > 1 || types.every((other) => other === type)) return [];
    return [
      {
        id: 'alertmanager-critical-alerts',
        setting: 'routes',
        message: `routes must send critical alerts to receivers of two types; got '${type}' alone`,
        hint: `set continue: true on their route, and add one to a receiver of another type, which reports that '${type}' fails`,
      },
    ];
  });
}

function checkConditions(matchers: readonly AlertMatcher[], setting: SettingPath): Finding[] {
  if (matchers.length > 0) return checkMatchers(matchers, setting);
  return [
    {
      id: 'alertmanager-route',
      setting,
      message: 'matchers must have at least one condition; got []',
      hint: 'add a condition, or make its receiver the defaultReceiver',
    },
  ];
}

function checkMatchers(matchers: readonly AlertMatcher[], setting: SettingPath): Finding[] {
  return matchers.flatMap(({ label, operator = '=', value }, index) => {
    const at = [...setting, String(index)];
    const isPattern = operator === '=~' || operator === '!~';
    return [
      ...checkMetricLabels([label], [...at, 'label']),
      ...(isPattern && !isGoRegexp(value)
        ? [
            {
              id: 'alertmanager-pattern',
              setting: [...at, 'value'],
              message: `value of ${operator} must be a regular expression of Go; got '${value}'`,
              hint: "correct it, or compare with '='",
            },
          ]
        : []),
    ];
  });
}

function checkGroupBy(groupBy: readonly string[]): Finding[] {
  const repeated = groupBy.filter((label, index) => groupBy.indexOf(label) < index);
  const isMixed = groupBy.includes('...') && groupBy.length > 1;
  return [
    ...checkMetricLabels(
      groupBy.filter((label) => label !== '...'),
      ['groupBy'],
    ),
    ...(repeated.length === 0 && !isMixed
      ? []
      : [
          {
            id: 'alertmanager-group-by',
            setting: 'groupBy',
            message: `groupBy must have each label once, and '...' alone; got ${JSON.stringify(groupBy)}`,
            hint: "remove the repeated label, or write ['...'] for a notification of each alert",
          },
        ]),
  ];
}

/** Time that Alertmanager keeps the sent notifications, by its default `--data.retention`. */
const maxRepeatSeconds = 5 * 86_400;

/** Part of an interval by which the notification may be late. */
const tolerance = 0.25;

/** Seconds by which a look of Alertmanager may be early. */
const jitter = 30;

/**
 * Checks an interval. Alertmanager looks once in each interval of the group whether the time has passed, so an interval that is just not
 * over is late by a whole one.
 *
 * @see https://github.com/prometheus/alertmanager/issues/676
 */
function checkRepeatInterval(interval: Duration | undefined, setting: string): Finding[] {
  if (interval === undefined) return [];
  const found = checkWholeDuration(interval, setting);
  if (found.length > 0) return found;
  const wanted = seconds(interval);
  if (wanted > maxRepeatSeconds) {
    return [
      wrongInterval(setting, `at most 5d, after which Alertmanager forgets what it has sent; got ${interval}`, ['5d']),
    ];
  }
  const look = seconds(groupInterval);
  const sent = Math.ceil((wanted + jitter) / look) * look;
  if (sent <= wanted * (1 + tolerance)) return [];
  const constraint = `a minute shorter than a multiple of ${groupInterval}, in which Alertmanager looks; got ${interval}, which it sends every ${sent / 60}m`;
  const fitting = [sent - look, sent].filter((time) => time > 0).map((time) => `${time / 60 - 1}m`);
  return [wrongInterval(setting, constraint, fitting)];
}

function wrongInterval(setting: string, constraint: string, fitting: readonly string[]): Finding {
  return {
    id: 'alertmanager-repeat-interval',
    setting,
    message: `repeatInterval must be ${constraint}`,
    hint: `write ${fitting.map((time) => `'${time}'`).join(' or ')}`,
  };
}

function checkParts(inhibition: NonNullable<AlertmanagerProps['inhibitions']>[number], at: SettingPath): Finding[] {
  return (['source', 'target', 'equal'] as const)
    .filter((part) => inhibition[part].length === 0)
    .map((part) => ({
      id: 'alertmanager-inhibition',
      setting: [...at, part],
      message: `${part} must not be empty; got []`,
      hint:
        part === 'equal'
          ? "add labels that both alerts have, such as 'namespace'"
          : "add a condition, such as { label: 'severity', value: 'critical' }",
    }));
}
