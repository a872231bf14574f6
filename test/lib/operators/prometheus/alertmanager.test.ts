import type { AlertmanagerProps } from '../../../../lib/operators/prometheus/alertmanager-props';
import { pagerdutyTexts, slackTexts } from '../../../../lib/operators/prometheus/notification-texts';
import { cases } from '../../../support/alerts/cases';
import { object } from '../../../support/manifests';
import { alertmanager } from '../../../support/monitoring-samples';
import { chartWith } from '../../../support/workload-samples';

const chart = (props: Partial<AlertmanagerProps> = {}) => chartWith((scope) => alertmanager(scope, props));
const config = (props: Partial<AlertmanagerProps> = {}) => object(chart(props), 'AlertmanagerConfig').spec;

interface InhibitRule {
  readonly equal: readonly string[];
  readonly sourceMatch: readonly { readonly value: string }[];
  readonly targetMatch: readonly { readonly value: string }[];
}

interface Found {
  readonly equal: readonly string[];
  readonly labels: readonly Readonly<Record<string, string>>[];
}

describe('Alertmanager', () => {
  test('configuration: is that of the whole server, so that alerts of all namespaces reach it', () => {
    const { spec } = object(chart(), 'Alertmanager');
    expect(spec).toMatchObject({ alertmanagerConfiguration: { name: 'platform' }, replicas: 2 });
    expect(spec).not.toHaveProperty('alertmanagerConfigSelector');
  });

  test('token: the servers, which do not call the API server, have none', () => {
    expect(object(chart(), 'Alertmanager').spec).toMatchObject({ automountServiceAccountToken: false });
  });

  test('receivers: contain references to Secrets', () => {
    const receivers = {
      chat: { channel: '#alerts', type: 'slack', url: { key: 'url', secret: 'slack' } },
      hook: { type: 'webhook', url: { key: 'url', secret: 'hook' } },
      pager: { routingKey: { key: 'key', secret: 'pagerduty' }, type: 'pagerduty' },
    } as const;
    expect(config({ receivers }).receivers).toEqual([
      {
        name: 'chat',
        slackConfigs: [
          { ...slackTexts, apiURL: { key: 'url', name: 'slack' }, channel: '#alerts', sendResolved: true },
        ],
      },
      { name: 'hook', webhookConfigs: [{ sendResolved: true, urlSecret: { key: 'url', name: 'hook' } }] },
      {
        name: 'pager',
        pagerdutyConfigs: [{ ...pagerdutyTexts, routingKey: { key: 'key', name: 'pagerduty' }, sendResolved: true }],
      },
      { name: 'not-sent' },
    ]);
  });

  test('routes: keep their order and operators', () => {
    const routes = [
      { matchers: [{ label: 'severity', value: 'critical' }], receiver: 'chat', repeatInterval: '1h' },
      { matchers: [{ label: 'namespace', operator: '=~', value: 'shop-.*' }], receiver: 'chat' },
    ] as const;
    expect(config({ routes }).route).toMatchObject({
      receiver: 'chat',
      routes: [
        { matchers: [{ matchType: '=', name: 'alertname', value: 'Watchdog' }], receiver: 'not-sent' },
        { matchers: [{ matchType: '=', name: 'severity', value: 'critical' }], repeatInterval: '1h' },
        { matchers: [{ matchType: '=~', name: 'namespace', value: 'shop-.*' }] },
      ],
    });
  });

  test('continue: lets the next route receive the alert as well', () => {
    const matchers = [{ label: 'severity', value: 'critical' }];
    const routes = [
      { continue: true, matchers, receiver: 'chat' },
      { matchers, receiver: 'chat' },
    ];
    expect(config({ routes }).route.routes.map((route: object) => 'continue' in route)).toEqual([false, true, false]);
  });

  test('watchdog: has a route of its own, or is not sent', () => {
    const receivers = {
      chat: { channel: '#alerts', type: 'slack', url: { key: 'url', secret: 'slack' } },
      snitch: { type: 'webhook', url: { key: 'url', secret: 'snitch' } },
    } as const;
    const found = config({ receivers, watchdog: 'snitch' });
    expect(found.route).toMatchObject({ groupInterval: '5m' });
    expect(found.route.routes).toEqual([
      {
        matchers: [{ matchType: '=', name: 'alertname', value: 'Watchdog' }],
        receiver: 'snitch',
        repeatInterval: '4m',
      },
    ]);
    expect(found.receivers).not.toContainEqual({ name: 'not-sent' });
    expect(found.receivers[1].webhookConfigs).toMatchObject([{ sendResolved: false }]);
  });

  test('inhibitions: by default, both alerts have the labels, with the same values', () => {
    const labelsOf = (pattern: string) =>
      pattern.split('|').map((name) => {
        const found = Object.values(cases).flatMap((each) => each.filter(({ alert }) => alert === name));
        return { labels: found.map(({ labels }) => labels), name };
      });
    const all = config().inhibitRules.flatMap(({ equal, sourceMatch, targetMatch }: InhibitRule) =>
      [...sourceMatch, ...targetMatch].flatMap(({ value }) => labelsOf(value).map((alert) => ({ ...alert, equal }))),
    );
    expect(all.length).toBeGreaterThan(15);
    const without = all.filter(
      ({ equal, labels }: Found) =>
        labels.length === 0 || labels.some((each) => equal.some((label) => !(label in each))),
    );
    expect(without).toEqual([]);
    expect(config({ inhibitions: [] })).not.toHaveProperty('inhibitRules');
  });

  test('Service: leads to the pods that the operator labels', () => {
    expect(object(chart(), 'Service').spec).toMatchObject({
      ports: [{ name: 'web', port: 9093 }],
      selector: { 'app.kubernetes.io/instance': 'platform', 'app.kubernetes.io/name': 'alertmanager' },
    });
  });

  test('NetworkPolicy: the servers reach each other by TCP and UDP', () => {
    const [gossip] = object(chart(), 'NetworkPolicy').spec.ingress;
    expect(gossip.ports).toEqual([
      { port: 9094, protocol: 'TCP' },
      { port: 9094, protocol: 'UDP' },
    ]);
  });
});
