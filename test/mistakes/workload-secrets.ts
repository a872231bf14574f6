import type { WorkerProps } from '../../lib/kubernetes/workloads/worker';
import { inChart, type Mistake } from '../support/mistakes';
import { worker } from '../support/workload-samples';

const mistake = (
  title: string,
  id: string,
  prop: string,
  mistaken: Partial<WorkerProps>,
  corrected: Partial<WorkerProps>,
): Mistake => ({
  title,
  id,
  source: `Worker: ${prop}`,
  mistaken: inChart((chart) => worker(chart, mistaken)),
  corrected: inChart((chart) => worker(chart, corrected)),
});

/** Values in formats of secrets. They are composed here, so that no scanner reports this file as a leak. */
export const secretValues: readonly (readonly [name: string, value: string])[] = [
  ['DATABASE_URL', 'postgres://app:hunter2@db:5432/app'],
  ['BROKER', 'amqp://:hunter2@broker/dts'],
  ['UPLOAD_ID', ['AKIA', 'IOSFODNN7EXAMPLE'].join('')],
  ['CERTIFICATE', ['-----BEGIN RSA ', 'PRIVATE KEY-----'].join('')],
  ['REPOSITORY', ['gh', 'p_', 'a1'.repeat(18)].join('')],
  ['SESSION', ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'c2ln'].join('.')],
];

const secretNames = [
  'PASSWORD',
  'DB_PASSWORD',
  'api_token',
  'CLIENT_SECRET',
  'AWS_ACCESS_KEY',
  'SIGNING_KEY',
  'DB_CREDENTIALS',
];

const file = (content: string, path = '/etc/app.yaml') => ({ files: { [path]: content } });
const reference = (name: string) => ({ secrets: { [name]: { key: 'value', secret: 'loader' } } });

/** Rejected secrets, variables and files of a workload's configuration. */
export const secrets: readonly Mistake[] = [
  ...secretValues.map(([name, value]) =>
    mistake(
      `config: secret value in ${name}`,
      'secret-value-in-config',
      `config.${name}`,
      { config: { [name]: value } },
      reference(name),
    ),
  ),
  ...secretNames.map((name) =>
    mistake(
      `config: secret name ${name}`,
      'secret-in-config',
      `config.${name}`,
      { config: { [name]: 'x' } },
      reference(name),
    ),
  ),
  mistake(
    'files: URL with a password',
    'secret-value-in-config',
    "files['/etc/app.yaml']",
    file('url: postgres://app:hunter2@db/app\n'),
    file('url: postgres://app@db/app\n'),
  ),
  mistake(
    'files: line with a password',
    'secret-in-config',
    "files['/etc/app.yaml']",
    file('user: app\npassword: hunter2\n'),
    file('user: app\npassword: ${DB_PASSWORD}\ntokens:\n  - a\n'),
  ),
  mistake(
    'config: variable that no program can be started with',
    'environment-variable-size',
    'config.A',
    { config: { A: 'x'.repeat(131_072 - 2) } },
    { config: { A: 'x'.repeat(131_072 - 3) } },
  ),
  ...[8080, true, undefined, null, 'a\0b', 'a\ufffdb', 'a\ud800'].map((value) =>
    mistake(
      `config: no text, ${JSON.stringify(value) ?? 'undefined'}`,
      'config-text',
      'config.PORT',
      { config: { PORT: value as string } },
      { config: { PORT: '8080', ON: 'yes', constructor: 'a\u0085b' } },
    ),
  ),
  mistake('files: bytes as text', 'config-text', "files['/etc/key.p12']", file('\ufffd\0', '/etc/key.p12'), {
    files: { '/etc/key.p12': Buffer.from([0xfe, 0x00]) },
  }),
  mistake(
    'files: parent directory',
    'config-file-path',
    "files['/etc/../a']",
    file('x', '/etc/../a'),
    file('x', '/etc/..a'),
  ),
  mistake('files: key with two dots', 'config-file-path', "files['/..a']", file('x', '/..a'), file('x', '/.a')),
  mistake(
    'files: key of 254 characters',
    'config-file-path',
    `files['/${'a'.repeat(254)}']`,
    file('x', `/${'a'.repeat(254)}`),
    file('x', `/${'a'.repeat(253)}`),
  ),
  mistake(
    'secrets: upper-case name of the Secret',
    'resource-name',
    'secrets.A.secret',
    { secrets: { A: { key: 'a', secret: 'Web_Secret' } } },
    { secrets: { A: { key: 'a', secret: 'web.secret' } } },
  ),
  mistake(
    'secrets: key with a space',
    'secret-key',
    'secrets.A.key',
    { secrets: { A: { key: 'session key', secret: 'web' } } },
    { secrets: { A: { key: 'session_KEY.1', secret: 'web' } } },
  ),
  ...['', '.', '..', '..data', 'ä'].map((key) =>
    mistake(
      `secrets: key '${key}'`,
      'secret-key',
      'secrets.A.key',
      { secrets: { A: { key, secret: 'web' } } },
      { secrets: { A: { key: '.data', secret: 'web' } } },
    ),
  ),
  mistake('files: relative path', 'config-file-path', "files['etc/app.yaml']", file('x', 'etc/app.yaml'), file('x')),
  mistake(
    'files: path with a space',
    'config-file-path',
    "files['/etc/app conf']",
    file('x', '/etc/app conf'),
    file('x'),
  ),
  mistake(
    'files: two paths with one key',
    'config-file-path',
    "files['/etc/app']",
    { files: { '/etc/app': '1', '/etc.app': '2' } },
    { files: { '/etc/app': '1', '/etc-app': '2' } },
  ),
];
