import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Service } from './pods';

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

const name = 'planted';
const labels = { 'app.kubernetes.io/name': name };

/** Next to nothing: it must fit where everything else fits. */
const resources = { limits: { memory: '1Mi' }, requests: { 'cpu': '1m', 'ephemeral-storage': '1Mi', 'memory': '1Mi' } };

/**
 * A workload with every fault that the checks are there to find: an update takes pods away before it brings new ones, no
 * budget holds evictions back, and all pods are on one node. A check that does not find it finds nothing.
 */
export class Planted {
  readonly service: Service;
  private readonly model: Deployment;

  /** @param model the file of a sound Deployment, which it is made from */
  constructor(model: string) {
    this.model = parse(readFileSync(model, 'utf8')) as Deployment;
    this.service = { declared: 2, labels, name, namespace: this.model.metadata.namespace };
  }

  /** The labels of nodes that it may run on. */
  get placement(): Readonly<Record<string, string>> {
    return this.model.spec.template.spec.nodeSelector ?? {};
  }

  /** As it is to be applied. Another variant rolls its pods. */
  revision(revision: number, node: string): object {
    const { metadata, spec } = this.model;
    return {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: metadata.namespace },
      spec: {
        ...spec,
        replicas: this.service.declared,
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
