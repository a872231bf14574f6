import { App } from 'cdk8s';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { load } from 'js-yaml';
import { collectDiagnostics, type Diagnostic } from '../../../lib/core/diagnostics';
import { Namespace } from '../../../lib/kubernetes/cluster/namespace';
import { PriorityClass } from '../../../lib/kubernetes/cluster/priority-class';
import { ResourceQuota } from '../../../lib/kubernetes/cluster/resource-quota';
import { objectFiles, render, type Rendered } from '../../../lib/kubernetes/manifests/render';
import { WaveChart } from '../../../lib/kubernetes/manifests/wave';
import { checkMonitorsSelected } from '../../../lib/operators/prometheus/selection';
import { Cluster } from '../kubernetes/cluster';
import { readWaves, waitForDefinitions } from '../kubernetes/prepare';
import { cachePath, emptyFolder, filesBelow, root, sharedPath, writeFiles } from '../support/project';
import { endGroup, freePorts, isAlive, serve, waitFor } from '../support/process';
import { expect } from '../support/report';
import {
  appNamespace,
  type Changes,
  createAlertRules,
  createControlPlane,
  createLongNames,
  createMonitored,
  createSecrets,
  createServers,
  longNamespace,
  namespace,
  usual,
} from './monitoring-objects';
import { isReady, type Pod } from './six-nodes';

/** The name of the run. */
export const runName = 'monitoring';

/** ServiceAccount of the operator. */
export const operatorAccount = { name: 'prometheus-operator', namespace: 'prometheus-operator' };

/** Prometheus and Alertmanager on an API server of their own, with the real Prometheus operator. */
export class MonitoringHarness {
  readonly log = cachePath(runName, 'run.log');
  readonly folder = emptyFolder(cachePath(runName, 'work'));
  readonly operatorFile = cachePath(runName, 'operator.log');
  readonly cluster = new Cluster(runName, 'run', this.log);

  private operator = 0;

  /** Runs the operator's own program with the permissions of its account, until the cluster is down. */
  async startOperator(program: string): Promise<void> {
    const port = await freePorts(1);
    const { name, namespace: space } = operatorAccount;
    this.operator = serve({
      program,
      // It ignores the user of a kubeconfig that impersonates one.
      arguments: [`--web.listen-address=127.0.0.1:${port}`, `--as=system:serviceaccount:${space}:${name}`],
      env: { KUBECONFIG: cachePath(runName, 'clusters', 'run', 'kubeconfig') },
      folder: root,
      log: this.operatorFile,
    });
    await waitFor('the caches of three controllers are synced', 60, () => {
      expect(isAlive(this.operator), 'the operator has exited', this.operatorFile);
      const synced = this.operatorLog('successfully synced all caches').split('\n');
      return Promise.resolve(synced.length >= 3 ? true : undefined);
    });
  }

  async down(): Promise<void> {
    await endGroup(this.operator);
    await this.cluster.down();
  }

  /** Writes the objects, and returns them with the findings about monitors. */
  write(label: string, { controlPlane, otherLabels = {}, prometheus = {}, selectors }: Changes = {}): Written {
    const app = new App();
    const chart = (wave: 'configuration' | 'data' | 'namespaces') => new WaveChart(app, { environment: 'run', wave });
    const namespaces = chart('namespaces');
    for (const name of [namespace, appNamespace, longNamespace]) {
      new Namespace(namespaces, name, { name, podSecurityVersion: 'v1.34' });
    }
    const configuration = chart('configuration');
    new PriorityClass(configuration, 'priority', { name: 'run-data', value: 1_000_000 });
    createSecrets(configuration);
    const data = chart('data');
    createServers(data, prometheus, selectors);
    createLongNames(data);
    createMonitored(data, otherLabels);
    createAlertRules(data);
    if (controlPlane) createControlPlane(configuration, data);
    new ResourceQuota(configuration, 'quota', { namespace, nodes: 6 });
    const ids = collectDiagnostics(app).map(({ id }) => id);
    expect(ids.length === 0, `the objects have mistakes: ${ids.join(', ')}`);
    const folder = emptyFolder(path.join(this.folder, label));
    const objects = render(app);
    writeFiles(objectFiles(objects), '', folder);
    return { findings: checkMonitorsSelected(objects), folder, objects };
  }

