import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { checkRanges } from '../../kubernetes/pod/endpoint-checks';
import { checkImagePlatform, checkPodFitsNode } from '../../kubernetes/pod/pod-capacity';
import { checkAmount, checkImageDigest } from '../../kubernetes/pod/pod-checks';
import { seconds } from '../../core/units';
import { checkLabels } from '../../kubernetes/pod/label-checks';
import { checkWholeDuration } from './durations';
import { checkMetricLabels } from './label-checks';
import type { PrometheusProps, ServerProps } from './props';
import { checkRemoteWrite } from './remote-write';
import type { ServerKind } from './server';

/** Seconds of the first block: Prometheus writes samples to its volume every two hours, and deletes whole blocks. */
const blockSeconds = 2 * 3600;

export function checkPrometheus(props: PrometheusProps): Finding[] {
  const { apiServerAddresses = [], externalLabels = {}, remoteWrite = [], retention, selector } = props;
  return [
    ...checkServer('prometheus', props),
    ...checkRanges(apiServerAddresses, 'apiServerAddresses'),
    ...checkExternalLabels(externalLabels),
    ...checkRemoteWrite(remoteWrite),
    ...(retention === undefined ? [] : checkRetention(retention)),
    ...checkLabels(selector, 'selector'),
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

export function checkServer(kind: ServerKind, props: ServerProps): Finding[] {
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

/** Labels that the operator sets itself, by which one Prometheus and its two servers differ from others. */
const operatorLabels = ['prometheus', 'prometheus_replica'];

/** Checks external labels. Prometheus replaces `$NAME` in a value by an environment variable. */
function checkExternalLabels(labels: Readonly<Record<string, string>>): Finding[] {
  return sortedEntries(labels).flatMap(([name, value]) => {
    const setting = ['externalLabels', name];
    const isOwn = !operatorLabels.includes(name);
    const isText = value !== '' && !value.includes('$');
    return [
      ...checkMetricLabels([name], setting),
      ...(isOwn && isText
        ? []
        : [
            {
              id: 'prometheus-external-label',
              setting,
              message: isOwn
                ? `value must be a text without $, which Prometheus replaces; got '${value}'`
                : `label must not be ${operatorLabels.join(' or ')}, which the operator sets; got '${name}'`,
              hint: isOwn ? "write it as 'demo'" : "name it 'environment' or 'region'",
            },
          ]),
    ];
  });
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
  const found = checkWholeDuration(retention, 'retention');
  if (found.length > 0 || seconds(retention) >= blockSeconds) return found;
  return [
    {
      id: 'prometheus-retention',
      setting: 'retention',
      message: `retention must be at least 2h; got ${retention}`,
      hint: "write it as '15d'",
    },
  ];
}
