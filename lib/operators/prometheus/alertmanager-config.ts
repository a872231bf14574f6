import { sortedEntries } from '../../core/canonical';
import type { AlertInhibition, AlertmanagerProps, AlertMatcher, AlertReceiver } from './alertmanager-props';

/** Inhibitions without `inhibitions`. */
const defaultInhibitions: readonly AlertInhibition[] = [
  {
    source: [{ label: 'severity', value: 'critical' }],
    target: [{ label: 'severity', value: 'warning' }],
    equal: ['alertname', 'namespace'],
  },
];

/** Receiver without a destination. */
const noReceiver = 'not-sent';

/** Returns the spec of an AlertmanagerConfig. Keys of Secrets are resolved by the operator. */
export function alertmanagerConfig(props: AlertmanagerProps): object {
  const { defaultReceiver, groupBy = ['alertname', 'namespace'], inhibitions = defaultInhibitions } = props;
  const { receivers, repeatInterval = '4h', routes = [], watchdog } = props;
  return {
    route: {
      receiver: defaultReceiver,
      groupBy: [...groupBy],
      groupWait: '30s',
      groupInterval: '5m',
      repeatInterval,
      routes: [
        {
          receiver: watchdog ?? noReceiver,
          matchers: [matcher({ label: 'severity', value: 'none' })],
          ...(watchdog !== undefined && { repeatInterval: '5m' }),
        },
        ...routes.map((route) => ({
          receiver: route.receiver,
          matchers: route.matchers.map(matcher),
          ...(route.repeatInterval !== undefined && { repeatInterval: route.repeatInterval }),
        })),
      ],
    },
    receivers: [
      ...sortedEntries<string, AlertReceiver>(receivers).map(([name, receiver]) => ({
        name,
        ...receiverConfig(receiver),
      })),
      ...(watchdog === undefined ? [{ name: noReceiver }] : []),
    ],
    ...(inhibitions.length > 0 && {
      inhibitRules: inhibitions.map(({ equal, source, target }) => ({
        sourceMatch: source.map(matcher),
        targetMatch: target.map(matcher),
        equal: [...equal],
      })),
    }),
  };
}

function matcher({ label, operator = '=', value }: AlertMatcher): object {
  return { name: label, value, matchType: operator };
}

function receiverConfig(receiver: AlertReceiver): object {
  const sendResolved = true;
  if (receiver.type === 'slack') {
    return { slackConfigs: [{ sendResolved, channel: receiver.channel, apiURL: secretKey(receiver.url) }] };
  }
  if (receiver.type === 'pagerduty') {
    return { pagerdutyConfigs: [{ sendResolved, routingKey: secretKey(receiver.routingKey) }] };
  }
  return { webhookConfigs: [{ sendResolved, urlSecret: secretKey(receiver.url) }] };
}

function secretKey({ key, secret }: { readonly key: string; readonly secret: string }): object {
  return { name: secret, key };
}
