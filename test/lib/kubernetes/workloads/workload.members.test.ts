import type { ApiObject } from 'cdk8s';
import { podLabels, type Endpoint } from '../../../../lib/core/contract';
import { testChart } from '../../../support/manifests';
import * as samples from '../../../support/workload-samples';

const chart = testChart();
const web = samples.webService(chart);
const grpc = samples.grpcService(chart);
const worker = samples.worker(chart);
const daemon = samples.daemonService(chart, { ports: { metrics: 9100 } });
const task = samples.scheduledTask(chart);
const migration = samples.migrationJob(chart);
const broker = samples.rabbitmqCluster(chart);

test.each<[kind: string, ApiObject]>([
  ['Deployment', web.deployment],
  ['Deployment', grpc.deployment],
  ['Deployment', worker.deployment],
  ['DaemonSet', daemon.daemonSet],
  ['CronJob', task.cronJob],
  ['Job', migration.job],
  ['RabbitmqCluster', broker.resource],
])('main object: %s is a member of its construct', (kind, object) => {
  expect(object.kind).toBe(kind);
});

test.each<[name: string, Endpoint, ports: readonly number[]]>([
  ['api', web.endpoint, [8080]],
  ['orders', grpc.endpoint, [9000]],
  ['loader', worker.endpoint, []],
  ['logs', daemon.endpoint, [9100]],
])('endpoint: %s has the labels and ports of its pods', (name, endpoint, ports) => {
  const namespace = name === 'logs' ? 'node-agents' : 'apps';
  expect(endpoint).toEqual({ name, peer: { isolated: true, namespace, pods: podLabels(name) }, ports });
});

test('endpoint: a renamed service keeps the labels of its previous name', () => {
  const renamed = samples.webService(testChart(), { name: 'public-api', renamedFrom: 'api' });
  expect(renamed.endpoint).toEqual(web.endpoint);
});
