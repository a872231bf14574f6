import { posix } from 'node:path';
import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { isNotBefore, parseVersion, type Version } from '../../core/version';
import { isBuiltInPolicy } from '../elasticsearch/policy-checks';
import { checkMultiline } from './multiline-checks';
import type { FilebeatInput, FilebeatProps } from './props';

/** The earliest version with fingerprints as the identity of files. */
const earliestVersion: Version = [8, 14, 0];

/** The version that does not start with the inputs `container` and `log`. */
const withoutOldInputs: Version = [9, 0, 0];

/** Directories of the logs of containers. */
const containerLogs = ['/var/log/containers', '/var/log/pods'];

/** Checks what only Filebeat knows. `DaemonService` checks the pods. */
export function checkFilebeat({ inputs = {}, lifecyclePolicy, multiline = [], version }: FilebeatProps): Finding[] {
  return [
    ...checkVersion(version),
    ...(lifecyclePolicy === undefined ? [] : checkPolicy(lifecyclePolicy)),
    ...sortedEntries(inputs).flatMap(([id, input]) => checkInput(id, input, parseVersion(version))),
    ...checkOverlaps(inputs),
    ...checkMultiline(multiline),
  ];
}

function checkVersion(text: string): Finding[] {
  const version = parseVersion(text);
  if (version && isNotBefore(version, earliestVersion) && version[0] <= 9) return [];
  return [
    {
      id: 'filebeat-version',
      setting: 'version',
      message: `version must be a full version from ${earliestVersion.join('.')} on, below 10; got '${text}'`,
      hint: "write major, minor and patch version of a release, such as '9.1.3'",
    },
  ];
}

function checkPolicy(policy: string): Finding[] {
  if (/^[a-z0-9][a-z0-9-]*$/.test(policy) && !isBuiltInPolicy(policy)) return [];
  return [
    {
      id: 'filebeat-policy',
      setting: 'lifecyclePolicy',
      message: `lifecyclePolicy must be the name of a lifecycle policy of the cluster, other than those of Elasticsearch itself; got '${policy}'`,
      hint: 'write a key of lifecyclePolicies of the ElasticsearchCluster',
    },
  ];
}

function checkInput(
  id: string,
  { paths, type = 'filestream' }: FilebeatInput,
  version: Version | undefined,
): Finding[] {
  return [
    ...(/^[a-z0-9][a-z0-9-]*$/.test(id) ? [] : [wrongId(id)]),
    ...(type === 'filestream' || !version || !isNotBefore(version, withoutOldInputs) ? [] : [oldInput(id, type)]),
    ...(paths.length > 0 ? [] : [wrongPath(['inputs', id, 'paths'], 'one or more paths', 'none')]),
    ...paths.flatMap((path, index) => checkPath(['inputs', id, 'paths', String(index)], path)),
  ];
}

function wrongId(id: string): Finding {
  return {
    id: 'filebeat-input-id',
    setting: ['inputs', id],
    message: `id of an input must be lower-case letters, digits and hyphens; got '${id}'`,
    hint: "write it as 'kernel' or 'audit-log', and keep it: with another id, all files are read again",
  };
}

function oldInput(id: string, type: string): Finding {
  return {
    id: 'filebeat-input-type',
    setting: ['inputs', id, 'type'],
    message: `type must be filestream from Filebeat 9 on, which does not start with others; got '${type}'`,
    hint: "remove it for 'filestream'",
  };
}

function checkPath(setting: readonly string[], path: string): Finding[] {
  // Brackets, braces and variables have a meaning for Filebeat, by which a path can be another one.
  if (!/^\/var\/log\/[\w.*?@:+=~ /-]*[^/]$/.test(path) || posix.normalize(path) !== path || path.endsWith('/..')) {
    return [
      wrongPath(
        setting,
        "files below /var/log, which the agents mount, without '..', brackets and variables",
        `'${path}'`,
      ),
    ];
  }
  const isOfContainers = containerLogs.some((folder) => path === folder || matchesBelow(path, folder));
  return isOfContainers ? [wrongPath(setting, 'outside of the logs of containers', `'${path}'`)] : [];
}

/** A file of two inputs is read twice: each has positions of its own. */
function checkOverlaps(inputs: Readonly<Record<string, FilebeatInput>>): Finding[] {
  const all = sortedEntries(inputs).flatMap(([id, { paths }]) => paths.map((path, index) => ({ id, index, path })));
  return all.flatMap(({ id, index, path }, position) => {
    const other = all.slice(0, position).find((one) => one.id !== id && overlap(one.path, path));
    if (!other) return [];
    const setting = ['inputs', id, 'paths', String(index)];
    return [wrongPath(setting, `other files than those of the input ${other.id} ('${other.path}')`, `'${path}'`)];
  });
}

/** True if two paths can be of one file. Two patterns of a name can if one matches the other. */
function overlap(one: string, other: string): boolean {
  const [parts, others] = [one.split('/'), other.split('/')];
  const ends = [parts, others].map((own) => own.indexOf('**')).filter((end) => end >= 0);
  if (ends.length === 0 && parts.length !== others.length) return false;
  return parts
    .slice(0, Math.min(...ends, parts.length))
    .every((part, index) => matchesPart(part, others[index]) || matchesPart(others[index] ?? '', part));
}

/** True if a path with `*` can match a file below a folder. */
function matchesBelow(path: string, folder: string): boolean {
  const parts = folder.split('/');
  const own = path.split('/');
  if (own.includes('**'))
    return own.slice(0, own.indexOf('**')).every((part, index) => matchesPart(part, parts[index]));
  return own.length > parts.length && parts.every((part, index) => matchesPart(own[index] ?? '', part));
}

function matchesPart(pattern: string, name: string | undefined): boolean {
  if (name === undefined) return true;
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${escaped}$`).test(name);
}

function wrongPath(setting: readonly string[], constraint: string, value: string): Finding {
  return {
    id: 'filebeat-input-path',
    setting,
    message: `paths must be ${constraint}; got ${value}`,
    hint: 'write them as /var/log/audit/*.log: autodiscovery reads the logs of containers, each by an input of its own',
  };
}
