import { readFileSync } from 'node:fs';
import { freePorts, run, waitFor } from '../support/process';
import { cachePath, root } from '../support/project';
import { expect, expectSame, type Step } from '../support/report';
import { type AutoscalingHarness, monitoringNamespace, runName, stateMetricsName } from './autoscaling-harness';

const log = cachePath(runName, 'state-metrics.log');

/** Metrics of the objects of the run, one for each resource of which it has objects. */
const withObjects = [
  'kube_deployment_spec_replicas',
  'kube_horizontalpodautoscaler_status_desired_replicas',
  'kube_namespace_status_phase',
  'kube_node_status_condition',
  'kube_pod_status_phase',
  'kube_poddisruptionbudget_status_pod_disruptions_allowed',
  'kube_replicaset_spec_replicas',
];

/** Metrics of resources of which the run has no objects. */
const withoutObjects = ['kube_job_status_failed', 'kube_persistentvolumeclaim_status_phase', 'kube_resourcequota'];

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
    return waitFor('the metrics of pods are there', 60, async () => {
      const response = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined);
      const metrics = (await response?.text()) ?? '';
      return sampled(metrics).has('kube_pod_status_phase') ? metrics : undefined;
    });
  });
  await step('each kind of object of the run has samples', () => {
    expectSame(missingMetrics(withObjects, sampled(text)), [], 'missing metrics', log);
    expectSame(missingMetrics(withoutObjects, describedMetrics(text)), [], 'missing metrics', log);
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

/** Returns the names of the metrics that a text in the exposition format describes, with samples or without. */
function describedMetrics(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^# HELP (\S+)/gm)].map(([, name = '']) => name));
}

/** Returns the names of the metrics that have samples. */
function sampled(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^([a-z]\w*)[{ ]/gm)].map(([, name = '']) => name));
}
