import { Construct } from 'constructs';
import type { Finding } from '../../../core/diagnostics';
import { isWaveChart } from '../../../kubernetes/manifests/wave';
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
  private readonly service: string;

  constructor(scope: Construct, id: string, props: ServiceLevelProps) {
    super(scope, id);
    const { availability, requests, service } = props;
    this.service = service;
    createRules(this, props, burnRateRules(service, availability, requests), [
      ...checkServiceLevel(props),
      ...this.checkService(),
    ]);
  }

  /** Checks that no other ServiceLevel of the environment is that of the service. */
  private checkService(): Finding[] {
    const own = environmentOf(this);
    const isTaken = this.node.root.node
      .findAll()
      .some(
        (other) =>
          other instanceof ServiceLevel &&
          other !== this &&
          other.service === this.service &&
          environmentOf(other) === own,
      );
    if (!isTaken) return [];
    return [
      {
        id: 'service-level-service',
        setting: 'service',
        message: `service must have one ServiceLevel; got another one of '${this.service}'`,
        hint: 'write another name for it, or remove one of them',
      },
    ];
  }
}

function environmentOf(construct: Construct): string | undefined {
  return construct.node.scopes.find(isWaveChart)?.environment;
}
