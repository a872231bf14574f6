import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cachePath, filesBelow, root, sharedPath, writeJson } from '../support/project';
import { endGroup, Failure, freePorts, isAlive, run, serve, type Outcome } from '../support/process';

/** Label of nodes without a kubelet; its value selects the kwok instance that simulates it. */
export const simulatedLabel = 'node.kwok.x-k8s.io/simulated';

/** Lets kwok run the commands that are sent to a pod on this machine. */
const localExec = JSON.stringify({
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'ClusterExec',
  metadata: { name: 'local' },
  spec: { execs: [{ local: {} }] },
});

const watchOptions =
  'watch=true&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=3600';

/** The fields of an object that the checks read. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: {
    readonly generation?: number;
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly uid: string }[];
    readonly uid: string;
  };
  readonly spec: {
    readonly replicas?: number;
    readonly minReplicas?: number;
    readonly nodeName?: string;
    readonly scaleTargetRef?: { readonly kind: string; readonly name: string };
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly nodeSelector?: Readonly<Record<string, string>>;
    readonly taints?: readonly { readonly key: string; readonly effect: string }[];
    readonly tolerations?: readonly { readonly key?: string; readonly operator?: string }[];
  };
  readonly status?: { readonly availableReplicas?: number; readonly phase?: string };
}

/** A Kubernetes cluster, accessed with kubectl. */
export class Cluster {
  private readonly isDown = new AbortController();
  private heartbeat: Promise<void> | undefined;
  private readonly heartbeatNodes = new Set<string>();
  private readonly groups: number[] = [];
  private kubeconfig = '';

  constructor(
    private readonly runName: string,
    private readonly name: string,
    private readonly log: string,
  ) {}

  /**
   * Starts a local API server, controllers and a scheduler.
   *
   * @param ports number of consecutive ports: six, and more for operators
   */
  async up(ports = 6): Promise<void> {
    const program = sharedPath('kubernetes', 'cluster');
    if (program === undefined) throw new Failure('../shared/kubernetes/cluster is missing');
    const folder = cachePath(this.runName, 'clusters', this.name);
    const port = await freePorts(ports);
    // `build` reads only the first line of a program's version, which fails now and then before anything has started.
    let outcome = await this.start(program, folder, port);
    for (let tries = 1; outcome.code !== 0 && tries < 5 && outcome.output.includes('the build fails'); tries++) {
      outcome = await this.start(program, folder, port);
    }
    if (outcome.code !== 0) throw new Failure('the cluster does not start', this.log, outcome.output);
    this.groups.push(outcome.group);
    this.kubeconfig = path.join(folder, 'kubeconfig');
  }

  private start(program: string, folder: string, port: number): Promise<Outcome> {
    return run({
      program,
      arguments: ['up', folder],
      folder: root,
      env: { KUBE_PORT: String(port), KUBE_STORAGE_CLASS: 'gp3' },
      // The first build takes ten minutes.
      seconds: 1200,
      log: this.log,
      allow: [0, 1],
      keepsBackground: true,
    });
  }

  /**
   * Runs an operator's own program until the cluster is down. Its CRDs and its build are created if they are missing.
   *
   * @param serviceAccount account whose permissions it has, `namespace:name`; without one it has all
   */
  async startOperator(name: string, serviceAccount?: string): Promise<void> {
    const program = sharedPath('kubernetes', 'operators', 'run');
    if (program === undefined) throw new Failure('../shared/kubernetes/operators/run is missing');
    const { group } = await run({
      program,
      arguments: ['up', path.dirname(this.kubeconfig), name],
      folder: root,
      ...(serviceAccount !== undefined && { env: { RUN_AS: `system:serviceaccount:${serviceAccount}` } }),
      seconds: 1200,
      log: this.log,
      keepsBackground: true,
    });
    this.groups.push(group);
  }

  /** Runs a RabbitMQ in the place of a cluster's members until the cluster is down, and returns the URL of its HTTP API. */
  async startBroker(namespace: string, name: string): Promise<string> {
    const program = sharedPath('kubernetes', 'operators', 'broker');
    if (program === undefined) throw new Failure('../shared/kubernetes/operators/broker is missing');
    const folder = path.dirname(this.kubeconfig);
    const { group, stdout } = await run({
      program,
      arguments: ['up', folder],
      folder: root,
      seconds: 120,
      log: this.log,
      keepsBackground: true,
    });
    this.groups.push(group);
    const adopt = { arguments: ['adopt', folder, namespace, name], folder: root, log: this.log, program, seconds: 60 };
    await run(adopt);
    return stdout.trim().split('\n').at(-1) ?? '';
  }

  /** Uses an existing cluster. */
  useKubeconfig(settings: string): void {
    this.kubeconfig = settings;
  }

  /** Programs of the cluster that have exited; their logs are in the kubeconfig's folder. */
  exitedPrograms(): string[] {
    return filesBelow(path.dirname(this.kubeconfig), '.pid')
      .filter((file) => !isRunning(Number(readFileSync(file, 'utf8'))))
      .map((file) => path.basename(file, '.pid'));
  }

  /** Renews the leases of nodes as kubelets do. A node without renewal becomes not ready after 50 s. */
  startHeartbeat(nodes: readonly string[]): void {
    nodes.forEach((node) => this.heartbeatNodes.add(node));
    this.heartbeat ??= this.renewLeases();
  }

