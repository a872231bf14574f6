import { AliasRecord } from '../../lib/aws/dns/alias-record';
import type { IPrivateZone } from '../../lib/aws/dns/private-zone';
import type { IPublicZone } from '../../lib/aws/dns/public-zone';
import type { ApplicationLoadBalancer } from '../../lib/aws/load-balancing/application-load-balancer';
import type { Stack } from '../../lib/aws/stack/stack';
import { computed, withSources } from '../../lib/core/diagnostics';
import type { DeployedService } from '../../lib/platform/definitions/deployed-services';

export interface AliasRecordsProps {
  /** First part of the records' ids. */
  readonly prefix: string;
  /** Services that the load balancer exposes. */
  readonly services: readonly DeployedService[];
  readonly target: ApplicationLoadBalancer;
  readonly zone: IPublicZone | IPrivateZone;
}

/** Creates a DNS record for each host name of a load balancer's services. */
export function createAliasRecords(stack: Stack, { prefix, services, target, zone }: AliasRecordsProps): void {
  const created = new Set<string>();
  for (const { exposure, exposureSources } of services) {
    if (!exposure || !exposureSources || created.has(exposure.host)) continue;
    const { host } = exposure;
    created.add(host);
    const id = `${prefix}-${AliasRecord.constructId(host, zone.name)}`;
    const record = new AliasRecord(stack, id, { host, target, zone });
    withSources(AliasRecord, record, { host: exposureSources.host, target: computed, zone: computed });
  }
}
