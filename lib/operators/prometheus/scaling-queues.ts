import type { IConstruct } from 'constructs';
import type { Diagnostic } from '../../core/diagnostics';
import type { Manifest } from '../../kubernetes/manifests/manifest';
import type { Rendered } from '../../kubernetes/manifests/render';
import { queueMetricsPath, type RabbitmqQueueReference, scalingQueues } from '../../kubernetes/pod/scaling-target';

interface Monitor {
  readonly spec: { readonly podMetricsEndpoints?: readonly { readonly path?: string }[] };
}

interface Queue {
  readonly spec: {
    readonly name: string;
    readonly vhost?: string;
    readonly rabbitmqClusterReference: { readonly name: string };
  };
}

/**
 * Checks that the queues by which workloads are scaled exist, and that a monitor collects their lengths: without samples an
 * autoscaler changes nothing, and only its status shows it.
 */
export function checkScalingQueues(app: IConstruct, objects: readonly Rendered[]): Diagnostic[] {
  return app.node
    .findAll()
    .flatMap((construct) => scalingQueues(construct).map((queue) => ({ path: construct.node.path, queue })))
    .flatMap(({ path, queue }) => checkQueue(path, queue, objects));
}

function checkQueue(path: string, reference: RabbitmqQueueReference, objects: readonly Rendered[]): Diagnostic[] {
  const { cluster, declaredBy = 'topology', namespace = '', queue, vhost = '/' } = reference;
  const inNamespace = objects
    .map(({ manifest }) => manifest)
    .filter(({ metadata }) => metadata.namespace === namespace);
  const finding = (id: string, message: string, hint: string) => ({
    id,
    path,
    message,
    source: `scaleOn: queue '${queue}'`,
    hint,
  });
  if (!inNamespace.some((manifest) => collectsQueues(manifest, cluster))) {
    return [
      finding(
        'scaling-queue-metrics',
        `cluster of a queue must be a RabbitmqCluster of the app with monitoring; got '${cluster}' in namespace ${namespace}`,
        'correct cluster or namespace, or set monitoring of the RabbitmqCluster',
      ),
    ];
  }
  const queues = inNamespace
    .filter((manifest): manifest is Manifest & Queue => manifest.kind === 'Queue')
    .filter(({ spec }) => spec.rabbitmqClusterReference.name === cluster)
    .map(({ spec }) => ({ queue: spec.name, vhost: spec.vhost ?? '/' }));
  if (declaredBy === 'clients' || queues.some((each) => each.queue === queue && each.vhost === vhost)) return [];
  const known = queues.map((each) => `'${each.queue}' in ${each.vhost}`).join(', ');
  return [
    finding(
      'scaling-queue',
      `queue must be one of the topology of ${cluster} (${known || 'none'}); got '${queue}' in ${vhost}`,
      "correct queue or vhost, add it to topology.queues, or set declaredBy: 'clients' if a program declares it",
    ),
  ];
}

function collectsQueues(manifest: Manifest, cluster: string): boolean {
  if (manifest.kind !== 'PodMonitor' || manifest.metadata.name !== cluster) return false;
  const { podMetricsEndpoints = [] } = (manifest as Manifest & Monitor).spec;
  return podMetricsEndpoints.some(({ path }) => path === queueMetricsPath);
}
