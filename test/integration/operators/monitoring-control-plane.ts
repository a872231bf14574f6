import { readFileSync } from 'node:fs';
import { waitFor } from '../support/process';
import { cachePath } from '../support/project';
import { expect, expectSame, type Step } from '../support/report';
import { jobNames, jobs, prometheusConfiguration } from './monitoring-configuration';
import { type MonitoringHarness, runName } from './monitoring-harness';
import { namespace } from './monitoring-objects';

/** The monitors of the control plane are jobs, with the token and the certificates that they name. */
export async function checkControlPlane(harness: MonitoringHarness, step: Step): Promise<void> {
  const { cluster } = harness;
  await step('control plane: each monitor is a job, by the operator and by our check', async () => {
    const written = await harness.apply('control-plane', { controlPlane: true });
    // The API server of the run has no authority, which kubeadm gives to the controller of tokens.
    const certificate = readFileSync(cachePath(runName, 'clusters', 'run', 'certs', 'front-proxy.crt'));
    const patch = JSON.stringify({ data: { 'ca.crt': certificate.toString('base64') } });
    await cluster.kubectl(['patch', 'secret', 'control-plane-metrics', '-n', namespace, '-p', patch]);
    const expected = jobs(written);
    const controlPlane = expected.filter((job) => job.includes(`/${namespace}/`));
    expectSame(
      controlPlane,
      [
        ...['cadvisor', 'kubelet'].map((name) => `scrapeConfig/${namespace}/${name}`),
        ...['apiserver', 'coredns', 'etcd', 'kube-controller-manager', 'kube-scheduler'].map(
          (name) => `serviceMonitor/${namespace}/${name}/0`,
        ),
      ],
      'declared jobs',
    );
    await waitFor('the monitors are jobs', 60, async () =>
      (await jobNames(harness)).length === expected.length ? true : undefined,
    ).catch(() => undefined);
    expectSame(await jobNames(harness), expected, 'jobs', harness.log);
  });
  await step(
    'control plane: kubelets are found by their Nodes, and each request but that to etcd has the token',
    async () => {
      const { scrape_configs } = await prometheusConfiguration(harness);
      const own = scrape_configs.filter(({ job_name }) => job_name.includes(`/${namespace}/`));
      expectSame(
        own.filter(({ authorization }) => authorization?.credentials === undefined).map(({ job_name }) => job_name),
        [`serviceMonitor/${namespace}/coredns/0`, `serviceMonitor/${namespace}/etcd/0`],
        'jobs without a token',
        harness.log,
      );
      const found = own.filter(({ kubernetes_sd_configs }) =>
        kubernetes_sd_configs.some(({ role }) => role === 'node'),
      );
      expectSame(
        found.map(({ job_name }) => job_name),
        [`scrapeConfig/${namespace}/cadvisor`, `scrapeConfig/${namespace}/kubelet`],
        'jobs of nodes',
        harness.log,
      );
    },
  );
  await step('control plane: the cluster gives a token to the account, which may only read metrics', async () => {
    const { stdout } = await cluster.kubectl([
      ...['get', 'secret', 'control-plane-metrics', '-n', namespace, '-o', 'jsonpath={.data.token}'],
    ]);
    expect(stdout.length > 0, 'the Secret has no token', harness.log);
    const account = `--as=system:serviceaccount:${namespace}:control-plane-metrics`;
    const may = async (...what: string[]) =>
      (await cluster.kubectl(['auth', 'can-i', ...what, account], { allow: [0, 1] })).stdout.trim();
    const answers = [await may('get', '/metrics'), await may('get', 'nodes/metrics'), await may('list', 'pods', '-A')];
    expect(answers.join() === 'yes,yes,no', 'the account has other permissions', harness.log, answers.join());
  });
}
