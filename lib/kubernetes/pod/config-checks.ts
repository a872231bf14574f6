import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { settingName, type SettingPath } from '../../core/settings-location';
import { hasHalfSurrogatePair } from '../../core/unicode';
import { fileKey } from './pod-spec';
import type { PodProps, SecretKey } from './props';

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

/**
 * Maximum size of a variable or a word of a command, in bytes: 32 pages. All of them together have 2 MiB on Linux, which a
 * ConfigMap of 1 MiB and a command do not reach.
 *
 * @see https://man7.org/linux/man-pages/man2/execve.2.html#NOTES
 */
export const maxArgument = 131_072;

/** Checks environment variables and files: names, paths and secrets. Messages never contain a value. */
export function checkConfig({ config = {}, files = {}, secrets = {} }: PodProps): Finding[] {
  return [
    ...Object.keys(config).flatMap((name) => checkVariableName(name, ['config', name])),
    ...Object.keys(secrets).flatMap((name) => checkVariableName(name, ['secrets', name])),
    ...checkSetOnce(config, secrets),
    ...sortedEntries(secrets).flatMap(([name, reference]) => checkSecretKey(reference, ['secrets', name])),
    ...sortedEntries(config).flatMap(([name, value]) => checkVariable(name, value)),
    ...sortedEntries(config).flatMap(([name, value]) => checkNoSecret(name, value)),
    ...checkFiles(files),
  ];
}

/** Checks the keys and values of a ConfigMap that no workload checks with its props. Messages never contain a value. */
export function checkData(data: Readonly<Record<string, string | Uint8Array>>): Finding[] {
  return sortedEntries<string, string | Uint8Array>(data).flatMap(([key, value]) => {
    const setting = ['data', key];
    if (!isDataKey(key)) {
      return [
        {
          id: 'config-map-key',
          setting,
          message: `key must be at most 253 letters, digits and ._- (key of a ConfigMap); got '${key}'`,
          hint: `rename it, for example to '${exampleKey(key)}'`,
        },
      ];
    }
    if (value instanceof Uint8Array) return [];
    const found = checkText(value, setting);
    return found.length > 0 ? found : checkNoSecretInData(key, value, setting);
  });
}

function checkNoSecretInData(key: string, value: string, setting: SettingPath): Finding[] {
  const hint = 'move the value to a Secret, and rotate it: the repository contains it';
  const found = checkNoSecretValue(value, setting, hint);
  if (found.length > 0 || !secretName.test(key)) return found;
  return [
    {
      id: 'secret-in-config',
      setting,
      message: `data must not contain secrets; got '${key}', which is a secret's name`,
      hint: `${hint}, or rename the key if it is no secret`,
    },
  ];
}

function checkVariableName(name: string, setting: SettingPath): Finding[] {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,252}$/.test(name)) return [];
  const example = name
    .toUpperCase()
    .replace(/[^A-Z0-9_]/g, '_')
    .replace(/^(\d)/, '_$1');
  return [
    {
      id: 'environment-variable-name',
      setting,
      message: `environment variable must be at most 253 letters, digits and underscores, and not start with a digit; got '${name}'`,
      hint: `rename it, for example to '${example.slice(0, 63) || 'LOG_LEVEL'}'`,
    },
  ];
}

/** Checks that a program can be started with a variable. */
function checkVariable(name: string, value: string): Finding[] {
  const setting = ['config', name];
  const found = checkText(value, setting);
  // The name, the equals sign, the value and the zero byte at the end.
  const size = Buffer.byteLength(name) + 1 + (found.length > 0 ? 0 : Buffer.byteLength(value)) + 1;
  if (found.length > 0 || size <= maxArgument) return found;
  return [
    {
      id: 'environment-variable-size',
      setting,
      message: `environment variable must be at most ${maxArgument} bytes with its name, '=' and a zero byte; got ${size}`,
      hint: 'write the value to a file of files, and its path to the variable',
    },
  ];
}

/** Checks that a value is text which a ConfigMap keeps. Messages contain no value. */
function checkText(value: unknown, setting: SettingPath): Finding[] {
  const shown = typeof value !== 'string' ? typeof value : notText(value);
  if (shown === undefined) return [];
  return [
    {
      id: 'config-text',
      setting,
      message: `${settingName(setting)} must be text; got ${shown}`,
      hint:
        typeof value === 'string'
          ? 'read the bytes of the file without decoding them, and pass them as a Uint8Array'
          : 'write it in quotes',
    },
  ];
}

/** Returns the reason why a string is no text: what remains of bytes that were decoded. */
function notText(value: string): string | undefined {
  if (value.includes('\0')) return 'a zero byte';
  if (value.includes('\ufffd')) return 'U+FFFD, which replaces bytes that are not UTF-8';
  return hasHalfSurrogatePair(value) ? 'half of a surrogate pair' : undefined;
}

/** Checks a reference to a key of a Secret. */
export function checkSecretKey({ key, secret }: SecretKey, setting: SettingPath): Finding[] {
  return [
    ...checkName('secret', secret, 'secret').map((finding) => ({ ...finding, setting: [...setting, 'secret'] })),
    ...checkSecretDataKey(key, [...setting, 'key']),
  ];
}

/** Checks a key of a Secret. */
export function checkSecretDataKey(key: string, setting: string | SettingPath): Finding[] {
  if (isDataKey(key)) return [];
  return [
    {
      id: 'secret-key',
      setting,
      message: `key must be at most 253 letters, digits and ._- (key of a Secret); got '${key}'`,
      hint: `rename it in the store, for example to '${exampleKey(key)}'`,
    },
  ];
}

/** Checks the keys of a Secret: the last of two equal ones would hide the others. */
export function checkDistinctKeys(keys: readonly string[], setting: string): Finding[] {
  const repeated = [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
  return repeated.map((key) => ({
    id: 'secret-key-conflict',
    setting,
    message: `keys of a Secret must differ; got '${key}' twice`,
    hint: 'remove one of them, or rename it',
  }));
}

/** Returns a key that is accepted and resembles the wrong one. */
function exampleKey(wrong: string): string {
  const key = wrong
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[.-]+|-+$/g, '')
    .slice(0, 253);
  return isDataKey(key) ? key : 'value';
}

/**
 * True for a key that ConfigMaps and Secrets accept.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-object
 */
export function isDataKey(key: string): boolean {
  return /^(?!\.{1,2}$|\.\.)[\w.-]{1,253}$/.test(key);
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

/** True for a path that a key of a ConfigMap can stand for. */
export function isFilePath(path: string): boolean {
  return /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+)+$/.test(path) && isDataKey(fileKey(path));
}

function checkFiles(files: Readonly<Record<string, string | Uint8Array>>): Finding[] {
  const pathByKey = new Map<string, string>();
  return sortedEntries<string, string | Uint8Array>(files).flatMap(([path, content]) => {
    const setting = ['files', path];
    const other = pathByKey.get(fileKey(path));
    pathByKey.set(fileKey(path), path);
    if (!isFilePath(path)) {
      return [
        {
          id: 'config-file-path',
          setting,
          message: `file path must start with '/', and contain at most 253 letters, digits and ._- between slashes; got '${path}'`,
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
    if (content instanceof Uint8Array) return [];
    const found = checkText(content, setting);
    return found.length > 0 ? found : checkNoSecretInFile(content, setting);
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
