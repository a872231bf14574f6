import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultStateResources } from '../../../lib/operators/prometheus/state-resources';
import { metricsOf } from '../../support/alerts/promql';
import { rulesOf, subjects } from '../../support/alerts/rules';
import { freePorts, run, waitFor } from '../support/process';
import { cachePath, root, writeJson } from '../support/project';
import { expect, expectSame, type Step } from '../support/report';
import { type AutoscalingHarness, monitoringNamespace, runName, stateMetricsName } from './autoscaling-harness';

const log = cachePath(runName, 'state-metrics.log');

/** A metric of each resource that the library reports by default. */
const expected = [
  'kube_cronjob_spec_suspend',
  'kube_daemonset_status_desired_number_scheduled',
  'kube_deployment_spec_replicas',
  'kube_horizontalpodautoscaler_status_desired_replicas',
  'kube_job_status_failed',
  'kube_namespace_status_phase',
  'kube_node_status_condition',
  'kube_persistentvolume_status_phase',
  'kube_persistentvolumeclaim_status_phase',
  'kube_pod_status_phase',
  'kube_poddisruptionbudget_status_pod_disruptions_allowed',
  'kube_replicaset_spec_replicas',
  'kube_resourcequota',
  'kube_statefulset_replicas',
];

/** The real kube-state-metrics, with the permissions and the arguments of the library, reports the objects of the run. */
export async function checkStateMetrics(harness: AutoscalingHarness, step: Step, build: string): Promise<void> {
  const { stdout } = await step(`build ${stateMetricsName}`, () =>
    run({
      arguments: [stateMetricsName],
      folder: root,
      log: cachePath(runName, 'build.log'),
      program: build,
      seconds: 1200,
    }),
  );
  const text = await step('kube-state-metrics reports metrics, with the permissions of its account alone', async () => {
    const port = await freePorts(2);
    const kubeconfig = harness.writeKubeconfig(`system:serviceaccount:${monitoringNamespace}:${stateMetricsName}`);
    const ports: Readonly<Record<string, number>> = { '--port': port, '--telemetry-port': port + 1 };
    const declared = harness.arguments(stateMetricsName).map((argument) => {
      const [flag = ''] = argument.split('=');
      return flag in ports ? `${flag}=${ports[flag]}` : argument;
    });
    harness.serve(
      stdout.trim(),
      [...declared, `--kubeconfig=${kubeconfig}`, '--host=127.0.0.1', '--telemetry-host=127.0.0.1'],
      log,
    );
    await addObjects(harness);
    const read = async () => {
      const response = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined);
      return (await response?.text()) ?? '';
    };
    await waitFor('the metrics are complete', 30, async () =>
      missingMetrics(expected, reportedMetrics(await read())).length === 0 ? true : undefined,
    ).catch(() => undefined);
    return read();
  });
  await step('each resource has samples', () => {
    expectSame(missingMetrics(expected, reportedMetrics(text)), [], 'missing metrics', log);
  });
  await step('each metric of objects that an alert reads is one of a resource that the library reports', async () => {
    const needed = metricsOf(subjects.flatMap(rulesOf)).filter((name) => /^kube_(?!.*:)/.test(name));
    expect(needed.length > 0, 'no alert reads a metric of objects');
    expectSame(missingMetrics(needed, await definedMetrics()), [], 'unknown metrics', log);
  });
  await step('it was denied nothing, and may not read Secrets', async () => {
    const denied = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line.includes('forbidden'));
    expect(denied.length === 0, 'it lacks permissions', log, denied.join('\n'));
    const account = `--as=system:serviceaccount:${monitoringNamespace}:${stateMetricsName}`;
    const { stdout: answer } = await harness.cluster.kubectl(['auth', 'can-i', 'list', 'secrets', '-A', account], {
      allow: [0, 1],
    });
    expect(answer.trim() === 'no', 'it may read Secrets', harness.log);
  });
}

/** Returns the names of metrics that a program does not report, such as those of alert rules. */
export function missingMetrics(needed: readonly string[], reported: ReadonlySet<string>): string[] {
  return needed.filter((name) => !reported.has(name));
}

/** Returns the names of the metrics of a text in the exposition format. It has those of existing objects only. */
function reportedMetrics(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^([a-z]\w*)[{ ]/gm)].map(([, name = '']) => name));
}

/** Returns the names of the metrics that the source of kube-state-metrics defines for the resources that are read by default. */
async function definedMetrics(): Promise<ReadonlySet<string>> {
  const { stdout } = await run({
    program: 'go',
    arguments: ['mod', 'download', '-json', 'k8s.io/kube-state-metrics/v2@v2.15.0'],
    folder: root,
    log: cachePath(runName, 'source.log'),
    seconds: 300,
  });
  const { Dir } = JSON.parse(stdout) as { readonly Dir: string };
  const names = defaultStateResources.flatMap((resource) => {
    const source = readFileSync(path.join(Dir, 'internal', 'store', `${resource.slice(0, -1)}.go`), 'utf8');
    return [...source.matchAll(/"(kube_[a-z_]+)"/g)].map(([, name = '']) => name);
  });
  return new Set(names);
}

/** Creates an object of each resource that the run does not have. */
async function addObjects({ cluster }: AutoscalingHarness): Promise<void> {
  const labels = { app: 'sample' };
  const template = {
    metadata: { labels },
    spec: { containers: [{ image: 'registry.example.com/sample', name: 'sample' }], restartPolicy: 'Never' },
  };
  const always = { ...template, spec: { ...template.spec, restartPolicy: 'Always' } };
  const selector = { matchLabels: labels };
  const capacity = { storage: '1Gi' };
  const object = (apiVersion: string, kind: string, spec: object) => ({
    apiVersion,
    kind,
    metadata: { name: 'sample', ...(kind !== 'PersistentVolume' && { namespace: 'default' }) },
    spec,
  });
  const file = cachePath(runName, 'samples.json');
  writeJson(file, {
    apiVersion: 'v1',
    items: [
      object('apps/v1', 'DaemonSet', { selector, template: always }),
      object('apps/v1', 'StatefulSet', { selector, serviceName: 'sample', template: always }),
      object('batch/v1', 'CronJob', { jobTemplate: { spec: { template } }, schedule: '0 0 1 1 *' }),
      object('batch/v1', 'Job', { template }),
      object('v1', 'PersistentVolume', { accessModes: ['ReadWriteOnce'], capacity, hostPath: { path: '/tmp' } }),
      object('v1', 'PersistentVolumeClaim', {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: capacity },
        storageClassName: '',
      }),
      object('v1', 'ResourceQuota', { hard: { pods: '10' } }),
    ],
    kind: 'List',
  });
  await cluster.kubectl(['create', '-f', file]);
}
