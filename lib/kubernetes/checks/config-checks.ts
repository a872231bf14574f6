import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { fileKey, type PodProps } from '../pod/pod-spec';

/** Names of things that nobody but the program should know. */
const secretName =
  /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|(?:API|ACCESS|PRIVATE|SECRET|SESSION|SIGNING|ENCRYPTION)_?KEY)$/i;

/** A line of a file that gives such a thing a value. */
const secretLine =
  /^[\s"'-]*[\w.]*(?:password|passwd|passphrase|secret|token|api_?key|private_?key)["']?\s*[:=]\s*["']?[\w/+]/im;

/** What no setting looks like by chance. */
const secretValues: Readonly<Record<string, RegExp>> = {
  'a JSON Web Token': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+/,
  'a URL with a password': /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i,
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'a token of GitHub': /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22})/,
  'an AWS access key': /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
};

/** The rule's id: a name that only looks like a secret's can be waived, a value never. */
const id = 'secret-in-config';

/** What is wrong with what a pod is told: names, paths, and what would tell everybody a secret. A value is never repeated. */
export function checkConfig({ config = {}, files = {}, secrets = {} }: PodProps): Finding[] {
  return [
    ...Object.keys(config).flatMap((name) => checkVariable(name, `config.${name}`)),
    ...Object.keys(secrets).flatMap((name) => checkVariable(name, `secrets.${name}`)),
    ...checkTwice(config, secrets),
    ...sortedEntries(config).flatMap(([name, value]) => checkNoSecret(name, value)),
    ...checkFiles(files),
  ];
}

function checkVariable(name: string, setting: string): Finding[] {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
    ? []
    : [
        {
          setting,
          message: `an environment variable is letters, digits and underscores, not starting with a digit, got '${name}'`,
          hint: `rename it, for example to '${name
            .toUpperCase()
            .replace(/[^A-Z0-9_]/g, '_')
            .replace(/^(\d)/, '_$1')}'`,
        },
      ];
}

function checkTwice(config: Readonly<Record<string, unknown>>, secrets: Readonly<Record<string, unknown>>): Finding[] {
  return Object.keys(secrets)
    .filter((name) => Object.hasOwn(config, name))
    .map((name) => ({
      setting: `secrets.${name}`,
      message: `an environment variable is set once, got ${name} in both config and secrets`,
      hint: `remove config.${name}`,
    }));
}

function checkNoSecret(name: string, value: string): Finding[] {
  const setting = `config.${name}`;
  const reference = `write secrets: { ${name}: { secret: 'name', key: 'key' } }`;
  const found = secretIn(value, setting, `${reference}, and replace the value: whoever reads the code knows it`);
  if (found.length > 0 || !secretName.test(name)) return found;
  return [
    {
      id,
      setting,
      message: `a secret is never in config, got '${name}', which is called like one`,
      hint: `${reference}, or give it a name that says what it is`,
    },
  ];
}

function checkFiles(files: Readonly<Record<string, string>>): Finding[] {
  const keys = new Map<string, string>();
  return sortedEntries(files).flatMap(([path, content]) => {
    const setting = `files.${path}`;
    const other = keys.get(fileKey(path));
    keys.set(fileKey(path), path);
    if (!/^(?:\/[A-Za-z0-9._-]+)+$/.test(path)) {
      const rule = `a file's path starts with '/' and has letters, digits and ._- between slashes, got '${path}'`;
      return [{ setting, message: rule, hint: `write it as '/etc/app/settings.yaml'` }];
    }
    if (other !== undefined) {
      const rule = `files are kept by their paths with dots for slashes, got the same for '${other}' and '${path}'`;
      return [{ setting, message: rule, hint: 'rename one of them' }];
    }
    const hint = 'keep it in a Secret, and let the program read the environment variable that secrets gives it';
    const found = secretIn(content, setting, hint);
    if (found.length > 0 || !secretLine.test(content)) return found;
    return [{ id, setting, message: 'a secret is never in a file, got a line that is called like one', hint }];
  });
}

function secretIn(text: string, setting: string, hint: string): Finding[] {
  const place = setting.split('.')[0] ?? '';
  return sortedEntries(secretValues)
    .filter(([, pattern]) => pattern.test(text))
    .map(([what]) => ({ setting, message: `a secret is never in ${place}, got ${what}`, hint }));
}
