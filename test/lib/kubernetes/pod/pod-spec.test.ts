import { object } from '../../../support/manifests';
import { webChart } from '../../../support/workload-samples';

describe('pod spec', () => {
  test('secrets: are references; writable paths have a volume each', () => {
    const { spec } = object(
      webChart({
        secrets: { DB_PASSWORD: { secret: 'database', key: 'password' } },
        writablePaths: ['/var/cache', '/var-cache', '/tmp'],
      }),
      'Deployment',
    ).spec.template;
    expect(spec.containers[0].env).toEqual([
      { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } },
    ]);
    const names = spec.volumes.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['tmp', expect.stringMatching(/^var-cache-[0-9a-f]{8}$/), 'var-cache']);
    expect(spec.containers[0].volumeMounts.map(({ name }: { name: string }) => name)).toEqual(names);
  });

  test('placement: becomes node selector and tolerations', () => {
    const placement = { labels: { pool: 'transfer' }, taints: { dedicated: 'transfer:NoSchedule' } };
    expect(object(webChart({ placement }), 'Deployment').spec.template.spec).toMatchObject({
      nodeSelector: { pool: 'transfer' },
      tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'transfer', effect: 'NoSchedule' }],
    });
  });

  test('CPU limit: is set only if declared', () => {
    const [container] = object(webChart({ resources: { cpu: '250m', cpuLimit: '1', memory: '512Mi' } }), 'Deployment')
      .spec.template.spec.containers;
    expect(container.resources).toEqual({
      requests: { 'cpu': '250m', 'memory': '512Mi', 'ephemeral-storage': '512Mi' },
      limits: { 'cpu': '1', 'memory': '512Mi', 'ephemeral-storage': '512Mi' },
    });
  });
});
