import { existsSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { App } from 'cdk8s';
import { operatorExample } from '../../../apps/examples/operator/operator';
import { importJobServer } from '../../../apps/examples/operator/server';
import { collectDiagnostics } from '../../../lib/core/diagnostics';
import { Namespace } from '../../../lib/kubernetes/cluster/namespace';
import { objectFiles, render } from '../../../lib/kubernetes/manifests/render';
import { WaveChart } from '../../../lib/kubernetes/manifests/wave';
import { Cluster } from '../kubernetes/cluster';
import { waitFor } from '../support/process';
import { cachePath, writeFiles, writeJson } from '../support/project';
import { expect, type Report } from '../support/report';
import { type Controller, runName, startMetacontroller } from './program';
import { SyncLoop } from './sync-loop';

/** Namespace of the ImportJobs, whose level is `restricted`. */
export const namespace = 'transfers';

/** Account of Metacontroller, with the permissions that the operator gives it. */
const account = 'system:serviceaccount:metacontroller:metacontroller';

/** The example operator in a cluster, with its hooks on the loopback. */
export class OperatorHarness {
  readonly log = cachePath(runName, 'cluster.log');
  readonly cluster = new Cluster(runName, 'operator', this.log);
  readonly objects = cachePath(runName, 'objects');
  private server: Server | undefined;
  private controller: Controller | undefined;

  constructor(private readonly report: Report) {}

  step<T>(what: string, action: () => Promise<T> | T): Promise<T> {
    return this.report.step(runName, 'cluster', what, action);
  }

  /** Starts a cluster with the definitions of Metacontroller, and with the hooks. */
  async start(definitions: string): Promise<void> {
    await this.step('a cluster starts', () => this.cluster.up());
    await this.cluster.kubectl(['apply', '--server-side', '-f', definitions]);
    await this.cluster.kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
    this.writeObject('own-role', ownRole);
    await this.cluster.apply(this.file('own-role'));
    this.server = importJobServer({ image: `registry.example.com/import@sha256:${'1'.repeat(64)}` });
    await new Promise<void>((resolve) => {
      this.server?.listen(0, '127.0.0.1', resolve);
    });
  }

  /** Applies the example, wave by wave, and once more without a change. */
  async apply(): Promise<void> {
    const app = new App();
    const namespaces = new WaveChart(app, { environment: 'operator', wave: 'namespaces' });
    for (const name of ['metacontroller', 'operators', namespace]) {
      new Namespace(namespaces, name, { name, podSecurityVersion: 'v1.34' });
    }
    operatorExample(app);
    expect(collectDiagnostics(app).length === 0, 'the example has mistakes');
    writeFiles(objectFiles(render(app)), '', this.objects);
    for (const wave of ['10-namespaces', '30-configuration']) {
      await this.cluster.apply(path.join(this.objects, wave));
    }
    await this.cluster.kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
    await this.cluster.expectApplied(this.objects);
  }

  /** Starts the program that METACONTROLLER names, or else calls the hooks as it does. */
  async startController(): Promise<void> {
    const program = process.env['METACONTROLLER'];
    const port = (this.server?.address() as AddressInfo).port;
    if (program === undefined) {
      this.controller = new SyncLoop(`http://127.0.0.1:${port}`, {
        kubectl: (args) => this.cluster.kubectl([...args, '--as', account]),
        log: this.log,
        writeObject: (name, object) => this.writeObject(name, object),
      });
      return this.report.skip(
        runName,
        'Metacontroller',
        'METACONTROLLER names no program of it: this run calls the hooks as it does',
      );
    }
    this.controller = await this.step('Metacontroller starts, with the permissions of the operator', () =>
      startMetacontroller(program, port, account),
    );
  }

  /** Waits for a result, while the controller works. */
  async settle<T>(title: string, probe: () => Promise<T | undefined>): Promise<T> {
    return waitFor(title, 60, async () => {
      await this.controller?.pass();
      return probe();
    });
  }

  /** Writes an object to a file, and returns its path. */
  writeObject(name: string, object: object): string {
    writeJson(this.file(name), object);
    return this.file(name);
  }

  private file(name: string): string {
    return cachePath(runName, 'written', `${name}.json`);
  }

  /** Fails if Metacontroller lacked a permission, which it would try again without end. */
  checkPermissions(): void {
    const log = cachePath(runName, 'metacontroller.log');
    const denied = existsSync(log) ? readFileSync(log, 'utf8').match(/[^"]*forbidden[^"]*/g) : null;
    expect(denied === null, 'a permission is missing', log, denied?.join('\n'));
  }

  async stop(): Promise<void> {
    await this.controller?.stop();
    this.server?.closeAllConnections();
    this.server?.close();
    await this.cluster.down();
  }
}

/** Permissions that Metacontroller has for itself: its controllers, definitions, namespaces and events. */
const ownRole = {
  apiVersion: 'v1',
  kind: 'List',
  items: [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'metacontroller' },
      rules: [
        {
          apiGroups: ['metacontroller.k8s.io'],
          resources: ['compositecontrollers', 'controllerrevisions', 'decoratorcontrollers'],
          verbs: ['get', 'list', 'watch'],
        },
        {
          apiGroups: ['apiextensions.k8s.io'],
          resources: ['customresourcedefinitions'],
          verbs: ['get', 'list', 'watch'],
        },
        { apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['create', 'patch', 'update'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'metacontroller' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'metacontroller' },
      subjects: [{ kind: 'ServiceAccount', name: 'metacontroller', namespace: 'metacontroller' }],
    },
  ],
};
