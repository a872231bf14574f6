import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { PodGroup } from './pods';

interface Deployment {
  readonly metadata: { readonly namespace: string };
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly nodeSelector?: Readonly<Record<string, string>>;
        readonly containers: readonly object[];
      };
    };
  };
}

const name = 'canary-workload';
const labels = { 'app.kubernetes.io/name': name };

/** Minimal requests, so that the pods fit on any node. */
const resources = { limits: { memory: '1Mi' }, requests: { 'cpu': '1m', 'ephemeral-storage': '1Mi', 'memory': '1Mi' } };

/**
 * A Deployment with every fault that the checks must detect: an update ends pods before it starts new ones, no
 * PodDisruptionBudget limits evictions, and all pods run on one node. A check that passes with it cannot fail.
 */
export class CanaryWorkload {
  readonly pods: PodGroup;
  private readonly deployment: Deployment;

  /** @param file the manifest of a correct Deployment, which is copied */
  constructor(file: string) {
    this.deployment = parse(readFileSync(file, 'utf8')) as Deployment;
    this.pods = { replicas: 2, labels, name, namespace: this.deployment.metadata.namespace };
  }

  /** The node selector of its pods. */
  get nodeSelector(): Readonly<Record<string, string>> {
    return this.deployment.spec.template.spec.nodeSelector ?? {};
  }

  /** The manifest to apply. Another revision rolls its pods. */
  manifest(revision: number, node: string): object {
    const { metadata, spec } = this.deployment;
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: metadata.namespace },
      spec: {
        ...spec,
        replicas: this.pods.replicas,
        selector: { matchLabels: labels },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
        template: {
          metadata: { labels, annotations: { revision: String(revision) } },
          spec: {
            ...spec.template.spec,
            containers: spec.template.spec.containers.map((container) => ({ ...container, resources })),
            nodeSelector: { 'kubernetes.io/hostname': node },
            topologySpreadConstraints: [],
          },
        },
      },
    };
  }
}
