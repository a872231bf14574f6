import { stableName } from '../../core/stable-name';
import type { Cidr } from '../../core/cidr';
import { isNodePort } from '../../core/contract';
import type { Finding } from '../../core/diagnostics';
import { checkName, type ResourceKind } from '../../core/naming';
import { type HealthEndpoint, workloadDefaults, type WorkloadProps } from './props';
import { nameProp } from './workload';
import { checkRanges } from '../pod/endpoint-checks';
import type { Duration } from '../../core/units';
import { checkGracePeriod, preStopSeconds } from '../pod/termination';
import type { Mount } from '../pod/mount-checks';
import { checkAmount, checkPod, checkContainerPort } from '../pod/pod-checks';
import { checkProbePaths } from '../pod/probe-paths';

/**
 * Checks the props of every workload, whose objects are named as an object of this kind.
 *
 * @param mounts mounts besides those of the props
 */
export function checkWorkload(kind: ResourceKind, props: WorkloadProps, mounts: readonly Mount[] = []): Finding[] {
  const { drainTimeout = workloadDefaults.drainTimeout, name, renamedFrom } = props;
  return [
    ...checkName(kind, stableName(props), nameProp(props)),
    ...checkPod(props, mounts),
    ...checkDrain(drainTimeout),
    ...checkRename(name, renamedFrom),
  ];
}

/** The longest preStop sleep is assumed, so that a service can be exposed later. */
function checkDrain(drainTimeout: Duration): Finding[] {
  const found = checkAmount(drainTimeout, 'drainTimeout', 'duration');
  return found.length > 0 ? found : checkGracePeriod(preStopSeconds(true), drainTimeout);
}

function checkRename(name: string, renamedFrom: string | undefined): Finding[] {
  if (renamedFrom !== name) return [];
  return [
    {
      id: 'workload-rename',
      setting: 'renamedFrom',
      message: `renamedFrom must differ from name; got '${name}' for both`,
      hint: 'remove renamedFrom',
    },
  ];
}

/** Checks that a service survives the loss of a pod. */
export function checkServiceReplicas(minReplicas: number): Finding[] {
  if (minReplicas !== 1) return [];
  return [
    {
      id: 'replicas',
      setting: 'autoscaling.minReplicas',
      message: 'minReplicas must be at least 2 for a service; got 1',
      hint: 'raise minReplicas to 2, or to 3 to survive the loss of a zone during a rollout',
    },
  ];
}

/** Checks the node port of an exposed service, and that its NetworkPolicy admits the nodes. */
export function checkExposure(
  exposure: { readonly nodePort: number } | undefined,
  nodeAddresses: readonly Cidr[],
): Finding[] {
  if (!exposure) return [];
  const found = checkRanges(nodeAddresses, 'nodeAddresses');
  if (!isNodePort(exposure.nodePort)) {
    found.push({
      id: 'node-port',
      setting: 'exposure.nodePort',
      message: `nodePort must be from 30000 to 32767; got ${exposure.nodePort}`,
      hint: 'choose an unused port from the range',
    });
  }
  if (nodeAddresses.length === 0) {
    found.push({
      id: 'node-addresses',
      setting: 'nodeAddresses',
      message: 'nodeAddresses must contain the addresses of the nodes for an exposed service; got none',
      hint: 'pass nodeAddresses of the infrastructure contract: without them the NetworkPolicy drops all requests',
    });
  }
  return found;
}

/** Checks the endpoint of probes. */
export function checkHealthEndpoint({ livenessPath, port, readinessPath }: HealthEndpoint): Finding[] {
  return [...checkContainerPort(port, 'health.port'), ...checkProbePaths(readinessPath, livenessPath, 'health.')];
}
