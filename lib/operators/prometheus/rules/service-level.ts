import { Construct } from 'constructs';
import { createRules } from './alert-rules';
import { burnRateRules } from './burn-rates';
import type { ServiceLevelProps } from './props';
import { checkServiceLevel } from './service-level-checks';

/**
 * Alerts on the availability of a service, by the rate at which its errors use up those that the availability permits.
 * `critical` within minutes or hours if they are used up within days, `warning` if within the 30 days. Wave `data`.
 *
 * @example
 * new ServiceLevel(scope, 'api-availability', {
 *   availability: 99.9,
 *   labels: { prometheus: 'platform' },
 *   name: 'api-availability',
 *   namespace: 'shop',
 *   requests: { failed: { code: '5..' }, labels: { job: 'api', namespace: 'shop' }, metric: 'http_requests_total' },
 *   runbooks: 'https://git.example.com/infrastructure/docs/runbooks',
 *   service: 'api',
 * });
 */
export class ServiceLevel extends Construct {
  constructor(scope: Construct, id: string, props: ServiceLevelProps) {
    super(scope, id);
    const { availability, requests, service } = props;
    createRules(this, props, burnRateRules(service, availability, requests), checkServiceLevel(props));
  }
}
