import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { isAmount, millicores } from '../../core/units';
import { checkConfig } from './config-checks';
import type { PodProps, PodResources } from '../pod/pod-spec';

const amounts = {
  cpu: { units: ['', 'm'], example: `'2' or '250m'` },
  memory: { units: ['Mi', 'Gi'], example: `'512Mi' or '2Gi'` },
  storage: { units: ['Gi'], example: `'10Gi'` },
  duration: { units: ['s', 'm', 'h', 'd'], example: `'30s' or '5m'` },
} as const;

/** What is wrong with an amount that came from a file, where no type checked it. */
export function checkAmount(text: string, setting: string, of: keyof typeof amounts): Finding[] {
  const { units, example } = amounts[of];
  const what = setting.split('.').at(-1) ?? setting;
  return isAmount(text, units)
    ? []
    : [
        {
          setting,
          message: `${what} must be a positive amount such as ${example}, got '${text}'`,
          hint: `write it as ${example}`,
        },
      ];
}

/** What is wrong with a pod's own settings, whatever runs it. */
export function checkPod(props: PodProps): Finding[] {
  const { image, resources } = props;
  return [
    ...checkDigest(image.digest),
    ...checkAmount(resources.cpu, 'resources.cpu', 'cpu'),
    ...checkCpuLimit(resources),
    ...checkAmount(resources.memory, 'resources.memory', 'memory'),
    ...(resources.ephemeralStorage === undefined
      ? []
      : checkAmount(resources.ephemeralStorage, 'resources.scratch', 'memory')),
    ...checkConfig(props),
    ...(props.writablePaths ?? []).flatMap((path, index) => checkPath(path, `writablePaths.${index}`)),
    ...checkLabels(props.placement?.labels ?? {}),
    ...checkTaints(props.placement?.taints ?? {}),
  ];
}

/** What is wrong with a reason that nobody gave. */
export function checkReason(reason: string, setting: string): Finding[] {
  return reason.trim() === ''
    ? [{ setting, message: 'an exception has a reason, got none', hint: 'say why it cannot be done without' }]
    : [];
}

/** What is wrong with a port that a container without privileges listens on. */
export function checkPort(port: number, setting: string): Finding[] {
  return Number.isInteger(port) && port >= 1024 && port <= 65535
    ? []
    : [
        {
          setting,
          message: `port must be a whole number from 1024 to 65535, got ${port}`,
          hint: 'let the program listen on 8080: lower ports need privileges that no pod has',
        },
      ];
}

/** What is wrong with the two paths that the kubelet asks. */
export function checkHealthPaths(readinessPath: string, livenessPath: string, prefix = ''): Finding[] {
  const found = [
    ...checkPath(readinessPath, `${prefix}readinessPath`),
    ...checkPath(livenessPath, `${prefix}livenessPath`),
  ];
  if (readinessPath === livenessPath) {
    found.push({
      setting: `${prefix}livenessPath`,
      message: `livenessPath must differ from readinessPath, got '${livenessPath}' for both`,
      hint: 'answer liveness from the process alone: what makes it unready (a lost database) must not restart it',
    });
  }
  return found;
}

/** What is wrong with a path that has no beginning. */
export function checkPath(path: string, setting: string): Finding[] {
  return path.startsWith('/')
    ? []
    : [{ setting, message: `a path must start with '/', got '${path}'`, hint: `write it as '/${path}'` }];
}

function checkCpuLimit({ cpu, cpuLimit }: PodResources): Finding[] {
  if (cpuLimit === undefined) return [];
  const setting = 'resources.cpuLimit';
  const found = checkAmount(cpuLimit, setting, 'cpu');
  if (found.length > 0 || millicores(cpuLimit) >= millicores(cpu)) return found;
  return [
    {
      setting,
      message: `cpuLimit must be at least cpu (${cpu}), got ${cpuLimit}`,
      hint: `raise it to ${cpu} or more, or leave it out: without a limit a pod may use what nobody else does`,
    },
  ];
}

function checkDigest(digest: string): Finding[] {
  return /^sha256:[0-9a-f]{64}$/.test(digest)
    ? []
    : [
        {
          setting: 'image.digest',
          message: `digest must be sha256: and 64 lower-case hexadecimal digits, got '${digest}'`,
          hint: 'copy the digest that the registry shows for the image, not its tag',
        },
      ];
}

/** Source: "Labels and Selectors", syntax and character set. */
function checkLabels(labels: Readonly<Record<string, string>>): Finding[] {
  const name = '[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?';
  const key = new RegExp(`^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?/)?${name}$`);
  return sortedEntries(labels)
    .filter(([label, value]) => !key.test(label) || !new RegExp(`^(?:${name})?$`).test(value))
    .map(([label, value]) => ({
      setting: `placement.labels.${label}`,
      message: `a label is [domain/]name and a value, each of letters, digits and inner -_. up to 63, got '${label}: ${value}'`,
      hint: `write it as 'example.com/role: web'`,
    }));
}

function checkTaints(taints: Readonly<Record<string, string>>): Finding[] {
  return sortedEntries(taints)
    .filter(([, taint]) => !/^[^:]*:(?:NoSchedule|PreferNoSchedule|NoExecute)$/.test(taint))
    .map(([key, taint]) => ({
      setting: `placement.taints.${key}`,
      message: `a taint is value:effect with effect NoSchedule, PreferNoSchedule or NoExecute, got '${taint}'`,
      hint: `write it as '${taint.split(':')[0] ?? ''}:NoSchedule'`,
    }));
}
