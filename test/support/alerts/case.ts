import type { Duration } from '../../../lib/core/units';

/** Series by their selector, each with a value for every minute in the notation of promtool: `1x20` is 21 times 1. */
export type Series = Readonly<Record<string, string>>;

/** Series for which an alert fires, and others for which it does not. */
export interface AlertCase {
  readonly alert: string;
  readonly series: Series;
  /** The first minute in which it fires. */
  readonly firesAt: Duration;
  /**
   * Severity of the alert.
   *
   * @default that of its rule, if it has one rule
   */
  readonly severity?: 'critical' | 'warning';
  /** Labels of the alert, except its name and severity. */
  readonly labels: Readonly<Record<string, string>>;
  /** Series for which it does not fire until twice that time. */
  readonly quiet: readonly Series[];
}

/** Returns the same value for every minute of a day. */
export function always(value: number | string): string {
  return `${value}x1440`;
}

/** Returns one value for some minutes, and another one afterwards. */
export function then(first: number, minutes: number, second: number | string): string {
  return `${first}x${minutes - 1} ${always(second)}`;
}

/** A counter of one event in each period of some minutes. */
export function every(minutes: number): string {
  return Array.from({ length: 240 }, (_, minute) => Math.floor(minute / minutes)).join(' ');
}
