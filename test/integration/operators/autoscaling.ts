import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { addCustomResourceDefinitions, addNodes } from '../kubernetes/prepare';
import { run, waitFor } from '../support/process';
import { cachePath, emptyFolder, hasTool, root, sharedPath } from '../support/project';
import { expect, expectSame, type Report, type Step } from '../support/report';
import {
  adapterName,
  appNamespace,
  AutoscalingHarness,
  maxReplicas,
  perPod,
  runName,
  workerName,
} from './autoscaling-harness';
import { checkStateMetrics } from './state-metrics';
import { sixNodes } from './six-nodes';

const api = 'v1beta1.external.metrics.k8s.io';
const metric = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${appNamespace}/adamant_autoscaling_load`;
const controller = 'system:serviceaccount:kube-system:horizontal-pod-autoscaler';

interface Autoscaler {
  readonly status?: {
    readonly desiredReplicas: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason: string }[];
  };
}

/** The real adapter with a worker of the library: its autoscaler follows the length of a queue. */
export async function autoscaling(report: Report): Promise<void> {
  emptyFolder(cachePath(runName));
  for (const tool of ['kubectl', 'go', 'openssl']) {
    if (!hasTool(tool)) return report.missingTool(runName, tool, 'is not installed');
  }
  const build = sharedPath('kubernetes', 'operators', 'build');
  if (build === undefined) return report.missingTool(runName, 'operators', 'needs ../shared/kubernetes/operators');
  const step: Step = (what, action) => report.step(runName, 'autoscaling', what, action);
  const log = cachePath(runName, 'build.log');
  const { stdout } = await step(`build ${adapterName}`, () =>
    run({ arguments: [adapterName], folder: root, log, program: build, seconds: 1200 }),
  );
  const harness = new AutoscalingHarness();
  try {
    await start(harness, step, stdout.trim());
    await checkApi(harness, step);
    await checkAutoscaler(harness, step);
    await checkStateMetrics(harness, step, build);
    await step('the adapter was denied nothing', () => {
      const denied = readFileSync(harness.adapterLog, 'utf8')
        .split('\n')
        .filter((line) => /forbidden|cannot (?:get|list|watch|create)/.test(line));
      expect(denied.length === 0, 'the adapter lacks permissions', harness.adapterLog, denied.join('\n'));
    });
  } finally {
    await harness.down();
  }
}

async function start(harness: AutoscalingHarness, step: Step, program: string): Promise<void> {
  const { cluster, folder } = harness;
  await step('start an API server, with six nodes in three zones', async () => {
    await cluster.up(60);
    await addNodes(cluster, folder, sixNodes());
  });
  await step('namespaces, adapter and worker apply without warnings', async () => {
    await harness.createCertificate();
    const objects = await harness.write();
    await addCustomResourceDefinitions(cluster, objects);
    await harness.apply(objects);
    await cluster.expectApplied(objects);
  });
  await step('the adapter runs with the arguments of its Deployment, and its permissions alone', async () => {
    harness.prometheus.value = 30;
    await harness.startAdapter(program);
    await waitForApi(harness);
  });
}

/** The API server verifies the certificate of the adapter, which answers with the values of the Prometheus. */
async function checkApi(harness: AutoscalingHarness, step: Step): Promise<void> {
  const { cluster } = harness;
  await step('another authority: the API server does not trust the adapter', async () => {
    const service = await cluster.kubectl(['get', 'apiservice', api, '-o', 'jsonpath={.spec.caBundle}']);
    const setBundle = (caBundle: string) =>
      cluster.kubectl(['patch', 'apiservice', api, '--type=merge', '-p', JSON.stringify({ spec: { caBundle } })]);
    const other = readFileSync(cachePath(runName, 'clusters', 'run', 'certs', 'front-proxy.crt')).toString('base64');
    // The check of availability verifies no certificate, but every request does.
    await setBundle(other);
    await waitFor('a request fails', 60, async () => {
      const { code, output } = await cluster.kubectl(['get', '--raw', metric], { allow: [0, 1] });
      return code === 1 && output.includes('ServiceUnavailable') ? true : undefined;
    });
    await setBundle(service.stdout);
  });
  await step('the API has the load of the worker', async () => {
    await waitFor('the value is served', 60, async () => {
      const labels = `autoscaler%3D${workerName}%2Cmetric%3Dtransfers`;
      const { code, stdout } = await cluster.kubectl(['get', '--raw', `${metric}?labelSelector=${labels}`], {
        allow: [0, 1],
      });
      const { items = [] } = code === 0 ? (JSON.parse(stdout) as { items: readonly { value: string }[] }) : {};
      return items[0]?.value === '30' ? true : undefined;
    });
  });
  await step('the query selects one autoscaler of one namespace', () => {
    const selected = `{autoscaler="${workerName}",metric="transfers",namespace="${appNamespace}"}`;
    const expected = `max(adamant_autoscaling_load${selected}) by (namespace, autoscaler, metric)`;
    expectSame([...new Set(harness.prometheus.queries)], [expected], 'queries', harness.adapterLog);
  });
  await step('the role of the controller reads the metrics, and an account without a role does not', async () => {
    const read = async (account: string) =>
      (await cluster.kubectl(['get', '--raw', metric, `--as=${account}`], { allow: [0, 1] })).output;
    expect((await read(controller)).includes('"value":"30"'), 'the controller may not read the metrics', harness.log);
    const other = await read(`system:serviceaccount:${appNamespace}:${workerName}`);
    expect(other.includes('Forbidden'), 'every account may read the metrics', harness.log, other);
  });
}

/** The number of pods follows the length of the queue, and stays if there is none. */
async function checkAutoscaler(harness: AutoscalingHarness, step: Step): Promise<void> {
  const { cluster, prometheus } = harness;
  await step('30 messages, 20 for each pod: two pods', () => waitForPods(harness, 2));
  await step('100 messages: five pods', async () => {
    prometheus.value = 5 * perPod;
    await waitForPods(harness, 5);
  });
  await step('no value: the pods stay, and the status of the autoscaler shows it', async () => {
    prometheus.value = undefined;
    await waitFor('the autoscaler has no metric', 60, async () => {
      const { status } = await autoscaler(harness);
      const active = status?.conditions?.find(({ type }) => type === 'ScalingActive');
      return active?.status === 'False' && active.reason === 'FailedGetExternalMetric' ? true : undefined;
    });
    // Two periods of the controller.
    await sleep(30_000);
    expectSame([await replicas(harness)], ['5'], 'pods', harness.log);
  });
  await step('more messages than pods can handle: the maximum', async () => {
    prometheus.value = 1000;
    await waitForPods(harness, maxReplicas);
  });
  await step('an empty queue: the minimum', async () => {
    // The window of five minutes is the default, and the minimum of the library.
    const behavior = { scaleDown: { stabilizationWindowSeconds: 0 } };
    const patch = JSON.stringify({ spec: { behavior } });
    await cluster.kubectl(['patch', 'hpa', workerName, '-n', appNamespace, '--type=merge', '-p', patch]);
    prometheus.value = 0;
    await waitForPods(harness, 2);
  });
}

async function waitForApi(harness: AutoscalingHarness): Promise<void> {
  await waitFor('the APIService is available', 90, async () => {
    const path = `jsonpath={.status.conditions[?(@.type=="Available")].status}`;
    const { stdout } = await harness.cluster.kubectl(['get', 'apiservice', api, '-o', path]);
    return stdout.trim() === 'True' ? true : undefined;
  });
}

async function autoscaler({ cluster }: AutoscalingHarness): Promise<Autoscaler> {
  const { stdout } = await cluster.kubectl(['get', 'hpa', workerName, '-n', appNamespace, '-o', 'json']);
  return JSON.parse(stdout) as Autoscaler;
}

/** Returns the number of ready pods of the worker. */
async function replicas({ cluster }: AutoscalingHarness): Promise<string> {
  const path = 'jsonpath={.status.readyReplicas}';
  const { stdout } = await cluster.kubectl(['get', 'deployment', workerName, '-n', appNamespace, '-o', path]);
  return stdout.trim();
}

async function waitForPods(harness: AutoscalingHarness, count: number): Promise<void> {
  await waitFor(`${count} pods are ready`, 90, async () =>
    (await replicas(harness)) === String(count) ? true : undefined,
  );
}
