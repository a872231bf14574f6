import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import type { SettingPath } from '../../core/settings-location';
import { fileKey } from './pod-spec';
import type { PodProps } from './props';

/** Names of environment variables that usually hold secrets. */
const secretName =
  /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|(?:API|ACCESS|PRIVATE|SECRET|SESSION|SIGNING|ENCRYPTION)_?KEY)$/i;

/** A line of a file that assigns a value to such a name. */
const secretLine =
  /^[\s"'-]*[\w.]*(?:password|passwd|passphrase|secret|token|api_?key|private_?key)["']?\s*[:=]\s*["']?[\w/+]/im;

/** Formats of secrets that no other value has by chance. */
const secretFormats: Readonly<Record<string, RegExp>> = {
  'a JSON Web Token': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+/,
  'a URL with a password': /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i,
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'a token of GitHub': /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22})/,
  'an AWS access key': /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
};

/** Checks environment variables and files: names, paths and secrets. Messages never contain a value. */
export function checkConfig({ config = {}, files = {}, secrets = {} }: PodProps): Finding[] {
  return [
    ...Object.keys(config).flatMap((name) => checkVariableName(name, ['config', name])),
    ...Object.keys(secrets).flatMap((name) => checkVariableName(name, ['secrets', name])),
    ...checkSetOnce(config, secrets),
    ...sortedEntries(config).flatMap(([name, value]) => checkNoSecret(name, value)),
    ...checkFiles(files),
  ];
}

function checkVariableName(name: string, setting: SettingPath): Finding[] {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return [];
  const example = name
    .toUpperCase()
    .replace(/[^A-Z0-9_]/g, '_')
    .replace(/^(\d)/, '_$1');
  return [
    {
      id: 'environment-variable-name',
      setting,
      message: `environment variable must be letters, digits and underscores, and not start with a digit; got '${name}'`,
      hint: `rename it, for example to '${example}'`,
    },
  ];
}

function checkSetOnce(
  config: Readonly<Record<string, unknown>>,
  secrets: Readonly<Record<string, unknown>>,
): Finding[] {
  return Object.keys(secrets)
    .filter((name) => Object.hasOwn(config, name))
    .map((name) => ({
      id: 'environment-variable-clash',
      setting: ['secrets', name],
      message: `environment variable must be set in config or in secrets; got ${name} in both`,
      hint: `remove config.${name}`,
    }));
}

function checkNoSecret(name: string, value: string): Finding[] {
  const setting = ['config', name];
  const reference = `write secrets: { ${name}: { secret: 'name', key: 'key' } }`;
  const found = checkNoSecretValue(value, setting, `${reference}, and rotate the value: the repository contains it`);
  if (found.length > 0 || !secretName.test(name)) return found;
  return [
    {
      id: 'secret-in-config',
      setting,
      message: `config must not contain secrets; got '${name}', which is a secret's name`,
      hint: `${reference}, or rename the variable if it is no secret`,
    },
  ];
}

function checkFiles(files: Readonly<Record<string, string>>): Finding[] {
  const pathByKey = new Map<string, string>();
  return sortedEntries(files).flatMap(([path, content]) => {
    const setting = ['files', path];
    const other = pathByKey.get(fileKey(path));
    pathByKey.set(fileKey(path), path);
    if (!/^(?:\/[A-Za-z0-9._-]+)+$/.test(path)) {
      return [
        {
          id: 'config-file-path',
          setting,
          message: `file path must start with '/' and contain letters, digits and ._- between slashes; got '${path}'`,
          hint: "write it as '/etc/app/settings.yaml'",
        },
      ];
    }
    if (other !== undefined) {
      return [
        {
          id: 'config-file-path',
          setting,
          message: `file path must differ from others when '/' is written as '.'; got '${path}' and '${other}'`,
          hint: 'rename one of them',
        },
      ];
    }
    return checkNoSecretInFile(content, setting);
  });
}

function checkNoSecretInFile(content: string, setting: SettingPath): Finding[] {
  const hint = 'move the value to a Secret, and read it from an environment variable of secrets';
  const found = checkNoSecretValue(content, setting, hint);
  if (found.length > 0 || !secretLine.test(content)) return found;
  return [
    {
      id: 'secret-in-config',
      setting,
      message: "file must not contain secrets; got a line that assigns a value to a secret's name",
      hint,
    },
  ];
}

/** A value in a secret's format has an id of its own: a name may be harmless, such a value never is. */
function checkNoSecretValue(text: string, setting: SettingPath, hint: string): Finding[] {
  return sortedEntries(secretFormats)
    .filter(([, pattern]) => pattern.test(text))
    .map(([format]) => ({
      id: 'secret-value-in-config',
      setting,
      message: `${setting[0]} must not contain secrets; got ${format}`,
      hint,
    }));
}
