import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import type { DaemonServiceProps } from '../../../../lib/kubernetes/workloads/daemon-service';
import { workloadEndpoint } from '../../../../lib/kubernetes/workloads/workload';
import { namesIn, object, objects } from '../../../support/manifests';
import { chartWith, daemonService } from '../../../support/workload-samples';

const host: NonNullable<DaemonServiceProps['host']> = {
  reason: 'reads what containers print, which is in files of the machine',
  paths: { '/var/log': { path: '/var/log' }, '/var/lib/logs': { path: '/var/lib/logs', writable: true } },
  root: true,
};

const daemon = (props: Partial<DaemonServiceProps> = {}) => chartWith((chart) => daemonService(chart, props));

describe('daemon service', () => {
  test('DaemonSet: runs on every node, and updates a tenth of them at a time', () => {
    const chart = daemon();
    expect(namesIn(chart)).toEqual(['ServiceAccount/logs', 'NetworkPolicy/logs', 'DaemonSet/logs']);
    const { spec } = object(chart, 'DaemonSet');
    expect(spec).toMatchObject({
      minReadySeconds: 10,
      revisionHistoryLimit: 5,
      updateStrategy: { rollingUpdate: { maxUnavailable: '10%' }, type: 'RollingUpdate' },
    });
    expect(spec.template.spec.tolerations).toEqual([{ operator: 'Exists' }]);
    expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
    expect(collectDiagnostics(chart)).toEqual([]);
  });

  test('placement: becomes node selector and tolerations', () => {
    const placement = { labels: { pool: 'transfer' }, taints: { dedicated: 'transfer:NoSchedule' } };
    expect(object(daemon({ placement }), 'DaemonSet').spec.template.spec).toMatchObject({
      nodeSelector: { pool: 'transfer' },
      tolerations: [{ effect: 'NoSchedule', key: 'dedicated', operator: 'Equal', value: 'transfer' }],
    });
  });

  test('health: shares a port of the agent, which the container lists once', () => {
    const health = { livenessPath: '/live', port: 9100, readinessPath: '/ready' };
    const chart = daemon({ health, ports: { metrics: 9100 } });
    const [container] = object(chart, 'DaemonSet').spec.template.spec.containers;
    expect(container.ports).toEqual([expect.objectContaining({ containerPort: 9100, name: 'metrics' })]);
    expect(container.readinessProbe.httpGet.port).toBe('metrics');
    expect(collectDiagnostics(chart)).toEqual([]);
  });

  test('host: volumes of long mount paths have distinct names of at most 63 characters', () => {
    const long = '/var/lib/containers/storage/overlay_containers/userdata/logs';
    const paths = { [long]: { path: '/var/log' }, [`${long}2`]: { path: '/var/tmp' } };
    const names = object(daemon({ host: { paths, reason: 'reads logs' } }), 'DaemonSet').spec.template.spec.volumes.map(
      ({ name }: { name: string }) => name,
    );
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
  });

  test('host: has no access by default', () => {
    const { spec } = object(daemon(), 'DaemonSet').spec.template;
    expect(spec.volumes).toEqual([{ emptyDir: {}, name: 'tmp' }]);
    expect(spec.securityContext.runAsNonRoot).toBe(true);
    expect(Object.keys(spec).filter((key) => key.startsWith('host'))).toEqual([]);
  });

  test('host: mounts read-only paths, and has an annotation with the reason', () => {
    const { metadata, spec } = object(daemon({ host }), 'DaemonSet');
    expect(metadata.annotations).toEqual({ 'adamant.dev/host-access': host.reason });
    const pod = spec.template.spec;
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: false, runAsUser: 0 });
    expect(pod.containers[0].securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: false,
    });
    expect(pod.containers[0].volumeMounts.slice(1)).toEqual([
      { mountPath: '/var/lib/logs', name: 'host-var-lib-logs' },
      { mountPath: '/var/log', name: 'host-var-log', readOnly: true },
    ]);
    expect(pod.volumes.slice(1)).toEqual([
      { hostPath: { path: '/var/lib/logs', type: 'DirectoryOrCreate' }, name: 'host-var-lib-logs' },
      { hostPath: { path: '/var/log', type: 'Directory' }, name: 'host-var-log' },
    ]);
    expect(Object.keys(pod).filter((key) => key.startsWith('host'))).toEqual([]);
  });

  test('host: shares network and processes if declared', () => {
    const { spec } = object(
      daemon({ host: { hostNetwork: true, hostPid: true, reason: 'measures the machine' } }),
      'DaemonSet',
    ).spec.template;
    expect(spec).toMatchObject({ dnsPolicy: 'ClusterFirstWithHostNet', hostNetwork: true, hostPID: true });
    expect(spec.securityContext.runAsNonRoot).toBe(true);
  });

  test('NetworkPolicy: permits clients on its ports, without the health port', () => {
    const chart = daemon({
      allowedFrom: [workloadEndpoint('prometheus')],
      health: { livenessPath: '/alive', port: 9001, readinessPath: '/ready' },
      ports: { metrics: 9000 },
    });
    const policy = objects(chart, 'NetworkPolicy').find(({ metadata }) => metadata.name.startsWith('logs-ingress-'));
    expect(
      policy?.spec.ingress.map(({ ports }: { ports: { port: number }[] }) => ports.map(({ port }) => port)),
    ).toEqual([[9000]]);
    const [container] = object(chart, 'DaemonSet').spec.template.spec.containers;
    expect(container.ports.map(({ name }: { name: string }) => name)).toEqual(['metrics', 'health']);
    expect(container.readinessProbe.httpGet).toEqual({ path: '/ready', port: 'health' });
  });
});
