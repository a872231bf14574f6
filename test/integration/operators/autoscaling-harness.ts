import { ApiObject, App, JsonPatch } from 'cdk8s';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { collectDiagnostics } from '../../../lib/core/diagnostics';
import { Namespace } from '../../../lib/kubernetes/cluster/namespace';
import { checkCustomMetrics } from '../../../lib/kubernetes/checks/custom-metrics';
import type { Manifest } from '../../../lib/kubernetes/manifests/manifest';
import { objectFiles, render, type Rendered } from '../../../lib/kubernetes/manifests/render';
import { WaveChart } from '../../../lib/kubernetes/manifests/wave';
import { Worker } from '../../../lib/kubernetes/workloads/worker';
import { KubeStateMetrics } from '../../../lib/operators/prometheus/kube-state-metrics';
import { prometheusEndpoint } from '../../../lib/operators/prometheus/prometheus';
import { PrometheusAdapter } from '../../../lib/operators/prometheus/adapter';
import { Cluster } from '../kubernetes/cluster';
import { readWaves } from '../kubernetes/prepare';
import { endGroup, freePorts, run, serve } from '../support/process';
import { cachePath, emptyFolder, root, writeFiles, writeJson } from '../support/project';
import { expect } from '../support/report';
import { FakePrometheus } from './fake-prometheus';

/** The name of the run. */
export const runName = 'autoscaling';

export const adapterName = 'prometheus-adapter';
export const stateMetricsName = 'kube-state-metrics';
export const monitoringNamespace = 'monitoring';
export const appNamespace = 'apps';
export const workerName = 'dts-worker';
export const perPod = 20;
export const maxReplicas = 8;

const apiServer = [{ name: 'api-server', peer: { addresses: ['172.20.0.1/32'] }, ports: [443] }] as const;
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const image = (name: string) => ({ digest, repository: `registry.example.com/${name}` });

interface Kubeconfig {
  readonly users: readonly { readonly name: string; readonly user: object }[];
}

interface Deployment {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly { readonly args: readonly string[] }[] } };
  };
}

/** An autoscaled worker on an API server of its own, with the real adapter and a Prometheus of this program. */
export class AutoscalingHarness {
  readonly log = cachePath(runName, 'run.log');
  readonly folder = emptyFolder(cachePath(runName, 'work'));
  readonly adapterLog = cachePath(runName, 'adapter.log');
  readonly cluster = new Cluster(runName, 'run', this.log);
  readonly prometheus = new FakePrometheus({
    __name__: 'adamant_autoscaling_load',
    autoscaler: workerName,
    metric: 'transfers',
    namespace: appNamespace,
  });

  private readonly groups: number[] = [];
  private objects: readonly Rendered[] = [];
  private port = 0;

