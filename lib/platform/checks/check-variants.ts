import { sortedEntries } from '../../core/canonical';
import { type Diagnostic, type Finding, locate } from '../../core/diagnostics';
import { didYouMean } from '../../core/did-you-mean';
import type { SettingsLocation } from '../../core/settings-location';
import type { ServiceEnvironment } from '../definitions/deployed-services';
import { serviceAddress } from '../definitions/exposures';
import type { Service } from '../definitions/service-list';
import type { ServiceSettings, VariantSettings } from '../definitions/service-settings';

/** Mistakes of the variants that an environment runs. */
export function checkVariants(
  service: Service,
  environment: Pick<ServiceEnvironment, 'services'> & { readonly name: string },
  location: SettingsLocation,
): Diagnostic[] {
  const { definition } = service;
  const settings = environment.services[definition.name];
  const variants = sortedEntries(settings?.variants ?? {});
  if (!settings || variants.length === 0) return [];
  const report: Report = (setting, finding) =>
    locate({ ...finding, setting }, environment.name, location.atPath('services', definition.name, 'variants'));
  if (definition.kind !== 'web-service' || !serviceAddress(definition)) {
    return [
      report([], {
        id: 'variant-address',
        message: `variants must belong to a service with an address; got ${definition.name}, which has none`,
        hint: 'give the service an address, or remove the variants: a load balancer divides requests among them',
      }),
    ];
  }
  const found = variants.flatMap(([name, variant]) => checkVariant(service, name, variant, settings, report));
  const weights = variants.map(([, { weight }]) => weight);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum <= 100 || !weights.every(isPercentage)) return found;
  return [
    ...found,
    report([], {
      id: 'variant-weight',
      message: `weights must add up to at most 100; got ${sum}`,
      hint: 'lower a weight: the service itself gets the requests that variants leave',
    }),
  ];
}

type Report = (path: readonly string[], finding: Omit<Finding, 'setting'>) => Diagnostic;

function checkVariant(
  { definition, location }: Service,
  name: string,
  variant: VariantSettings,
  settings: ServiceSettings,
  report: Report,
): Diagnostic[] {
  const { weight } = variant;
  const defined = definition.kind === 'web-service' ? (definition.variants ?? {}) : {};
  if (!defined[name]) {
    const known = Object.keys(defined).join(', ') || 'none';
    const meant = didYouMean(name, Object.keys(defined));
    return [
      report([name], {
        id: 'variant-definition',
        message: `variants must be defined by the service (variants of ${definition.name}: ${known}); got '${name}'`,
        hint:
          meant === undefined
            ? `write variants: { ${name}: { nodePort } } in ${location.file}`
            : `did you mean '${meant}'? Otherwise write variants: { ${name}: { nodePort } } in ${location.file}`,
      }),
    ];
  }
  if (!isPercentage(weight)) {
    return [
      report([name, 'weight'], {
        id: 'variant-weight',
        message: `weight must be a whole number of percent from 0 to 100; got ${weight}`,
        hint: 'write 0 to run the variant without requests, 100 to send it all of them',
      }),
    ];
  }
  // Requests move at once and pods follow in minutes, so the pods for a share of the requests must run beforehand.
  return (['minReplicas', 'maxReplicas'] as const).flatMap((size) => {
    const [pods, share] = [variant[size] ?? settings[size], Math.ceil((settings[size] * weight) / 100)];
    if (pods >= share) return [];
    return [
      report([name, size], {
        id: 'variant-size',
        message: `${size} must be at least ${share} (${weight} % of the service's ${settings[size]}); got ${pods}`,
        hint: `raise ${size} to ${share}, or remove it to run as many pods as the service`,
      }),
    ];
  });
}

function isPercentage(weight: number): boolean {
  return Number.isInteger(weight) && weight >= 0 && weight <= 100;
}
