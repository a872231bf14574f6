import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { prometheusPort } from './prometheus';
import type { PrometheusReference } from './props';
import { serverLabels } from './server';

/** A program that queries a Prometheus. */
interface Reader {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly prometheus: PrometheusReference;
}

/**
 * Creates a Service of one Prometheus for a program that queries it. `prometheus-operated`, which the operator creates, has the servers of
 * all Prometheus of its namespace.
 */
export function createSourceService(scope: Construct, { labels, name, prometheus }: Reader): void {
  new k8s.KubeService(scope, 'PrometheusService', {
    metadata: { name: sourceName(name), namespace: prometheus.namespace, labels: { ...labels } },
    spec: {
      ports: [{ name: 'web', port: prometheusPort, targetPort: k8s.IntOrString.fromNumber(prometheusPort) }],
      selector: serverLabels('prometheus', prometheus.name),
    },
  });
}

/** Returns the URL of the Service. */
export function sourceUrl(name: string, { namespace }: PrometheusReference): string {
  return `http://${sourceName(name)}.${namespace}.svc:${prometheusPort}`;
}

function sourceName(name: string): string {
  return `${name}-source`;
}
