import { SettingsLocation } from '../../core/settings-location';
import { type Duration, maxDuration } from '../../core/units';
import type { DeployedService } from './deployed-services';

/** The longest duration that services set, and the setting that it is copied from, if it is one. */
export interface LongestDuration {
  readonly duration: Duration;
  readonly location?: SettingsLocation;
}

/** Returns the longest `idleTimeout` of exposed services, at least the load balancer's own 60s. */
export function longestIdleTimeout(services: readonly DeployedService[]): LongestDuration {
  return longest('60s', services, ({ exposure, exposureSources }) => {
    const location = exposureSources?.idleTimeout;
    if (exposure?.idleTimeout === undefined) return undefined;
    return { duration: exposure.idleTimeout, ...(location instanceof SettingsLocation && { location }) };
  });
}

/**
 * Returns the longest `drainTimeout` of services.
 *
 * @param minimum drain timeout of other pods on their nodes
 */
export function longestDrainTimeout(services: readonly DeployedService[], minimum: Duration = '0s'): LongestDuration {
  return longest(minimum, services, ({ definition, settingLocation }) => ({
    duration: definition.drainTimeout,
    location: settingLocation('drainTimeout'),
  }));
}

function longest(
  minimum: Duration,
  services: readonly DeployedService[],
  setting: (service: DeployedService) => LongestDuration | undefined,
): LongestDuration {
  const set = services.flatMap((service) => setting(service) ?? []);
  const duration = maxDuration([minimum, ...set.map((each) => each.duration)]);
  return set.find((each) => each.duration === duration) ?? { duration };
}
