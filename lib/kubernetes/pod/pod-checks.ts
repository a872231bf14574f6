import type { Finding } from '../../core/diagnostics';
import { type Cpu, type Duration, isAmount, mebibytes, type Memory, millicores, seconds } from '../../core/units';
import { settingName } from '../../core/settings-location';
import { checkLabelValue, checkPlacement } from './label-checks';
import { checkImagePlatform, checkPodFitsNode } from './pod-capacity';
import { checkMounts, type Mount, podMounts } from './mount-checks';
import type { PodProps, PodResources } from './props';
import { checkConfig } from './config-checks';

/** Seconds of a duration: at most a year, so that a sum of durations is an int32. */
const maxSeconds = 365 * 86_400;

/**
 * Amounts, by their kind. `isExact` is true for one that Kubernetes keeps as it is: whole bytes and thousandths of a core, of
 * which 2^63 is more than any machine has.
 */
const amounts = {
  cpu: {
    id: 'resource-quantity',
    units: ['', 'm'],
    example: "'2' or '250m'",
    exact: 'in whole thousandths of a core',
    isExact: (text: string) => isWhole(millicores(text as Cpu)),
  },
  memory: {
    id: 'resource-quantity',
    units: ['Mi', 'Gi'],
    example: "'512Mi' or '2Gi'",
    exact: 'in whole bytes',
    isExact: (text: string) => isWhole(mebibytes(text as Memory) * 2 ** 20),
  },
  storage: {
    id: 'resource-quantity',
    units: ['Gi'],
    example: "'10Gi'",
    exact: 'in whole bytes',
    isExact: (text: string) => isWhole(mebibytes(text as Memory) * 2 ** 20),
  },
  duration: {
    id: 'duration',
    units: ['s', 'm', 'h', 'd'],
    example: "'30s' or '5m'",
    exact: 'of at most 365d',
    isExact: (text: string) => seconds(text as Duration) <= maxSeconds,
  },
} as const;

function isWhole(amount: number): boolean {
  return Number.isSafeInteger(amount) && amount >= 1;
}

/** Checks an amount that comes from a file without type checking. */
export function checkAmount(text: string, setting: string, kind: keyof typeof amounts): Finding[] {
  const { exact, example, id, isExact, units } = amounts[kind];
  const isKnown = typeof text === 'string' && isAmount(text, units);
  if (isKnown && isExact(text)) return [];
  return [
    {
      id,
      setting,
      message: `${settingName(setting)} must be a positive amount ${isKnown ? exact : `such as ${example}`}; got '${text}'`,
      hint: `write it as ${example}`,
    },
  ];
}

/**
 * Checks the pods of any workload. Labels and taints of `placement` are those of a node group, which checks them.
 *
 * @param mounts mounts besides those of the props
 */
export function checkPod(props: PodProps, mounts: readonly Mount[] = []): Finding[] {
  const { image, partOf, placement, resources } = props;
  return [
    ...checkRepository(image.repository),
    ...checkImageDigest(image.digest),
    ...checkResources(resources),
    ...checkImagePlatform(image, placement),
    ...checkPodFitsNode(resources, placement),
    ...checkConfig(props),
    ...(partOf === undefined ? [] : checkLabelValue(partOf, 'partOf')),
    ...(placement ? checkPlacement(placement) : []),
    ...checkMounts([...podMounts(props), ...mounts]),
  ];
}

/**
 * Checks the repository of an image. The kubelet refuses others with `InvalidImageName`.
 *
 * @see https://github.com/distribution/reference/blob/main/reference.go
 */
export function checkRepository(repository: string): Finding[] {
  if (
    typeof repository === 'string' &&
    repositoryPattern.test(repository) &&
    repository.replace(/:[\w.-]+$/, '').length <= 255
  )
    return [];
  return [
    {
      id: 'image-repository',
      setting: 'image.repository',
      message: `repository must be a registry's host and a path in lower case, without a scheme; got '${repository}'`,
      hint: "write it as 'registry.example.com/team/api'",
    },
  ];
}

const hostPart = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const pathPart = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const repositoryPattern = new RegExp(
  `^(?:${hostPart}(?:\\.${hostPart})*(?::\\d+)?/)?${pathPart}(?:/${pathPart})*(?::\\w[\\w.-]{0,127})?$`,
);

/** Checks the digest of an image. */
export function checkImageDigest(digest: string): Finding[] {
  if (/^sha256:[0-9a-f]{64}$/.test(digest)) return [];
  return [
    {
      id: 'image-digest',
      setting: 'image.digest',
      message: `digest must be sha256: and 64 lower-case hexadecimal digits; got '${digest}'`,
      hint: "copy the image's digest from the registry, not its tag",
    },
  ];
}

/** Checks that an exception from a rule has a reason. */
export function checkReason(reason: string, setting: string): Finding[] {
  if (reason.trim() !== '') return [];
  return [
    {
      id: 'exception-reason',
      setting,
      message: `reason must not be empty; got '${reason}'`,
      hint: 'write why the exception is necessary',
    },
  ];
}

/** Checks a port that an unprivileged container listens on. */
export function checkContainerPort(port: number, setting: string): Finding[] {
  if (Number.isInteger(port) && port >= 1024 && port <= 65535) return [];
  return [
    {
      id: 'container-port',
      setting,
      message: `port must be a whole number from 1024 to 65535; got ${port}`,
      hint:
        port < 1024
          ? 'let the program listen on 8080: lower ports need privileges that pods do not have'
          : 'let the program listen on a port from the range, such as 8080',
    },
  ];
}

/** Checks that a path is absolute. */
export function checkPath(path: string, setting: string | readonly string[], name?: string): Finding[] {
  if (path.startsWith('/')) return [];
  const shown = name ?? settingName(setting);
  return [
    {
      id: 'absolute-path',
      setting,
      message: `${shown} must start with '/'; got '${path}'`,
      hint: `write it as '/${path}'`,
    },
  ];
}

export function checkResources({ cpu, cpuLimit, ephemeralStorage, memory }: PodResources): Finding[] {
  return [
    ...checkAmount(cpu, 'resources.cpu', 'cpu'),
    ...(cpuLimit === undefined ? [] : checkCpuLimit(cpu, cpuLimit)),
    ...checkAmount(memory, 'resources.memory', 'memory'),
    ...(ephemeralStorage === undefined ? [] : checkAmount(ephemeralStorage, 'resources.ephemeralStorage', 'memory')),
  ];
}

function checkCpuLimit(cpu: PodResources['cpu'], cpuLimit: PodResources['cpu']): Finding[] {
  const setting = 'resources.cpuLimit';
  const found = checkAmount(cpuLimit, setting, 'cpu');
  if (found.length > 0 || millicores(cpuLimit) >= millicores(cpu)) return found;
  return [
    {
      id: 'cpu-limit',
      setting,
      message: `cpuLimit must be at least cpu (${cpu}); got ${cpuLimit}`,
      hint: `raise it to ${cpu} or more, or remove it: without a limit a pod may use idle CPU`,
    },
  ];
}