  /** Creates a self-signed certificate for the Service of the adapter. */
  async createCertificate(): Promise<void> {
    const host = `${adapterName}.${monitoringNamespace}.svc`;
    await run({
      program: 'openssl',
      arguments: [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'],
        ...['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`],
        ...['-keyout', this.file('tls.key'), '-out', this.file('tls.crt')],
      ],
      folder: this.folder,
      log: this.log,
      seconds: 30,
    });
  }

  /** Writes namespaces, adapter and worker. The Service of the adapter leads to the loopback, where the program runs. */
  async write(): Promise<string> {
    this.port = await freePorts(1);
    const app = new App();
    const chart = (wave: 'data' | 'namespaces' | 'workloads') => new WaveChart(app, { environment: 'run', wave });
    const namespaces = chart('namespaces');
    for (const name of [monitoringNamespace, appNamespace]) {
      new Namespace(namespaces, name, { name, podSecurityVersion: 'v1.34' });
    }
    const data = chart('data');
    const adapter = new PrometheusAdapter(data, 'adapter', {
      apiServer,
      apiServerAddresses: ['10.0.0.0/24'],
      image: image(adapterName),
      name: adapterName,
      namespace: monitoringNamespace,
      prometheus: { name: 'platform', namespace: monitoringNamespace },
      tls: { caBundle: readFileSync(this.file('tls.crt'), 'utf8'), secret: 'prometheus-adapter-tls' },
    });
    toLoopback(adapter, this.port);
    new KubeStateMetrics(data, 'state', {
      apiServer,
      image: image(stateMetricsName),
      labels: { prometheus: 'platform' },
      name: stateMetricsName,
      namespace: monitoringNamespace,
      scrapers: [prometheusEndpoint('platform', monitoringNamespace)],
    });
    new Worker(chart('workloads'), 'worker', {
      autoscaling: {
        maxReplicas,
        minReplicas: 2,
        scaleOn: { transfers: { perPod, rabbitmqQueue: { cluster: 'broker', queue: 'transfers', vhost: 'dts' } } },
        targetCpuUtilization: 'none',
      },
      image: image(workerName),
      name: workerName,
      namespace: appNamespace,
      resources: { cpu: '100m', memory: '128Mi' },
    });
    this.objects = render(app);
    const ids = [...collectDiagnostics(app), ...checkCustomMetrics(app, this.objects)].map(({ id }) => id);
    expect(ids.length === 0, `the objects have mistakes: ${ids.join(', ')}`);
    const folder = emptyFolder(this.file('objects'));
    writeFiles(objectFiles(this.objects), '', folder);
    return folder;
  }

  /** Applies the objects. Warnings are errors. */
  async apply(folder: string): Promise<void> {
    for (const wave of readWaves(folder)) await this.cluster.apply(path.join(folder, wave));
  }

  /** Runs the adapter's own program with the arguments and the configuration of its Deployment, and the rights of its account. */
  async startAdapter(program: string): Promise<void> {
    const url = await this.prometheus.start();
    const identity = this.writeKubeconfig(`system:serviceaccount:${monitoringNamespace}:${adapterName}`);
    const values: Readonly<Record<string, string>> = {
      '--config': this.writeConfiguration(),
      // Series are listed every 5 seconds instead of 30, so the run is short.
      '--metrics-relist-interval': '5s',
      '--prometheus-url': url,
      '--secure-port': String(this.port),
      '--tls-cert-file': this.file('tls.crt'),
      '--tls-private-key-file': this.file('tls.key'),
    };
    const declared = this.arguments(adapterName).map((argument) => {
      const [flag = ''] = argument.split('=');
      return flag in values ? `${flag}=${values[flag]}` : argument;
    });
    this.groups.push(
      serve({
        program,
        arguments: [
          ...declared,
          '--bind-address=127.0.0.1',
          `--lister-kubeconfig=${identity}`,
          `--authentication-kubeconfig=${identity}`,
          `--authorization-kubeconfig=${identity}`,
        ],
        folder: this.folder,
        log: this.adapterLog,
      }),
    );
  }

  /** Writes the kubeconfig of the run with the rights of an account, and returns its path. */
  writeKubeconfig(account: string): string {
    const kubeconfig = load(readFileSync(cachePath(runName, 'clusters', 'run', 'kubeconfig'), 'utf8')) as Kubeconfig;
    const file = this.file(`${account.replaceAll(':', '-')}.kubeconfig`);
    writeJson(file, {
      ...kubeconfig,
      users: kubeconfig.users.map(({ name, user }) => ({
        name,
        user: { ...user, 'as': account, 'as-groups': ['system:authenticated', 'system:serviceaccounts'] },
      })),
    });
    return file;
  }

  /** Returns the arguments of the container of a Deployment. */
  arguments(name: string): readonly string[] {
    const deployment = this.objects.find(
      ({ manifest: { kind, metadata } }) => kind === 'Deployment' && metadata.name === name,
    )?.manifest as (Manifest & Deployment) | undefined;
    const [container] = deployment?.spec.template.spec.containers ?? [];
    expect(container !== undefined, `the Deployment ${name} has no container`);
    return container.args;
  }

  /** Runs a program until the run has ended. */
  serve(program: string, args: readonly string[], log: string): void {
    this.groups.push(serve({ arguments: args, folder: root, log, program }));
  }

  async down(): Promise<void> {
    await Promise.all(this.groups.map(endGroup));
    this.prometheus.stop();
    await this.cluster.down();
  }

  private writeConfiguration(): string {
    const configMap = this.objects.find(({ manifest }) => manifest.kind === 'ConfigMap')?.manifest as
      (Manifest & { data: Readonly<Record<string, string>> }) | undefined;
    const [text] = Object.values(configMap?.data ?? {});
    expect(text !== undefined, 'the adapter has no configuration');
    const file = this.file('config.yaml');
    writeFileSync(file, text);
    return file;
  }

  private file(name: string): string {
    mkdirSync(this.folder, { recursive: true });
    return path.join(this.folder, name);
  }
}

/** Lets the Service of the adapter name the loopback, since no network routes to pods. The certificate is verified all the same. */
function toLoopback(adapter: PrometheusAdapter, port: number): void {
  const find = (id: string): ApiObject => ApiObject.of(adapter.node.findChild(id));
  find('Service').addJsonPatch(JsonPatch.replace('/spec', { externalName: '127.0.0.1', type: 'ExternalName' }));
  find('APIService').addJsonPatch(JsonPatch.replace('/spec/service/port', port));
}
