import type { Duration } from '../../lib/core/units';
import type { AlertmanagerProps } from '../../lib/operators/prometheus/alertmanager-props';
import { inChart, type Mistake } from '../support/mistakes';
import { alertmanager } from '../support/monitoring-samples';

const notifier = (
  title: string,
  id: string,
  prop: string,
  mistaken: Partial<AlertmanagerProps>,
  corrected: Partial<AlertmanagerProps>,
): Mistake => ({
  title: `Alertmanager: ${title}`,
  id,
  source: `Alertmanager: ${prop}`,
  mistaken: inChart((chart) => alertmanager(chart, mistaken)),
  corrected: inChart((chart) => alertmanager(chart, corrected)),
});

const critical = [{ label: 'severity', value: 'critical' }];
const warning = [{ label: 'severity', value: 'warning' }];

const hook = { type: 'webhook', url: { key: 'url', secret: 'hook' } } as const;
const chat = { channel: '#alerts', type: 'slack', url: { key: 'url', secret: 'slack' } } as const;
const pager = { routingKey: { key: 'key', secret: 'pagerduty' }, type: 'pagerduty' } as const;
const paging = { receivers: { chat, pager, snitch: hook }, watchdog: 'snitch' } as const;
const toBoth = [
  { continue: true, matchers: critical, receiver: 'pager' },
  { matchers: critical, receiver: 'chat' },
] as const;

