import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { isNotBefore, parseVersion, type Version } from '../../core/version';
import { isBuiltInPolicy } from '../elasticsearch/policy-checks';
import type { FilebeatInput, FilebeatProps } from './props';

/** The earliest version with fingerprints as the identity of files. */
const earliestVersion: Version = [8, 14, 0];

/** The version that does not start with the inputs `container` and `log`. */
const withoutOldInputs: Version = [9, 0, 0];

/** Directories of the logs of containers. */
const containerLogs = ['/var/log/containers', '/var/log/pods'];

/** Checks what only Filebeat knows. `DaemonService` checks the pods. */
export function checkFilebeat({ inputs = {}, lifecyclePolicy, version }: FilebeatProps): Finding[] {
  return [
    ...checkVersion(version),
    ...(lifecyclePolicy === undefined ? [] : checkPolicy(lifecyclePolicy)),
    ...sortedEntries(inputs).flatMap(([id, input]) => checkInput(id, input, parseVersion(version))),
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
  if (!path.startsWith('/var/log/') || path.includes('/../')) {
    return [wrongPath(setting, 'below /var/log, which the agents mount', `'${path}'`)];
  }
  const isOfContainers = containerLogs.some((folder) => matchesBelow(path, folder));
  return isOfContainers ? [wrongPath(setting, 'outside of the logs of containers', `'${path}'`)] : [];
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
