import type { Endpoint } from '../../core/contract';
import type { Duration } from '../../core/units';
import type { SecretKey } from '../../kubernetes/pod/props';
import type { ServerProps } from './props';

/** A condition of a label's value. */
export interface AlertMatcher {
  /** Name of the label: `severity`. */
  readonly label: string;
  readonly value: string;
  /**
   * Comparison of the value: `=~` and `!~` take it as a regular expression.
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
  /** Channel: `#alerts`. */
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

/** Alerts that have a receiver of their own. The first route that matches an alert receives it. */
export interface AlertRoute {
  /** Conditions, all of which an alert meets. */
  readonly matchers: readonly AlertMatcher[];
  /** Name of a receiver. */
  readonly receiver: string;
  /**
   * Time until an alert that persists is sent again.
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
   * Receivers by name.
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
   * Routes, in the order of evaluation.
   *
   * @default none: the default receiver receives all alerts
   * @inPlace
   */
  readonly routes?: readonly AlertRoute[];
  /**
   * Receiver of `Watchdog`, the alert of severity `none` that always fires: a service that reports when it stops. It is sent again every
   * five minutes.
   *
   * @default none: it is not sent
   * @inPlace
   */
  readonly watchdog?: string;
  /**
   * Inhibitions.
   *
   * @default a critical alert inhibits warnings with the same `alertname` and `namespace`
   * @inPlace
   */
  readonly inhibitions?: readonly AlertInhibition[];
  /**
   * Labels by which alerts are grouped to one notification.
   *
   * @default ['alertname', 'namespace']
   * @inPlace
   */
  readonly groupBy?: readonly string[];
  /**
   * Time until an alert that persists is sent again.
   *
   * @default '4h'
   * @inPlace
   */
  readonly repeatInterval?: Duration;
}