/** Values with which Alertmanager, its operator or the API server refuses a whole configuration, and alerts that reach nobody. */
export const alertmanagers: readonly Mistake[] = [
  notifier(
    'unknown default receiver',
    'alertmanager-receiver',
    'defaultReceiver',
    { defaultReceiver: 'caht' },
    { defaultReceiver: 'chat' },
  ),
  notifier(
    'unknown receiver of Watchdog',
    'alertmanager-receiver',
    'watchdog',
    { watchdog: 'snitch' },
    { receivers: { chat, snitch: hook }, watchdog: 'snitch' },
  ),
  notifier(
    'unknown receiver of a route',
    'alertmanager-receiver',
    'routes[0].receiver',
    { routes: [{ matchers: critical, receiver: 'pager' }] },
    { routes: [{ matchers: critical, receiver: 'chat' }] },
  ),
  notifier(
    'route of every alert',
    'alertmanager-route',
    'routes[0].matchers',
    { routes: [{ matchers: [], receiver: 'chat' }] },
    { routes: [{ matchers: warning, receiver: 'chat' }] },
  ),
  notifier(
    'inhibition across services',
    'alertmanager-inhibition',
    'inhibitions[0].equal',
    { inhibitions: [{ equal: [], source: critical, target: warning }] },
    { inhibitions: [{ equal: ['namespace'], source: critical, target: warning }] },
  ),
  notifier(
    'inhibition by any alert',
    'alertmanager-inhibition',
    'inhibitions[0].source',
    { inhibitions: [{ equal: ['namespace'], source: [], target: warning }] },
    { inhibitions: [] },
  ),

  notifier(
    'pager without a watchdog',
    'alertmanager-watchdog',
    'watchdog',
    { receivers: { chat, pager }, routes: toBoth },
    { ...paging, routes: toBoth },
  ),
  notifier('watchdog in a channel', 'alertmanager-watchdog', 'watchdog', { watchdog: 'chat' }, {}),
  notifier(
    'watchdog with other alerts',
    'alertmanager-watchdog',
    'watchdog',
    { defaultReceiver: 'snitch', receivers: { snitch: hook }, watchdog: 'snitch' },
    { receivers: { chat, snitch: hook }, watchdog: 'snitch' },
  ),
  notifier(
    'critical alerts to the pager alone',
    'alertmanager-critical-alerts',
    'routes',
    { ...paging, routes: [{ matchers: critical, receiver: 'pager' }] },
    { ...paging, routes: toBoth },
  ),
  notifier(
    'critical alerts to the pager alone, by a pattern',
    'alertmanager-critical-alerts',
    'routes',
    { ...paging, routes: [{ matchers: [{ label: 'severity', operator: '=~', value: 'crit.*' }], receiver: 'pager' }] },
    { ...paging, routes: toBoth },
  ),
  ...['', ' ', 'not-sent'].map((name) =>
    notifier(
      `receiver with the name '${name}'`,
      'alertmanager-receiver-name',
      `receivers['${name}']`,
      { receivers: { [name]: hook, chat } },
      { receivers: { chat, hook } },
    ),
  ),
  ...['', '#my alerts', '{{ .Labels'].map((channel) =>
    notifier(
      `channel '${channel}'`,
      'alertmanager-channel',
      'receivers.chat.channel',
      { receivers: { chat: { ...chat, channel } } },
      { receivers: { chat: { ...chat, channel: 'C0123456789' } } },
    ),
  ),
  notifier(
    'Secret with a capital letter',
    'resource-name',
    'receivers.chat.url.secret',
    { receivers: { chat: { ...chat, url: { key: 'url', secret: 'Slack' } } } },
    {},
  ),
  notifier(
    'key with a slash',
    'secret-key',
    'receivers.chat.url.key',
    { receivers: { chat: { ...chat, url: { key: 'a/b', secret: 'slack' } } } },
    {},
  ),
  ...['shop-[', '(?!shop)', String.raw`\u0041`, '[^]'].map((value) =>
    notifier(
      `pattern ${value}`,
      'alertmanager-pattern',
      'routes[0].matchers[0].value',
      { routes: [{ matchers: [{ label: 'namespace', operator: '=~', value }], receiver: 'chat' }] },
      { routes: [{ matchers: [{ label: 'namespace', operator: '=~', value: '(?i)shop-.*' }], receiver: 'chat' }] },
    ),
  ),
  notifier(
    'pattern of an inhibition',
    'alertmanager-pattern',
    'inhibitions[0].target[0].value',
    { inhibitions: [{ equal: ['job'], source: critical, target: [{ label: 'job', operator: '!~', value: ')' }] }] },
    { inhibitions: [{ equal: ['job'], source: critical, target: [{ label: 'job', value: ')' }] }] },
  ),
  ...['', 'alert name', '__name__', '0', 'a-b'].map((label) =>
    notifier(
      `condition of the label '${label}'`,
      'metric-label',
      'routes[0].matchers[0].label',
      { routes: [{ matchers: [{ label, value: 'a' }], receiver: 'chat' }] },
      { routes: [{ matchers: warning, receiver: 'chat' }] },
    ),
  ),
  notifier(
    'inhibition by a label that does not exist',
    'metric-label',
    'inhibitions[0].equal',
    { inhibitions: [{ equal: ['my label'], source: critical, target: warning }] },
    { inhibitions: [{ equal: ['my_label'], source: critical, target: warning }] },
  ),
  notifier('group by an empty label', 'metric-label', 'groupBy', { groupBy: [''] }, { groupBy: [] }),
  ...[
    ['a', 'a'],
    ['...', 'a'],
    ['...', '...'],
  ].map((groupBy) =>
    notifier(
      `group by ${groupBy.join(' and ')}`,
      'alertmanager-group-by',
      'groupBy',
      { groupBy },
      { groupBy: ['...'] },
    ),
  ),
  ...(['0s', '1.5h', '10', '4H', ''] as Duration[]).map((repeatInterval) =>
    notifier(
      `interval '${repeatInterval}'`,
      'duration',
      'repeatInterval',
      { repeatInterval },
      { repeatInterval: '4h' },
    ),
  ),
  ...(['5m', '10m', '3m', '1s', '6m', '6d'] as const).map((repeatInterval) =>
    notifier(
      `interval of ${repeatInterval}`,
      'alertmanager-repeat-interval',
      'routes[0].repeatInterval',
      { routes: [{ matchers: warning, receiver: 'chat', repeatInterval }] },
      { routes: [{ matchers: warning, receiver: 'chat', repeatInterval: '4m' }] },
    ),
  ),
];
