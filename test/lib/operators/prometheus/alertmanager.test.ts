import type { AlertmanagerProps } from '../../../../lib/operators/prometheus/alertmanager-props';
import { object } from '../../../support/manifests';
import { alertmanager } from '../../../support/monitoring-samples';
import { chartWith } from '../../../support/workload-samples';

const chart = (props: Partial<AlertmanagerProps> = {}) => chartWith((scope) => alertmanager(scope, props));
const config = (props: Partial<AlertmanagerProps> = {}) => object(chart(props), 'AlertmanagerConfig').spec;

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
        slackConfigs: [{ apiURL: { key: 'url', name: 'slack' }, channel: '#alerts', sendResolved: true }],
      },
      { name: 'hook', webhookConfigs: [{ sendResolved: true, urlSecret: { key: 'url', name: 'hook' } }] },
      { name: 'pager', pagerdutyConfigs: [{ routingKey: { key: 'key', name: 'pagerduty' }, sendResolved: true }] },
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
        { matchers: [{ matchType: '=', name: 'severity', value: 'none' }], receiver: 'not-sent' },
        { matchers: [{ matchType: '=', name: 'severity', value: 'critical' }], repeatInterval: '1h' },
        { matchers: [{ matchType: '=~', name: 'namespace', value: 'shop-.*' }] },
      ],
    });
  });

  test('watchdog: has a route of its own, or is not sent', () => {
    const { receivers, route } = config({ watchdog: 'chat' });
    expect(route.routes).toEqual([
      { matchers: [{ matchType: '=', name: 'severity', value: 'none' }], receiver: 'chat', repeatInterval: '5m' },
    ]);
    expect(receivers).not.toContainEqual({ name: 'not-sent' });
  });

  test('inhibition: a critical alert suppresses its own warning by default', () => {
    expect(config().inhibitRules).toEqual([
      {
        equal: ['alertname', 'namespace'],
        sourceMatch: [{ matchType: '=', name: 'severity', value: 'critical' }],
        targetMatch: [{ matchType: '=', name: 'severity', value: 'warning' }],
      },
    ]);
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
