import { secretKeys } from '../../../../lib/platform/secrets';
import type { ServiceDefinition } from '../../../../lib/platform/service-definition';
import { web } from '../../../../apps/services/web';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { ExternalSecret } from '../../../../lib/kubernetes/cluster/external-secret';
import { Worker, type WorkerProps } from '../../../../lib/kubernetes/workloads/worker';
import { object, rulesIn, testChart } from '../../../support/manifests';

function workerWith(props: Partial<WorkerProps>) {
  const chart = testChart();
  new Worker(chart, 'loader', {
    image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'registry.example.com/loader' },
    name: 'loader',
    namespace: 'apps',
    resources: { cpu: '250m', memory: '512Mi' },
    autoscaling: { maxReplicas: 3, minReplicas: 2 },
    ...props,
  });
  return chart;
}

// Put together here, so that no scanner takes this file for a leak.
const key = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
const pem = ['-----BEGIN RSA ', 'PRIVATE KEY-----'].join('');
const token = ['gh', 'p_', 'a1'.repeat(18)].join('');
const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'c2ln'].join('.');

describe('what is told to everybody', () => {
  test.each([
    ['DATABASE_URL', 'postgres://app:hunter2@db:5432/app', 'a URL with a password', 'hunter2'],
    ['BROKER', 'amqp://:hunter2@broker/dts', 'a URL with a password', 'hunter2'],
    ['UPLOAD_ID', key, 'an AWS access key', key],
    ['CERTIFICATE', pem, 'a private key', pem],
    ['REPOSITORY', token, 'a token of GitHub', token],
    ['SESSION', jwt, 'a JSON Web Token', jwt],
  ])('has no %s that is a secret, and the message does not repeat it', (name, value, what, secret) => {
    const [problem, ...more] = collectDiagnostics(workerWith({ config: { [name]: value } }));
    expect(more).toEqual([]);
    expect(problem).toMatchObject({
      hint: `write secrets: { ${name}: { secret: 'name', key: 'key' } }, and replace the value: whoever reads the code knows it`,
      message: `a secret is never in config, got ${what}`,
    });
    // Nothing makes a value right, so no waiver covers it.
    expect(problem).not.toHaveProperty('id');
    expect(JSON.stringify(problem)).not.toContain(secret);
  });

  test.each([
    'PASSWORD',
    'DB_PASSWORD',
    'api_token',
    'CLIENT_SECRET',
    'AWS_ACCESS_KEY',
    'SIGNING_KEY',
    'DB_CREDENTIALS',
  ])('has nothing called %s, unless it is waived', (name) => {
    const [problem, ...more] = collectDiagnostics(workerWith({ config: { [name]: 'x' } }));
    expect(more).toEqual([]);
    expect(problem).toMatchObject({
      id: 'secret-in-config',
      rule: `a secret is never in config, got '${name}', which is called like one`,
    });
  });

  test('may be anything that only sounds like one', () => {
    const config = {
      API_URL: 'https://user@api.example.com/path:8080@home',
      PASSWORD_MIN_LENGTH: '12',
      SECRET_NAME: 'api',
      SORT_KEY: 'date',
      TOKEN_TTL: '1h',
    };
    expect(rulesIn(workerWith({ config }))).toEqual([]);
    expect(rulesIn(workerWith({ secrets: { DB_PASSWORD: { key: 'password', secret: 'database' } } }))).toEqual([]);
  });

  test('has no secret in its files either', () => {
    const rules = (content: string) => rulesIn(workerWith({ files: { '/etc/app.yaml': content } }));
    expect(rules('url: postgres://app:hunter2@db/app\n')).toEqual([
      'files./etc/app.yaml: a secret is never in files, got a URL with a password',
    ]);
    expect(rules('user: app\npassword: hunter2\n')).toEqual([
      'files./etc/app.yaml: a secret is never in a file, got a line that is called like one',
    ]);
    expect(rules('user: app\npassword: ${DB_PASSWORD}\ntokens:\n  - a\n')).toEqual([]);
  });

  test.each([
    [
      'etc/app.yaml',
      `a file's path starts with '/' and has letters, digits and ._- between slashes, got 'etc/app.yaml'`,
    ],
    [
      '/etc/app conf',
      `a file's path starts with '/' and has letters, digits and ._- between slashes, got '/etc/app conf'`,
    ],
  ])('has no file at %s', (file, rule) => {
    expect(rulesIn(workerWith({ files: { [file]: 'x' } }))).toEqual([`files.${file}: ${rule}`]);
  });

  test('has no two files that would be kept as one', () => {
    expect(rulesIn(workerWith({ files: { '/etc/app': '1', '/etc.app': '2' } }))).toEqual([
      `files./etc/app: files are kept by their paths with dots for slashes, got the same for '/etc.app' and '/etc/app'`,
    ]);
  });
});

describe('ExternalSecret', () => {
  const chart = testChart();
  new ExternalSecret(chart, 'secret', {
    keys: ['url', 'cookie'],
    name: 'api',
    namespace: 'apps',
    path: 'lab/api',
    store: 'aws',
  });

  test('names a Secret and where its keys come from, and has no value', () => {
    expect(object(chart, 'ExternalSecret')).toMatchObject({
      apiVersion: 'external-secrets.io/v1',
      metadata: { name: 'api', namespace: 'apps' },
      spec: {
        data: [
          { remoteRef: { key: 'lab/api', property: 'cookie' }, secretKey: 'cookie' },
          { remoteRef: { key: 'lab/api', property: 'url' }, secretKey: 'url' },
        ],
        refreshInterval: '1h',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'aws' },
        target: { creationPolicy: 'Owner', deletionPolicy: 'Retain', name: 'api' },
      },
    });
    expect(rulesIn(chart)).toEqual([]);
  });
});

describe('the Secrets of a platform', () => {
  const reading = (secrets: ServiceDefinition['secrets']): ServiceDefinition => ({ ...web, secrets });

  test('are those that services name, each once and with all keys that anyone reads', () => {
    const services = [
      reading({ B: { key: 'b', secret: 'shared' }, C: { key: 'c', secret: 'own' } }),
      reading({ A: { key: 'a', secret: 'shared' }, B: { key: 'b', secret: 'shared' } }),
    ];
    expect(secretKeys(services)).toEqual([
      ['own', ['c']],
      ['shared', ['a', 'b']],
    ]);
  });

  test('are not those that an operator makes', () => {
    const secret = 'dts-master-rabbitmq-ha-default-user';
    expect(secretKeys([reading({ BROKER_PASSWORD: { key: 'password', secret } })])).toEqual([]);
  });
});