  /** Writes and applies the objects. Warnings are errors. */
  async apply(label: string, changes: Changes = {}): Promise<Written> {
    const written = this.write(label, changes);
    for (const wave of readWaves(written.folder)) await this.cluster.apply(path.join(written.folder, wave));
    return written;
  }

  /** Creates the definitions of all kinds of the operator, which needs those that nobody uses too. */
  async addDefinitions(): Promise<void> {
    const folder = sharedPath('crds', 'prometheus-operator');
    expect(folder !== undefined, 'there are no custom resource definitions');
    const files = filesBelow(folder, '.yaml').flatMap((file) => ['-f', file]);
    await this.cluster.kubectl(['apply', '--server-side', '--field-manager=upstream', ...files]);
    await waitForDefinitions(this.cluster);
  }

  /** Returns the pods of a server. */
  async pods(kind: 'alertmanager' | 'prometheus', name: string): Promise<readonly Pod[]> {
    const pods = await this.cluster.get<Pod>('pods');
    return pods.filter(
      ({ metadata: { labels = {} } }) =>
        labels['app.kubernetes.io/name'] === kind && labels['app.kubernetes.io/instance'] === name,
    );
  }

  /** Waits for two ready pods of a server. */
  async waitForPair(kind: 'alertmanager' | 'prometheus', name: string): Promise<readonly Pod[]> {
    try {
      return await waitFor(`two ready pods of ${kind} ${name}`, 90, async () => {
        const found = await this.pods(kind, name);
        return found.length === 2 && found.every(isReady) ? found : undefined;
      });
    } catch (error) {
      const { stdout } = await this.cluster.kubectl(['get', 'events', '-A', '--field-selector=type=Warning']);
      expect(false, (error as Error).message, this.log, `${stdout}\n${this.operatorLog('level=(?:warn|error)')}`);
    }
  }

  /** Waits until the operator has reconciled the Prometheus as it is now. */
  async waitForReconciliation(): Promise<void> {
    await waitFor('the Prometheus is reconciled', 60, async () => {
      const { stdout } = await this.cluster.kubectl(['get', 'prometheus', usual.name, '-n', namespace, '-o', 'json']);
      const { metadata, status } = JSON.parse(stdout) as {
        metadata: { generation: number };
        status: { conditions: readonly { type: string; status: string; observedGeneration: number }[] };
      };
      const isCurrent = status.conditions.some(
        ({ observedGeneration, status: is, type }) =>
          type === 'Reconciled' && is === 'True' && observedGeneration === metadata.generation,
      );
      return isCurrent ? true : undefined;
    });
  }

  /** Returns the lines of the operator's log that match a pattern. */
  operatorLog(pattern: string): string {
    const lines = readFileSync(this.operatorFile, 'utf8')
      .split('\n')
      .filter((line) => new RegExp(pattern).test(line));
    return lines.join('\n');
  }

  /** Reads a compressed file of a Secret that the operator creates. */
  async generated<Configuration>(secret: string, key: string): Promise<Configuration> {
    const { stdout } = await this.cluster.kubectl(['get', 'secret', secret, '-n', namespace, '-o', 'json']);
    const { data } = JSON.parse(stdout) as { data: Readonly<Record<string, string>> };
    return load(gunzipSync(Buffer.from(data[key] ?? '', 'base64')).toString()) as Configuration;
  }
}

/** Objects of a run, and the findings about its monitors. */
export interface Written {
  readonly folder: string;
  readonly objects: readonly Rendered[];
  readonly findings: readonly Diagnostic[];
}
