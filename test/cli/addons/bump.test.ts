import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App } from 'cdk8s';
import { proposeRelease } from '../../../cli/addons/bump';
import { WaveChart } from '../../../lib/kubernetes/manifests/wave';
import { addon, sampleRelease } from '../../support/addons';
import { removeTemporary, temporary } from '../../support/project-copy';

// Each test starts processes.
jest.setTimeout(30_000);

const digest = `sha256:${'cd'.repeat(32)}`;
const asked: string[] = [];

/** A registry on this machine, which gives a token to anybody. */
const registry = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  const { host = '' } = request.headers;
  if (request.url?.startsWith('/token')) return void response.end(JSON.stringify({ token: 'granted' }));
  if (request.headers.authorization !== 'Bearer granted') {
    const realm = `Bearer realm="http://${host}/token",service="here",scope="repository:example/queue-operator:pull"`;
    return void response.writeHead(401, { 'www-authenticate': realm }).end();
  }
  if (!request.url?.endsWith('/manifests/1.3.0')) return void response.writeHead(404).end();
  response.writeHead(200, { 'docker-content-digest': digest }).end();
});

beforeAll(() => new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => registry.close(resolve)));
afterAll(removeTemporary);

/** A repository with these tags, each with a commit of its own. */
function repository(...tags: readonly string[]) {
  const folder = temporary();
  const git = (...given: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...given], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet');
  const commits = tags.map((tag) => {
    git('commit', '--quiet', '--allow-empty', '--message', tag);
    git('tag', '--annotate', tag, '--message', tag);
    return git('rev-parse', 'HEAD');
  });
  return { folder, commit: (tag: string) => commits[tags.indexOf(tag)] ?? '' };
}

function sample(commit: string, tag = 'v1.2.0') {
  const { port } = registry.address() as AddressInfo;
  const image = `127.0.0.1:${port}/example/queue-operator`;
  const workload = { ...sampleRelease.workloads['queue-operator']!, containers: { manager: image } };
  return addon(new WaveChart(new App(), { environment: 'demo', wave: 'operators' }), {
    release: { ...sampleRelease, commit, tag, workloads: { 'queue-operator': workload } },
  });
}

describe('adamant addons bump', () => {
  it('proposes the next release: not the newest one, and no candidate', async () => {
    const { commit, folder } = repository('v1.2.0', 'v1.10.0', 'v1.3.0-rc.1', 'v1.3.0', 'chart-2.0.0');
    const proposal = await proposeRelease(sample(commit('v1.2.0')), { remote: folder, scheme: 'http' });
    expect(proposal).toContain('queue-operator v1.2.0 → v1.3.0\n');
    expect(proposal).toContain(`tag: 'v1.3.0',\n  commit: '${commit('v1.3.0')}',`);
    expect(proposal).toContain(`/example/queue-operator:1.3.0 ${digest}`);
    expect(asked.at(-1)).toBe('HEAD /v2/example/queue-operator/manifests/1.3.0');
    expect(asked.some((line) => line.startsWith('GET /token?service=here&scope=repository'))).toBe(true);
  });

  it('reports the newest release', async () => {
    const { commit, folder } = repository('v1.1.0', 'v1.2.0');
    expect(await proposeRelease(sample(commit('v1.2.0')), { remote: folder })).toBe(
      'queue-operator v1.2.0 is the newest release',
    );
  });

  it('reports a tag that was moved', async () => {
    const { commit, folder } = repository('v1.2.0');
    expect(await proposeRelease(sample('0'.repeat(40)), { remote: folder })).toMatch(
      new RegExp(`^v1.2.0 was moved: it names ${commit('v1.2.0')} now`),
    );
  });

  it.each([
    ['a repository that does not exist', 'v1.2.0', '/nowhere', /^git fails: /],
    ['a tag that is no version', 'latest', undefined, /^the tag of queue-operator must be a version/],
  ])('rejects %s', async (_title, tag, remote, message) => {
    const { folder } = repository('v1.2.0');
    await expect(proposeRelease(sample('0'.repeat(40), tag), { remote: remote ?? folder })).rejects.toThrow(message);
  });

  it('rejects an image that the registry does not have', async () => {
    const { commit, folder } = repository('v1.2.0', 'v1.4.0');
    await expect(proposeRelease(sample(commit('v1.2.0')), { remote: folder, scheme: 'http' })).rejects.toThrow(
      /^the registry has no digest for 127.0.0.1:\d+\/example\/queue-operator:1.4.0: status 404$/,
    );
  });
});
