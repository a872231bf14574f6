import type { Endpoint } from '../../core/contract';
import type { Duration } from '../../core/units';
import type { SecretKey } from '../../kubernetes/pod/props';
import type { ServerProps } from './props';

/** A condition of a label's value. A label that an alert does not have is empty. */
export interface AlertMatcher {
  /** Name of the label: `severity`. */
  readonly label: string;
  readonly value: string;
  /**
   * Comparison of the value: `=~` and `!~` take it as a regular expression of Go for the whole value.
   *
   * @default '='
   */
  readonly operator?: '!=' | '!~' | '=' | '=~';
}

/**
 * A receiver of notifications. Addresses with a credential, and keys, are references to Secrets in the namespace of the
 * Alertmanager: no file contains their values.
 */
export type AlertReceiver = PagerdutyReceiver | SlackReceiver | WebhookReceiver;

export interface SlackReceiver {
  readonly type: 'slack';
  /** Channel: `#alerts`. A message has the environment, the summary, the labels and the runbook of each alert. */
  readonly channel: string;
  /** Secret key that contains the URL of the incoming webhook. */
  readonly url: SecretKey;
}

export interface PagerdutyReceiver {
  readonly type: 'pagerduty';
  /** Secret key that contains the integration key. */
  readonly routingKey: SecretKey;
}

export interface WebhookReceiver {
  readonly type: 'webhook';
  /** Secret key that contains the URL. */
  readonly url: SecretKey;
}

/** Alerts that have a receiver of their own. The first route that matches an alert receives it, and those after a `continue`. */
export interface AlertRoute {
  /** Conditions, all of which an alert meets. */
  readonly matchers: readonly AlertMatcher[];
  /** Name of a receiver. */
  readonly receiver: string;
  /**
   * True to look at the following routes as well: an alert that they match is also sent to their receivers.
   *
   * @default false
   */
  readonly continue?: boolean;
  /**
   * Time until an alert that persists is sent again, from `'4m'` to `'5d'`. Alertmanager looks every five minutes, and sends at the
   * first look after that time.
   *
   * @default that of the Alertmanager
   */
  readonly repeatInterval?: Duration;
}

/** Alerts that are not sent while another alert with the same values of some labels fires. */
export interface AlertInhibition {
  /** Conditions of the alert that fires. */
  readonly source: readonly AlertMatcher[];
  /** Conditions of the alerts that are not sent. */
  readonly target: readonly AlertMatcher[];
  /** Labels with the same value in both. */
  readonly equal: readonly string[];
}

export interface AlertmanagerProps extends ServerProps {
  /**
   * Endpoints of the receivers.
   *
   * @default any address, on port 443
   * @inPlace
   */
  readonly connectsTo?: readonly Endpoint[];
  /**
   * Receivers by name. The environment in their messages is the label `environment`, by `externalLabels` of the Prometheus.
   *
   * @inPlace
   */
  readonly receivers: Readonly<Record<string, AlertReceiver>>;
  /**
   * Name of the receiver of alerts that no route matches.
   *
   * @inPlace
   */
  readonly defaultReceiver: string;
  /**
   * Routes, in the order of evaluation. With receivers of several types, `critical` alerts reach two types: one that fails is reported
   * by the other.
   *
   * @default none: the default receiver receives all alerts
   * @inPlace
   */
  readonly routes?: readonly AlertRoute[];
  /**
   * Receiver of `Watchdog`, the alert of severity `none` that always fires: a service that reports when it stops, by a webhook. It is
   * sent every five minutes, and nothing else is sent there.
   *
   * @default none: it is not sent. With a receiver of type `pagerduty`, it is required
   * @inPlace
   */
  readonly watchdog?: string;
  /**
   * Inhibitions.
   *
   * @default an alert of this library inhibits the weaker ones about the same object: `VolumeFull` inhibits `VolumeNearlyFull`
   * @inPlace
   */
  readonly inhibitions?: readonly AlertInhibition[];
  /**
   * Labels by which alerts are grouped to one notification: none for one of all alerts, `['...']` for one of each alert.
   *
   * @default ['alertname', 'namespace']
   * @inPlace
   */
  readonly groupBy?: readonly string[];
  /**
   * Time until an alert that persists is sent again, from `'4m'` to `'5d'`.
   *
   * @default '4h'
   * @inPlace
   */
  readonly repeatInterval?: Duration;
}
