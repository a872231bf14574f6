import { sortedEntries } from '../../core/canonical';
import type { AlertmanagerProps, AlertMatcher, AlertReceiver } from './alertmanager-props';
import { pagerdutyTexts, slackTexts } from './notification-texts';
import { defaultInhibitions } from './rules/inhibitions';

/** Receiver without a destination. */
export const noReceiver = 'not-sent';

/** Time between the notifications of a group, at which Alertmanager decides whether to repeat one. */
export const groupInterval = '5m';

/**
 * Time until `Watchdog` is sent again. Alertmanager looks every five minutes: of an interval of five minutes, a little is left then,
 * and every second one is missed.
 *
 * @see https://github.com/prometheus/alertmanager/issues/676
 */
const watchdogInterval = '4m';

/** Returns the spec of an AlertmanagerConfig. Keys of Secrets are resolved by the operator. */
export function alertmanagerConfig(props: AlertmanagerProps): object {
  const { defaultReceiver, groupBy = ['alertname', 'namespace'], inhibitions = defaultInhibitions } = props;
  const { receivers, repeatInterval = '4h', routes = [], watchdog } = props;
  return {
    route: {
      receiver: defaultReceiver,
      groupBy: [...groupBy],
      groupWait: '30s',
      groupInterval,
      repeatInterval,
      routes: [
        {
          receiver: watchdog ?? noReceiver,
          matchers: [matcher({ label: 'alertname', value: 'Watchdog' })],
          ...(watchdog !== undefined && { repeatInterval: watchdogInterval }),
        },
        ...routes.map((route) => ({
          receiver: route.receiver,
          ...(route.continue === true && { continue: true }),
          matchers: route.matchers.map(matcher),
          ...(route.repeatInterval !== undefined && { repeatInterval: route.repeatInterval }),
        })),
      ],
    },
    receivers: [
      ...sortedEntries<string, AlertReceiver>(receivers).map(([name, receiver]) => ({
        name,
        ...receiverConfig(receiver, name !== watchdog),
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

/** @param sendResolved false for `Watchdog`, whose end must not count as a sign of life */
function receiverConfig(receiver: AlertReceiver, sendResolved: boolean): object {
  if (receiver.type === 'slack') {
    const { channel, url } = receiver;
    return { slackConfigs: [{ sendResolved, channel, apiURL: secretKey(url), ...slackTexts }] };
  }
  if (receiver.type === 'pagerduty') {
    return { pagerdutyConfigs: [{ sendResolved, routingKey: secretKey(receiver.routingKey), ...pagerdutyTexts }] };
  }
  return { webhookConfigs: [{ sendResolved, urlSecret: secretKey(receiver.url) }] };
}

function secretKey({ key, secret }: { readonly key: string; readonly secret: string }): object {
  return { name: secret, key };
}
