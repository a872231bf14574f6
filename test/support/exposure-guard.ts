import { stableName } from '../../lib/core/stable-name';
import { services as ownServices } from '../../apps/services';
import type { Files } from '../../apps/synthesize';
import { filesBelow } from '../../cli/cost';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import { variantName } from '../../lib/core/contract';
import type { Diagnostic, Finding } from '../../lib/core/diagnostics';
import { SettingsLocation } from '../../lib/core/settings-location';

import type { Service } from '../../lib/platform/definitions/service-list';
import { backendsByRule, type BackendsByRule } from '../../lib/rules/backends';
import { checkExposureChange } from '../../lib/rules/live-exposure';
import {
  checkMovedPriorities,
  type ListenerRulePriority,
  listenerRulePriorities,
} from '../../lib/rules/moved-priorities';

/**
 * Returns a diagnostic for each change between two outputs that loses requests of a live service, or whose listener rules AWS rejects.
 *
 * @param before files in the layout of the golden folder
 * @param services the services that define the backends
 */
export function checkExposures(
  before: Files,
  after: Files,
  environments: readonly Environment[],
  services: readonly Service[] = ownServices,
): Diagnostic[] {
  return environments.flatMap((environment) => {
    const was = readBackends(before, environment.name);
    const is = readBackends(after, environment.name);
    const findings = [
      ...[...new Set([...was.keys(), ...is.keys()])].flatMap((rule) =>
        checkExposureChange(was.get(rule) ?? [], is.get(rule) ?? []),
      ),
      ...checkMovedPriorities(readPriorities(before, environment.name), readPriorities(after, environment.name)),
    ];
    return findings.map((finding) => diagnostic(finding, environment, services));
  });
}

function readPriorities(files: Files, environment: string): ListenerRulePriority[] {
  return listenerRulePriorities(filesBelow(files, `${environment}/terraform/`));
}

function readBackends(files: Files, environment: string): BackendsByRule {
  return backendsByRule({
    kubernetes: filesBelow(files, `${environment}/kubernetes/`),
    terraform: filesBelow(files, `${environment}/terraform/`),
  });
}

function diagnostic(
  { hint, id, message, setting }: Finding,
  environment: Environment,
  services: readonly Service[],
): Diagnostic {
  const [backend = '', property = ''] = setting;
  const source = propertyLocation(backend, property, environment, services).toString();
  return { id, path: `${environment.name}: ${backend}`, message, source, hint };
}

/** A backend of a removed service has no setting any more: only the accepted output contains it. */
function propertyLocation(
  backend: string,
  property: string,
  environment: Environment,
  services: readonly Service[],
): SettingsLocation {
  for (const { definition: service, location: definition } of services) {
    if (service.kind !== 'web-service') continue;
    const address = service.publicAddress ? 'publicAddress' : 'internalAddress';
    const own = {
      healthPath: ['readinessPath'],
      nodePort: [address, 'nodePort'],
      port: ['port'],
      priority: [address, 'priority'],
    };

    const paths: Readonly<Record<string, readonly string[]>> = own;
    if (stableName(service) === backend) return definition.atPath(...(paths[property] ?? ['kind']));
    const variants = { ...service.variants, ...environment.services[service.name]?.variants };
    const variant = Object.keys(variants).find((name) => variantName(stableName(service), name) === backend);
    if (variant === undefined) continue;
    if (property === 'weight')
      return settingsLocation(environment).atPath('services', service.name, 'variants', variant, property);
    const path = [property === 'healthPath' ? 'readinessPath' : property];
    const variantSetting = definition.atPath('variants', variant, ...path);
    return variantSetting.isSet ? variantSetting : definition.atPath(...path);
  }
  return new SettingsLocation([{ file: `test/golden/${environment.name}/ADDRESSES`, settings: {} }]);
}
