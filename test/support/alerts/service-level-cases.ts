import { always, type AlertCase } from './case';

const requests = (code: string, job = 'api') =>
  `http_requests_total{namespace="shop",job="${job}",pod="api-1",code="${code}"}`;

/** A million requests each minute, of which a number fails. */
function failing(perMinute: number): Record<string, string> {
  return { [requests('200')]: `0+${1_000_000 - perMinute}x5000`, [requests('500')]: `0+${perMinute}x5000` };
}

/** Requests without errors for some minutes, and with them afterwards. */
function failingFrom(minute: number, perMinute: number): Record<string, string> {
  const good = 1_000_000 - perMinute;
  return {
    [requests('200')]: `0+1000000x${minute} ${minute * 1_000_000 + good}+${good}x5000`,
    [requests('500')]: `0x${minute} ${perMinute}+${perMinute}x5000`,
  };
}

const alert = (window: string) => ({ service: 'api', window });

/** Availability 99.9: a thousand of a million requests may fail. */
export const serviceLevelCases: readonly AlertCase[] = [
  {
    alert: 'ErrorBudgetBurnsFast',
    // More than 14.4 times the permitted errors, from the first minute on that has a rate.
    series: failing(14_401),
    firesAt: '1m',
    labels: alert('1h'),
    quiet: [failing(5999)],
  },
  {
    alert: 'ErrorBudgetBurnsFast',
    // All requests fail after six hours: 14.4 times the permitted errors of an hour are exceeded within a minute.
    series: failingFrom(360, 1_000_000),
    firesAt: '361m',
    labels: alert('1h'),
    quiet: [{ [requests('500', 'web')]: '0+1x5000' }],
  },
  {
    alert: 'ErrorBudgetBurnsFast',
    series: failing(6001),
    firesAt: '1m',
    labels: alert('6h'),
    quiet: [failing(6000)],
  },
  {
    alert: 'ErrorBudgetBurnsSlowly',
    series: failing(3001),
    firesAt: '1m',
    labels: alert('1d'),
    quiet: [failing(1000)],
  },
  {
    alert: 'ErrorBudgetBurnsSlowly',
    series: failing(1001),
    firesAt: '1m',
    labels: alert('3d'),
    quiet: [failing(1000), { [requests('200')]: '0+100x5000' }, failing(0)],
  },
  {
    alert: 'ErrorBudgetNotMeasured',
    series: { [requests('200', 'web')]: always(1) },
    firesAt: '30m',
    labels: { job: 'api', namespace: 'shop', service: 'api' },
    quiet: [{ [requests('200')]: always(1) }],
  },
];
