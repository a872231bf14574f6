import { k8s } from 'cdk8s-plus-27';
import type { WorkloadBase } from './workload';

/** Port of a Service. */
interface ServicePort {
  /** Name of the Service's port and of the container port. */
  readonly name: string;
  /** Application protocol, for load balancers and service meshes. */
  readonly appProtocol: string;
  readonly port: number;
  /** Port on every node. Without one the Service is reachable within the cluster only. */
  readonly nodePort?: number | undefined;
}

/** Creates the Service: a NodePort if it has a node port, else a ClusterIP. */
export function createService({ metadata, podLabels, scope }: WorkloadBase, service: ServicePort): void {
  const { appProtocol, name, nodePort, port } = service;
  const servicePort = { name, appProtocol, protocol: 'TCP', port, targetPort: k8s.IntOrString.fromString(name) };
  new k8s.KubeService(scope, 'Service', {
    metadata,
    spec:
      nodePort === undefined
        ? { type: 'ClusterIP', selector: podLabels, ports: [servicePort] }
        : {
            type: 'NodePort',
            // Every node forwards to every pod, so a node without a pod, or one whose last pod terminates, answers too.
            externalTrafficPolicy: 'Cluster',
            selector: podLabels,
            ports: [{ ...servicePort, nodePort }],
          },
  });
}
