import { DaemonService, type DaemonServiceProps } from '../../../../lib/kubernetes/workloads/daemon-service';
import { workloadEndpoint } from '../../../../lib/kubernetes/workloads/workload';
import { namesIn, object, rulesIn, testChart } from '../../../support/manifests';

const base: DaemonServiceProps = {
  name: 'logs',
  namespace: 'node-agents',
  image: { repository: 'registry.example.com/logs', digest: `sha256:${'0123456789abcdef'.repeat(4)}` },
  resources: { cpu: '100m', memory: '200Mi' },
};

const host: NonNullable<DaemonServiceProps['host']> = {
  reason: 'reads what containers print, which is in files of the machine',
  paths: { '/var/log': { path: '/var/log' }, '/var/lib/logs': { path: '/var/lib/logs', writable: true } },
  root: true,
};

function daemon(props: Partial<DaemonServiceProps> = {}) {
  const chart = testChart();
  new DaemonService(chart, 'logs', { ...base, ...props });
  return chart;
}

describe('DaemonService', () => {
  test('is one pod on every machine, tainted or not, updated one machine after the other', () => {
    const chart = daemon();
    expect(namesIn(chart)).toEqual(['ServiceAccount/logs', 'NetworkPolicy/logs', 'DaemonSet/logs']);
    const { spec } = object(chart, 'DaemonSet');
    expect(spec).toMatchObject({
      minReadySeconds: 10,
      revisionHistoryLimit: 5,
      updateStrategy: { rollingUpdate: { maxUnavailable: 1 }, type: 'RollingUpdate' },
    });
    expect(spec.template.spec.tolerations).toEqual([{ operator: 'Exists' }]);
    expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
    expect(rulesIn(chart)).toEqual([]);
  });

  test('runs on the machines of its placement alone, where it has one', () => {
    const placement = { labels: { pool: 'transfer' }, taints: { dedicated: 'transfer:NoSchedule' } };
    expect(object(daemon({ placement }), 'DaemonSet').spec.template.spec).toMatchObject({
      nodeSelector: { pool: 'transfer' },
      tolerations: [{ effect: 'NoSchedule', key: 'dedicated', operator: 'Equal', value: 'transfer' }],
    });
  });

  test('has nothing of the machine unless it asks for it', () => {
    const { spec } = object(daemon(), 'DaemonSet').spec.template;
    expect(spec.volumes).toEqual([{ emptyDir: {}, name: 'tmp' }]);
    expect(spec.securityContext.runAsNonRoot).toBe(true);
    expect(Object.keys(spec).filter((key) => key.startsWith('host'))).toEqual([]);
  });

  test('gets what it asks for with a reason, which is on the object, and folders for reading only', () => {
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

  test("shares the machine's network and processes, each only when asked", () => {
    const { spec } = object(
      daemon({ host: { network: true, processes: true, reason: 'measures the machine' } }),
      'DaemonSet',
    ).spec.template;
    expect(spec).toMatchObject({ dnsPolicy: 'ClusterFirstWithHostNet', hostNetwork: true, hostPID: true });
    expect(spec.securityContext.runAsNonRoot).toBe(true);
  });

  test('hears its callers on its ports, and the kubelet on its own', () => {
    const chart = daemon({
      allowedFrom: [workloadEndpoint('prometheus')],
      health: { livenessPath: '/alive', port: 9001, readinessPath: '/ready' },
      ports: { metrics: 9000 },
    });
    const { spec } = object(chart, 'NetworkPolicy');
    expect(spec.ingress.map(({ ports }: { ports: { port: number }[] }) => ports.map(({ port }) => port))).toEqual([
      [9000],
    ]);
    const [container] = object(chart, 'DaemonSet').spec.template.spec.containers;
    expect(container.ports.map(({ name }: { name: string }) => name)).toEqual(['metrics', 'health']);
    expect(container.readinessProbe.httpGet).toEqual({ path: '/ready', port: 'health' });
  });

  test.each<[string, Partial<DaemonServiceProps>, string]>([
    [
      'an update that could never begin',
      { maxUnavailable: 0 },
      'maxUnavailable: maxUnavailable must be a whole number of at least 1, got 0',
    ],
    [
      'access without a reason',
      { host: { network: true, reason: ' ' } },
      'host.reason: an exception has a reason, got none',
    ],
    [
      'a folder that is none',
      { host: { ...host, paths: { '/logs': { path: 'var/log' } } } },
      `host.paths./logs.path: a path must start with '/', got 'var/log'`,
    ],
    [
      'a name that leaves no room for its pods',
      { name: 'a'.repeat(58) },
      `name: a daemon-set name has at most 57 characters, got '${'a'.repeat(58)}' (58)`,
    ],
  ])('refuses %s', (_what, props, rule) => {
    expect(rulesIn(daemon(props))).toEqual([rule]);
  });
});
