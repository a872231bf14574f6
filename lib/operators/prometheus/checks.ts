import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { checkRanges } from '../../kubernetes/pod/endpoint-checks';
import { checkImagePlatform, checkPodFitsNode } from '../../kubernetes/pod/pod-capacity';
import { checkAmount, checkImageDigest } from '../../kubernetes/pod/pod-checks';
import { seconds } from '../../core/units';
import type { AlertmanagerProps } from './alertmanager-props';
import type { PrometheusProps, ServerProps } from './props';
import type { ServerKind } from './server';

/** Seconds of the first block: Prometheus writes samples to its volume every two hours, and deletes whole blocks. */
const blockSeconds = 2 * 3600;

export function checkPrometheus(props: PrometheusProps): Finding[] {
  const { apiServerAddresses = [], retention, selector } = props;
  return [
    ...checkServer('prometheus', props),
    ...checkRanges(apiServerAddresses, 'apiServerAddresses'),
    ...(retention === undefined ? [] : checkRetention(retention)),
    ...(Object.keys(selector).length > 0
      ? []
      : [
          {
            id: 'prometheus-selector',
            setting: 'selector',
            message: 'selector must have at least one label; got {}',
            hint: "set a label that monitors and rules carry, such as { prometheus: 'platform' }",
          },
        ]),
  ];
}

export function checkAlertmanager(props: AlertmanagerProps): Finding[] {
  return [...checkServer('alertmanager', props), ...checkRoutes(props), ...checkInhibitions(props)];
}

function checkServer(kind: ServerKind, props: ServerProps): Finding[] {
  const { image, name, placement, resources, storage, version } = props;
  return [
    ...checkName(kind, name),
    ...checkImageDigest(image.digest),
    ...checkImagePlatform(image, placement),
    ...checkVersion(version),
    ...checkAmount(storage, 'storage', 'storage'),
    ...checkAmount(resources.cpu, 'resources.cpu', 'cpu'),
    ...checkAmount(resources.memory, 'resources.memory', 'memory'),
    ...checkPodFitsNode(resources, placement),
  ];
}

function checkVersion(version: string): Finding[] {
  if (/^\d+\.\d+\.\d+$/.test(version)) return [];
  return [
    {
      id: 'prometheus-version',
      setting: 'version',
      message: `version must be major, minor and patch version of the image; got '${version}'`,
      hint: "write it as '3.5.0': the operator chooses flags and settings by it",
    },
  ];
}

function checkRetention(retention: NonNullable<PrometheusProps['retention']>): Finding[] {
  const found = checkAmount(retention, 'retention', 'duration');
  if (found.length > 0) return found;
  // The pattern of the CRD has no fractions.
  if (!retention.includes('.') && seconds(retention) >= blockSeconds) return [];
  return [
    {
      id: 'prometheus-retention',
      setting: 'retention',
      message: `retention must be a whole number of units, and at least 2h; got ${retention}`,
      hint: "write it as '15d'",
    },
  ];
}

function checkRoutes({ defaultReceiver, receivers, routes = [], watchdog }: AlertmanagerProps): Finding[] {
  const known = Object.keys(receivers);
  const named = [
    { receiver: defaultReceiver, setting: 'defaultReceiver' },
    ...(watchdog === undefined ? [] : [{ receiver: watchdog, setting: 'watchdog' }]),
    ...routes.map(({ receiver }, index) => ({ receiver, setting: `routes.${index}.receiver` })),
  ];
  return [
    ...named
      .filter(({ receiver }) => !known.includes(receiver))
      .map(({ receiver, setting }) => ({
        id: 'alertmanager-receiver',
        setting,
        message: `receiver must be one of ${known.join(', ')}; got '${receiver}'`,
        hint: `add '${receiver}' to receivers, or use an existing one`,
      })),
    ...routes.flatMap(({ matchers }, index) =>
      matchers.length > 0
        ? []
        : [
            {
              id: 'alertmanager-route',
              setting: `routes.${index}.matchers`,
              message: 'matchers must have at least one condition; got []',
              hint: 'add a condition, or make its receiver the defaultReceiver',
            },
          ],
    ),
  ];
}

function checkInhibitions({ inhibitions = [] }: AlertmanagerProps): Finding[] {
  return inhibitions.flatMap((inhibition, index) =>
    (['source', 'target', 'equal'] as const)
      .filter((part) => inhibition[part].length === 0)
      .map((part) => ({
        id: 'alertmanager-inhibition',
        setting: `inhibitions.${index}.${part}`,
        message: `${part} must not be empty; got []`,
        hint:
          part === 'equal'
            ? "add labels that both alerts have, such as 'namespace'"
            : "add a condition, such as { label: 'severity', value: 'critical' }",
      })),
  );
}
