import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cache, filesBelow, root, shared, writeJson } from '../support/project';
import { endGroup, Failure, freePorts, isAlive, run, serve, type Outcome } from '../support/process';

/** Nodes that carry it have a kubelet that is played; its value says by whom. */
export const simulatedLabel = 'node.kwok.x-k8s.io/simulated';

const watchOptions =
  'watch=true&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=3600';

/** The fields of an object that the checks look at. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: {
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

/** A cluster to apply to, reached by kubectl. */
export class Cluster {
  private readonly isDown = new AbortController();
  private heartbeat: Promise<void> | undefined;
  private readonly alive = new Set<string>();
  private readonly groups: number[] = [];
  private settings = '';

  constructor(
    private readonly of: string,
    private readonly name: string,
    private readonly log: string,
  ) {}

  /** Starts an API server, controllers and a scheduler of our own. */
  async up(): Promise<void> {
    const program = shared('kubernetes', 'cluster');
    if (program === undefined) throw new Failure('there is nothing to start a cluster with');
    const folder = cache(this.of, 'clusters', this.name);
    const port = await freePorts(6);
    // What it starts with asks a program for its version and hangs up after the first line: now and then the program
    // takes that for a failure, before anything has started.
    let attempt = await this.start(program, folder, port);
    for (let tries = 1; attempt.code !== 0 && tries < 5 && attempt.output.includes('the build fails'); tries++) {
      attempt = await this.start(program, folder, port);
    }
    if (attempt.code !== 0) throw new Failure('the cluster does not start', this.log, attempt.output);
    this.groups.push(attempt.group);
    this.settings = path.join(folder, 'kubeconfig');
  }

  private start(program: string, folder: string, port: number): Promise<Outcome> {
    return run({
      program,
      arguments: ['up', folder],
      folder: root,
      env: { KUBE_PORT: String(port), KUBE_STORAGE_CLASS: 'gp3' },
      // The very first build takes ten minutes.
      seconds: 1200,
      log: this.log,
      allow: [0, 1],
      lingers: true,
    });
  }

  /** Uses the cluster that a person chose. */
  use(settings: string): void {
    this.settings = settings;
  }

  /** Programs of the cluster that ended by themselves; their own logs are beside its settings. */
  ended(): string[] {
    return filesBelow(path.dirname(this.settings), '.pid')
      .filter((file) => !isRunning(Number(readFileSync(file, 'utf8'))))
      .map((file) => path.basename(file, '.pid'));
  }

  /**
   * Renews the leases of nodes, as their kubelets would: without it they are not ready after 50 s, and pods that were
   * ready do not become so again.
   */
  keepAlive(nodes: readonly string[]): void {
    nodes.forEach((node) => this.alive.add(node));
    this.heartbeat ??= this.beat();
  }

  /** From now on nobody renews their leases. */
  letDie(nodes: readonly string[]): void {
    nodes.forEach((node) => this.alive.delete(node));
  }

  /** Plays the nodes that carry `simulated` as their kubelets' label, by other stages than the cluster's own. */
  async play(simulated: string, change: (stages: string) => string): Promise<void> {
    const folder = path.dirname(this.settings);
    const config = path.join(folder, `${simulated}.yaml`);
    writeFileSync(config, change(readFileSync(path.join(folder, 'stages.yaml'), 'utf8')));
    const group = serve({
      program: path.join(folder, 'bin', 'kwok'),
      arguments: [
        `--config=${config}`,
        `--kubeconfig=${this.settings}`,
        '--manage-all-nodes=false',
        `--manage-nodes-with-label-selector=${simulatedLabel}=${simulated}`,
        '--node-ip=127.0.0.1',
        `--server-address=127.0.0.1:${await freePorts(1)}`,
      ],
      folder: root,
      log: path.join(folder, `${simulated}.log`),
    });
    this.groups.push(group);
    writeFileSync(path.join(folder, `${simulated}.pid`), String(group));
  }

  /** Every change of what a path lists, one JSON object a line, until the cluster goes down. Returns whether it goes on. */
  watch(listed: string, name: string, hear: (line: string) => void): () => boolean {
    let rest = '';
    const group = serve(
      {
        program: 'kubectl',
        // What is there already comes first, and a bookmark after it. An hour is longer than any run.
        arguments: ['get', '--raw', `${listed}?${watchOptions}`, '--kubeconfig', this.settings],
        folder: root,
        log: cache(this.of, 'clusters', this.name, `${name}.log`),
      },
      (text, stream) => {
        if (stream === 'stderr') return;
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        lines.filter((line) => line !== '').forEach(hear);
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

  private async beat(): Promise<void> {
    const file = cache(this.of, 'clusters', this.name, 'leases.json');
    while (!this.isDown.signal.aborted) {
      writeJson(file, { apiVersion: 'v1', kind: 'List', items: [...this.alive].map(leaseOf) });
      const given = ['apply', '--server-side', '--field-manager=kubelet', '-f', file];
      // A beat that is missed is no failure; many of them show in the nodes.
      await this.kubectl(given, { seconds: 30, log: file.replace('.json', '.log') }).catch(() => undefined);
      await sleep(10_000, undefined, { signal: this.isDown.signal }).catch(() => undefined);
    }
  }

  kubectl(
    given: readonly string[],
    options: { seconds?: number; allow?: readonly number[]; log?: string } = {},
  ): Promise<Outcome> {
    return run({
      program: 'kubectl',
      arguments: [...given, '--kubeconfig', this.settings, '--cache-dir', cache(this.of, 'kubectl', this.name)],
      folder: root,
      seconds: options.seconds ?? 120,
      log: options.log ?? this.log,
      ...(options.allow ? { allow: options.allow } : {}),
    });
  }

  /** A script of the project, which talks to this cluster. */
  script(file: string, ...given: readonly string[]): Promise<Outcome> {
    const env = { KUBECONFIG: this.settings };
    return run({ program: path.join(root, file), arguments: given, env, folder: root, seconds: 60, log: this.log });
  }

  /** Server-side, as our own field manager; a warning is a failure. */
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

  /** Whether applying a file again would change nothing. */
  async isApplied(file: string): Promise<void> {
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

function leaseOf(node: string): object {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: node, namespace: 'kube-node-lease' },
    // The API wants microseconds.
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
