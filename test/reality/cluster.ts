import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cache, filesBelow, root, shared, writeJson } from './project';
import { endGroup, Failure, freePorts, run, type Outcome } from './process';

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
  private heartbeat = Promise.resolve();
  private group = 0;
  private settings = '';

  constructor(
    private readonly name: string,
    private readonly log: string,
  ) {}

  /** Starts an API server, controllers and a scheduler of our own. */
  async up(): Promise<void> {
    const program = shared('kubernetes', 'cluster');
    if (program === undefined) throw new Failure('there is nothing to start a cluster with');
    const folder = cache('kubernetes', 'clusters', this.name);
    const port = await freePorts(6);
    // What it starts with asks a program for its version and hangs up after the first line: now and then the program
    // takes that for a failure, before anything has started.
    let attempt = await this.start(program, folder, port);
    for (let tries = 1; attempt.code !== 0 && tries < 5 && attempt.output.includes('the build fails'); tries++) {
      attempt = await this.start(program, folder, port);
    }
    if (attempt.code !== 0) throw new Failure('the cluster does not start', this.log, attempt.output);
    this.group = attempt.group;
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
    this.heartbeat = this.beat(nodes);
  }

  async down(): Promise<void> {
    this.isDown.abort();
    await this.heartbeat;
    await endGroup(this.group);
  }

  private async beat(nodes: readonly string[]): Promise<void> {
    const file = cache('kubernetes', 'clusters', this.name, 'leases.json');
    while (!this.isDown.signal.aborted) {
      writeJson(file, { apiVersion: 'v1', kind: 'List', items: nodes.map(leaseOf) });
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
      arguments: [...given, '--kubeconfig', this.settings, '--cache-dir', cache('kubernetes', 'kubectl', this.name)],
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
  apply(file: string): Promise<Outcome> {
    return this.kubectl([
      'apply',
      '--server-side',
      '--field-manager=adamant',
      '--warnings-as-errors',
      '-R',
      '-f',
      file,
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

  async get(...kinds: readonly string[]): Promise<readonly KubernetesObject[]> {
    const { stdout } = await this.kubectl(['get', kinds.join(','), '--all-namespaces', '-o', 'json']);
    return (JSON.parse(stdout) as { items: readonly KubernetesObject[] }).items;
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
