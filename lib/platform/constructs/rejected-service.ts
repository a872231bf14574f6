import { Construct } from 'constructs';
import { addFindings, withSources } from '../../core/diagnostics';
import { settingPath } from '../../core/settings-location';
import type { DeployedService } from '../definitions/deployed-services';

interface RejectedServiceProps {
  readonly service: DeployedService;
}

/** A service whose settings its schema rejects. It has diagnostics and no resources. */
class RejectedService extends Construct {
  constructor(scope: Construct, id: string, { service: { mistakes = [] } }: RejectedServiceProps) {
    super(scope, id);
    addFindings(
      this,
      mistakes.map((finding) => ({ ...finding, setting: ['service', ...settingPath(finding.setting)] })),
    );
  }
}

/** Reports the mistakes of rejected services, and returns the others. */
export function withoutRejected(scope: Construct, services: readonly DeployedService[]): readonly DeployedService[] {
  const isRejected = ({ mistakes = [] }: DeployedService) => mistakes.length > 0;
  for (const [index, service] of services.filter(isRejected).entries()) {
    const rejected = new RejectedService(scope, `rejected-service-${index}`, { service });
    withSources(RejectedService, rejected, { service: service.settingLocation() });
  }
  return services.filter((service) => !isRejected(service));
}
