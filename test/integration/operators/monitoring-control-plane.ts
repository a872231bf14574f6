import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dump, load } from 'js-yaml';
import { controlPlaneMetricsArguments } from '../../../lib/operators/prometheus/control-plane';
import { run, waitFor } from '../support/process';
import { cachePath, emptyFolder, filesBelow } from '../support/project';
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
  await step(
    'control plane: kubeadm writes static pods with the labels of the Services and the declared arguments',
    async () => {
      const pods = await staticPods();
      expectSame(
        pods.map(({ metadata: { labels } }) => `${labels['component']} ${labels['tier']}`),
        ['etcd', 'kube-controller-manager', 'kube-scheduler'].map((component) => `${component} control-plane`),
        'labels of static pods',
        harness.log,
      );
      const { controllerManager, etcd, scheduler } = controlPlaneMetricsArguments;
      const declared = { 'etcd': etcd, 'kube-controller-manager': controllerManager, 'kube-scheduler': scheduler };
      for (const { metadata, spec } of pods) {
        const component = metadata.labels['component'] as keyof typeof declared;
        const words = spec.containers.flatMap(({ command }) => command);
        const missing = Object.entries(declared[component]).filter(
          ([key, value]) => !words.includes(`--${key}=${value}`),
        );
        expect(missing.length === 0, `${component} lacks ${missing.join(', ')}`, harness.log);
      }
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
    const answers = [
      await may('get', '/metrics'),
      await may('get', 'nodes', '--subresource=metrics'),
      await may('list', 'pods', '-A'),
    ];
    expect(answers.join() === 'yes,yes,no', 'the account has other permissions', harness.log, answers.join());
  });
}

interface StaticPod {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly containers: readonly { readonly command: readonly string[] }[] };
}

/** Lets the real kubeadm write the static pods of a control plane with the declared arguments to a folder. */
async function staticPods(): Promise<StaticPod[]> {
  const folder = emptyFolder(cachePath(runName, 'kubeadm'));
  const { controllerManager, etcd, scheduler } = controlPlaneMetricsArguments;
  const extraArgs = (given: Readonly<Record<string, string>>) =>
    Object.entries(given).map(([name, value]) => ({ name, value }));
  const apiVersion = 'kubeadm.k8s.io/v1beta4';
  const documents = [
    { apiVersion, kind: 'InitConfiguration', localAPIEndpoint: { advertiseAddress: '10.0.0.5' } },
    {
      apiVersion,
      certificatesDir: path.join(folder, 'pki'),
      controllerManager: { extraArgs: extraArgs(controllerManager) },
      etcd: { local: { extraArgs: extraArgs(etcd) } },
      kind: 'ClusterConfiguration',
      // A version that is not fixed is looked up on the internet.
      kubernetesVersion: 'v1.34.1',
      scheduler: { extraArgs: extraArgs(scheduler) },
    },
  ];
  const config = path.join(folder, 'kubeadm.yaml');
  writeFileSync(config, documents.map((document) => dump(document)).join('---\n'));
  const phases = [
    ['control-plane', 'controller-manager'],
    ['control-plane', 'scheduler'],
    ['etcd', 'local'],
  ];
  for (const phase of phases) {
    await run({
      program: cachePath(runName, 'clusters', 'run', 'bin', 'kubernetes'),
      arguments: ['kubeadm', 'init', 'phase', ...phase, '--config', config, '--dry-run'],
      env: { KUBEADM_INIT_DRYRUN_DIR: folder },
      folder,
      log: cachePath(runName, 'kubeadm.log'),
      seconds: 60,
    });
  }
  return filesBelow(folder, '.yaml')
    .filter((file) => file !== config)
    .map((file) => load(readFileSync(file, 'utf8')) as StaticPod);
}
