import path from 'node:path';
import { dashboardQueries } from '../../support/alerts/dashboards';
import { metricsOf } from '../../support/alerts/promql';
import { rulesOf } from '../../support/alerts/rules';
import { object } from '../../support/manifests';
import { elasticsearchExporter } from '../../support/monitoring-samples';
import { chartWith } from '../../support/workload-samples';
import { endGroup, freePorts, run, serve, waitFor } from '../support/process';
import { cachePath, emptyFolder, root } from '../support/project';
import { expect, expectSame, type Step } from '../support/report';
import { FakeElasticsearch, logIndex, member } from './fake-elasticsearch';
import { runName } from './monitoring-harness';

/** User with characters that a URL must escape. */
const user = { password: 'p@ss/w:rd%', username: 'elasticsearch-exporter' };

/** Labels that the alerts read of some metrics, besides `cluster`. */
const labels: Readonly<Record<string, string>> = {
  elasticsearch_cluster_health_status: 'color="green"',
  elasticsearch_filesystem_data_available_bytes: `name="${member}"`,
  elasticsearch_filesystem_data_size_bytes: `name="${member}"`,
  elasticsearch_index_stats_indexing_index_total: `index="${logIndex}"`,
  elasticsearch_thread_pool_rejected_count: 'type="write"',
};

/** The real exporter, with the command line of the library, has each metric and label of the alerts. */
export async function checkElasticsearchMetrics(step: Step, build: string): Promise<void> {
  const folder = emptyFolder(cachePath(runName, 'elasticsearch'));
  const log = cachePath(runName, 'elasticsearch-exporter.log');
  const program = await step('build elasticsearch_exporter', async () => {
    const module = path.join(root, 'test', 'integration', 'operators', 'elasticsearch-exporter');
    const { stdout } = await run({ program: build, arguments: [module], folder: root, seconds: 1800, log });
    return stdout.trim();
  });
  const port = await freePorts(2);
  const server = new FakeElasticsearch(folder, log, user);
  await server.start(port);
  const group = serve({
    program,
    arguments: exporterArguments(server.authority, port),
    env: { ES_PASSWORD: user.password, ES_USERNAME: user.username },
    folder,
    log,
  });
  const scrape = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port + 1}/metrics`)).text();
  try {
    await step('elasticsearch_exporter: has each metric of the alerts and dashboards, with their labels', async () => {
      await waitFor('the exporter listens', 60, () => scrape().catch(() => undefined));
      const samples = (await scrape()).split('\n');
      const needed = [...rulesOf('elasticsearch'), ...rulesOf('filebeat'), ...dashboardQueries];
      const names = metricsOf(needed).filter((name) => name.startsWith('elasticsearch_'));
      expectSame(
        Object.keys(labels).filter((name) => !names.includes(name)),
        [],
        'labels of metrics without an alert',
      );
      const missing = names.filter(
        (name) =>
          !samples.some((sample) =>
            [`${name}{`, 'cluster="logs"', labels[name] ?? ''].every((part) => sample.includes(part)),
          ),
      );
      expectSame(missing, [], 'metrics that the exporter does not have', log);
    });
    await step('elasticsearch_exporter: sends no request that its role does not permit', () => {
      const paths = ['/', '/_all/_stats', '/_cat/shards', '/_cluster/health', '/_nodes/stats'];
      expectSame(
        [...new Set(server.requests)],
        paths.map((each) => `GET ${each}`),
        'requests',
        log,
      );
    });
    await step(
      'elasticsearch_exporter: reports no health of a cluster without a master, and still answers',
      async () => {
        server.hasMaster = false;
        const metrics = await scrape();
        expect(!/^elasticsearch_cluster_health/m.test(metrics), 'it reports a health', log, metrics);
        const health = await fetch(`http://127.0.0.1:${port + 1}/healthz`);
        expect(health.ok, 'it would be restarted', log);
      },
    );
  } finally {
    await endGroup(group);
    server.stop();
  }
}

/** Returns the command line of the pod, with addresses of the loopback. */
function exporterArguments(authority: string, port: number): string[] {
  const { containers } = object(
    chartWith((scope) => elasticsearchExporter(scope)),
    'Deployment',
  ).spec.template.spec;
  const changed: Readonly<Record<string, string>> = {
    '--es.ca': authority,
    '--es.uri': `https://127.0.0.1:${port}`,
    '--web.listen-address': `127.0.0.1:${port + 1}`,
  };
  const [container] = containers as { readonly args: readonly string[] }[];
  return (container?.args ?? []).map((argument) => {
    const [flag = ''] = argument.split('=');
    return flag in changed ? `${flag}=${changed[flag]}` : argument;
  });
}