  /** Stops the renewal of the leases. */
  stopHeartbeat(nodes: readonly string[]): void {
    nodes.forEach((node) => this.heartbeatNodes.delete(node));
  }

  /** Starts another kwok instance, with changed stages, for the nodes with this value of the simulated label. */
  async startKwok(simulated: string, change: (stages: string) => string): Promise<void> {
    const folder = path.dirname(this.kubeconfig);
    const config = path.join(folder, `${simulated}.yaml`);
    writeFileSync(config, `${change(readFileSync(path.join(folder, 'kwok.yaml'), 'utf8'))}---\n${localExec}`);
    const port = await freePorts(1);
    const group = serve({
      program: path.join(folder, 'bin', 'kwok'),
      arguments: [
        `--config=${config}`,
        `--kubeconfig=${this.kubeconfig}`,
        '--manage-all-nodes=false',
        `--manage-nodes-with-label-selector=${simulatedLabel}=${simulated}`,
        '--node-ip=127.0.0.1',
        // The API server sends `kubectl exec` and the commands of operators to this port.
        `--node-port=${port}`,
        `--server-address=127.0.0.1:${port}`,
        `--tls-cert-file=${path.join(folder, 'certs', 'apiserver.crt')}`,
        `--tls-private-key-file=${path.join(folder, 'certs', 'apiserver.key')}`,
      ],
      env: { PATH: `${path.join(folder, 'exec')}${path.delimiter}${process.env['PATH'] ?? ''}` },
      folder: root,
      log: path.join(folder, `${simulated}.log`),
    });
    this.groups.push(group);
    writeFileSync(path.join(folder, `${simulated}.pid`), String(group));
  }

  /** Watches a list path and passes each event as a line of JSON. Returns a function that reports whether the watch is active. */
  watch(listed: string, name: string, onEvent: (line: string) => void): () => boolean {
    let rest = '';
    const group = serve(
      {
        program: 'kubectl',
        // Existing objects come first, followed by a bookmark. An hour is longer than any run.
        arguments: ['get', '--raw', `${listed}?${watchOptions}`, '--kubeconfig', this.kubeconfig],
        folder: root,
        log: cachePath(this.runName, 'clusters', this.name, `${name}.log`),
      },
      (text, stream) => {
        if (stream === 'stderr') return;
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        lines.filter((line) => line !== '').forEach(onEvent);
      },
    );
    this.groups.push(group);
    return () => isAlive(group);
  }

  async down(): Promise<void> {
    this.isDown.abort();
    await this.heartbeat;
    await Promise.all(this.groups.map(endGroup));
  }

  private async renewLeases(): Promise<void> {
    const file = cachePath(this.runName, 'clusters', this.name, 'leases.json');
    while (!this.isDown.signal.aborted) {
      writeJson(file, { apiVersion: 'v1', kind: 'List', items: [...this.heartbeatNodes].map(nodeLease) });
      const args = ['apply', '--server-side', '--field-manager=kubelet', '-f', file];
      // A single missed renewal is harmless; many of them make the nodes not ready.
      await this.kubectl(args, { seconds: 30, log: file.replace('.json', '.log') }).catch(() => undefined);
      await sleep(10_000, undefined, { signal: this.isDown.signal }).catch(() => undefined);
    }
  }

  kubectl(
    args: readonly string[],
    options: { seconds?: number; allow?: readonly number[]; log?: string } = {},
  ): Promise<Outcome> {
    return run({
      program: 'kubectl',
      arguments: [
        ...args,
        '--kubeconfig',
        this.kubeconfig,
        '--cache-dir',
        cachePath(this.runName, 'kubectl', this.name),
      ],
      folder: root,
      seconds: options.seconds ?? 120,
      log: options.log ?? this.log,
      ...(options.allow ? { allow: options.allow } : {}),
    });
  }

  /** Runs a script of the project against this cluster. */
  script(
    file: string,
    args: readonly string[],
    { allow = [0], seconds = 60 }: { readonly allow?: readonly number[]; readonly seconds?: number } = {},
  ): Promise<Outcome> {
    const env = { KUBECONFIG: this.kubeconfig };
    return run({ program: path.join(root, file), arguments: args, env, folder: root, seconds, log: this.log, allow });
  }

  /** Server-side apply with the field manager `adamant`. Warnings are errors. */
  apply(file: string, ...options: readonly string[]): Promise<Outcome> {
    return this.kubectl([
      'apply',
      '--server-side',
      '--field-manager=adamant',
      '--warnings-as-errors',
      '-R',
      '-f',
      file,
      ...options,
    ]);
  }

  /** Fails unless a second apply would change nothing. */
  async expectApplied(file: string): Promise<void> {
    const { code, output } = await this.kubectl(
      ['diff', '--server-side', '--field-manager=adamant', '-R', '-f', file],
      { allow: [0, 1] },
    );
    if (code !== 0) throw new Failure('a second apply would change something', this.log, output);
  }

  async get<Found = KubernetesObject>(...kinds: readonly string[]): Promise<readonly Found[]> {
    const { stdout } = await this.kubectl(['get', kinds.join(','), '--all-namespaces', '-o', 'json']);
    return (JSON.parse(stdout) as { items: readonly Found[] }).items;
  }
}

function nodeLease(node: string): object {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: node, namespace: 'kube-node-lease' },
    // The API requires microseconds.
    spec: { holderIdentity: node, leaseDurationSeconds: 40, renewTime: new Date().toISOString().replace('Z', '000Z') },
  };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
