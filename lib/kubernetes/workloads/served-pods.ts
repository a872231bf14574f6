import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Endpoint } from '../../core/contract';
import type { Finding } from '../../core/diagnostics';
import { checkAutoscaling } from '../pod/autoscaler';
import { checkWords } from '../pod/command';
import { checkAmount, checkContainerPort } from '../pod/pod-checks';
import type { Probes } from '../pod/probes';
import { preStopSeconds } from '../pod/termination';
import { createAutoscaler, createDeployment, createDisruptionBudget } from './deployment';
import { checkPorts } from '../pod/endpoint-checks';
import { type ServiceProps, workloadDefaults } from './props';
import { createService } from './service';
import { admittedPeers, createConfigMaps, createNetworkPolicy, createServiceAccount, WorkloadBase } from './workload';
import { checkExposure, checkServiceReplicas, checkWorkload } from './workload-checks';

/** Protocol of a service: the fields in which `WebService` and `GrpcService` differ. */
interface ServedProtocol {
  /** Application protocol of the Service's port. */
  readonly appProtocol: string;
  /** Name of the container port and of the Service's port. */
  readonly portName: string;
  readonly probes: Probes;
}

/** Creates the objects of pods that a Service sends requests to, and returns their Deployment and endpoint. */
export function createServedPods(
  scope: Construct,
  props: ServiceProps,
  { appProtocol, portName, probes }: ServedProtocol,
): { readonly deployment: ApiObject; readonly endpoint: Endpoint } {
  const { allowedFrom, autoscaling, ports = {}, exposure, nodeAddresses = [], port } = props;
  const { startupTimeout = workloadDefaults.startupTimeout } = props;
  const allowedAddresses = exposure ? nodeAddresses : [];
  const workload = new WorkloadBase(scope, props, 'web', [
    { allowedAddresses, allowedFrom, ports: [port] },
    ...admittedPeers(ports),
  ]);
  createServiceAccount(workload);
  const configMaps = createConfigMaps(workload, props);
  createNetworkPolicy(workload);
  const deployment = createDeployment(workload, props, {
    configMaps,
    ports: { [portName]: port, ...ports },
    preStopSeconds: preStopSeconds(exposure !== undefined),
    probes,
    startupTimeout,
  });
  createDisruptionBudget(workload);
  createAutoscaler(workload, autoscaling);
  createService(workload, { appProtocol, name: portName, nodePort: exposure?.nodePort, port });
  return { deployment, endpoint: workload.endpoint(port) };
}

/** Checks the props that all services share. */
export function checkServedPods(props: ServiceProps): Finding[] {
  const {
    autoscaling,
    exposure,
    nodeAddresses = [],
    port,
    ports = {},
    startupTimeout = workloadDefaults.startupTimeout,
  } = props;
  return [
    ...checkWords(props.args ?? [], 'args'),
    ...checkWorkload('deployment', props),
    ...checkAutoscaling(autoscaling, false),
    ...checkServiceReplicas(autoscaling.minReplicas),
    ...checkAmount(startupTimeout, 'startupTimeout', 'duration'),
    ...checkContainerPort(port, 'port'),
    ...checkPorts(ports, { http: port, grpc: port }),
    ...checkExposure(exposure, nodeAddresses),
  ];
}
