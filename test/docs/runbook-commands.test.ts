import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { elasticsearchUrl, elasticsearchVariables } from '../../lib/operators/elasticsearch/endpoint';
import { waves } from '../../lib/kubernetes/manifests/wave';

const folder = 'docs/runbooks';
const pages = readdirSync(folder).map((file) => ({ file, text: readFileSync(`${folder}/${file}`, 'utf8') }));
const withRequests = pages.filter(({ text }) => /^es '/m.test(text));

/** Returns what the requests of a page call, with a kubectl that prints its words and its input. */
function requests(text: string): string {
  const [, commands = ''] = /```sh\n([\s\S]*?)```/.exec(text.slice(text.indexOf('## Look at'))) ?? [];
  const kubectl = `kubectl() { echo "$@"; case "$*" in *exec*) sed 's/^/input: /' ;; esac; }`;
  const named = commands
    .replaceAll('ES_NAMESPACE', 'logging')
    .replaceAll('NAMESPACE', 'logging')
    .replaceAll('CLUSTER', 'logs')
    .replace(/ \| grep .*/g, '');
  return execFileSync('sh', ['-c', `${kubectl}\n${named}`], { encoding: 'utf8' });
}

describe('runbooks', () => {
  test('Elasticsearch: no page connects from outside of its namespace', () => {
    expect(withRequests.length).toBeGreaterThan(4);
    expect(pages.filter(({ text }) => /curl [^\n]*HOST/.test(text)).map(({ file }) => file)).toEqual([]);
  });

  test.each(withRequests)(
    '$file: requests go to a pod of the cluster, with its certificate and password',
    ({ text }) => {
      const called = requests(text);
      const { ELASTICSEARCH_PASSWORD } = elasticsearchVariables('logs', 'logging').secrets;
      expect(called).toContain(`get secret ${ELASTICSEARCH_PASSWORD?.secret} -o go-template=`);
      expect(called).toContain(`{{.data.${ELASTICSEARCH_PASSWORD?.key} | base64decode}}`);
      expect(called).toContain('--connect-to ::localhost: --cacert /usr/share/elasticsearch/config/http-certs/ca.crt');
      expect(called).toMatch(new RegExp(`${elasticsearchUrl('logs', 'logging')}/_c(?:at|luster)/`));
    },
  );

  test('waves: pages name those that exist', () => {
    const named = pages.flatMap(({ text }) => [...text.matchAll(/wave `(\w+)`/g)].map(([, wave]) => wave));
    expect(named).toContain('limits');
    expect(Object.keys(waves)).toEqual(expect.arrayContaining(named));
  });
});
