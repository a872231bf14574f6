import { object } from '../../../support/manifests';
import { nodeExporter } from '../../../support/monitoring-samples';
import { chartWith } from '../../../support/workload-samples';

const pod = (hostNetwork: boolean) =>
  object(
    chartWith((scope) => nodeExporter(scope, { hostNetwork })),
    'DaemonSet',
  ).spec.template.spec;

describe('NodeExporter', () => {
  test('pod: has neither the processes nor the network of the node, and is not root', () => {
    const spec = pod(false);
    expect([spec.hostPID, spec.hostNetwork, spec.automountServiceAccountToken]).toEqual([undefined, undefined, false]);
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true });
  });

  test('pod: unmounts what the node unmounts', () => {
    const mounts: { mountPath: string; mountPropagation?: string; readOnly?: boolean }[] =
      pod(false).containers[0].volumeMounts;
    expect(mounts.find(({ mountPath }) => mountPath === '/host/root')).toMatchObject({
      mountPropagation: 'HostToContainer',
      readOnly: true,
    });
  });

  test('hostNetwork: the metrics of the network are those of the node, or there are none', () => {
    expect(pod(false).containers[0].args).toContain('--no-collector.netdev');
    expect(pod(true).containers[0].args).not.toContain('--no-collector.netdev');
    expect(pod(true).hostNetwork).toBe(true);
  });
});
