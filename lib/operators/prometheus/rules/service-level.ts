import { Construct } from 'constructs';
import type { AlertRulesProps } from './alert-rules';
import { createRules } from './alert-rules';
import { burnRateRules, type RequestCounter } from './burn-rates';
import { checkServiceLevel } from './service-level-checks';

export interface ServiceLevelProps extends AlertRulesProps {
  /**
   * Name of the service, which is the label `service` of its ratios and alerts. One `ServiceLevel` has it.
   *
   * @inPlace
   */
  readonly service: string;
  /**
   * Percentage of requests that succeed within 30 days: 99.9. It is 94 or higher, and below 100.
   *
   * @inPlace
   */
  readonly availability: number;
  /**
   * Counter of the service's requests, by the program or by a proxy in front of it. The metrics of an Application Load Balancer are
   * in CloudWatch only, where its alarm `error-rate` reads them.
   *
   * @inPlace
   */
  readonly requests: RequestCounter;
}

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
