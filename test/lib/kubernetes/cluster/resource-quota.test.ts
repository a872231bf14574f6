import { ApiObject } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-27';
import { resourceUsage, zeroUsage, declareUsage } from '../../../../lib/kubernetes/cluster/resource-usage';
import { DaemonService } from '../../../../lib/kubernetes/workloads/daemon-service';
import { MigrationJob } from '../../../../lib/kubernetes/workloads/migration-job';
import { ResourceQuota } from '../../../../lib/kubernetes/cluster/resource-quota';
import { ScheduledTask } from '../../../../lib/kubernetes/workloads/scheduled-task';
import { WebService } from '../../../../lib/kubernetes/workloads/web-service';
import type { WaveChart } from '../../../../lib/kubernetes/manifests/wave';
import { Worker } from '../../../../lib/kubernetes/workloads/worker';
import { object, rulesIn, testChart } from '../../../support/manifests';

const common = {
  image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'registry.example.com/app' },
  namespace: 'apps',
  resources: { cpu: '250m', memory: '512Mi', ephemeralStorage: '1Gi' },
} as const;

/** What a namespace of 7 machines at most takes when these are in it. */
function footprint(describeIn: (chart: WaveChart) => void) {
  const chart = testChart();
  describeIn(chart);
  return resourceUsage(chart, 'apps', 7);
}

const pods = (count: number) => ({
  ...zeroUsage,
  cpu: 250 * count,
  memory: 512 * count,
  pods: count,
  ephemeralStorage: 1024 * count,
});

describe('what is in a namespace takes', () => {
  test('of a service all its pods, the one that an update adds, and those that are still ending', () => {
    const web = footprint((chart) => {
      new WebService(chart, 'web', {
        ...common,
        drainTimeout: '30s',
        livenessPath: '/l',
        name: 'web',
        port: 8080,
        readinessPath: '/r',
        autoscaling: { maxReplicas: 20, minReplicas: 3 },
      });
    });
    // It ends in 45 s, and one of its pods is replaced every 10 s at most.
    expect(web).toEqual(pods(20 + 1 + 5));
  });

  test('never more than twice as many, and one', () => {
    const slow = footprint((chart) => {
      new Worker(chart, 'slow', {
        ...common,
        drainTimeout: '1h',
        name: 'slow',
        autoscaling: { maxReplicas: 4, minReplicas: 2 },
      });
    });
    expect(slow).toEqual(pods(4 + 1 + 4));
  });

  test('of a singleton one pod, since the old one has ended before', () => {
    const single = footprint((chart) => {
      new Worker(chart, 'one', {
        ...common,
        name: 'one',
        autoscaling: { maxReplicas: 1, minReplicas: 1 },
        singleton: { reason: 'one' },
      });
    });
    expect(single).toEqual(pods(1));
  });

  test('of tasks one run, or two where they may meet', () => {
    const task = { ...common, schedule: '0 3 * * *' };
    expect(footprint((chart) => new ScheduledTask(chart, 'a', { ...task, name: 'a' }))).toEqual(pods(1));
    expect(
      footprint((chart) => new ScheduledTask(chart, 'a', { ...task, name: 'a', concurrencyPolicy: 'Replace' })),
    ).toEqual(pods(2));
    expect(footprint((chart) => new MigrationJob(chart, 'a', { ...common, name: 'a' }))).toEqual(pods(2));
  });

  test('of an agent one pod on each machine', () => {
    expect(footprint((chart) => new DaemonService(chart, 'a', { ...common, name: 'a' }))).toEqual(pods(7));
  });

  test("of somebody else's Deployment what it says, and what is given to containers that say nothing", () => {
    const foreign = footprint((chart) => {
      new ApiObject(chart, 'foreign', {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'foreign', namespace: 'apps' },
        spec: {
          replicas: 2,
          strategy: { type: 'Recreate' },
          template: {
            spec: {
              containers: [{ name: 'a' }, { name: 'b', resources: { limits: { cpu: '1.5', memory: '1G' } } }],
              initContainers: [{ name: 'c', resources: { requests: { memory: '4Gi' } } }],
            },
          },
        },
      });
    });
    expect(foreign).toEqual({ ...zeroUsage, cpu: 3200, memory: 8192, pods: 2, ephemeralStorage: 2048 });
    const plus = footprint((chart) => {
      new Deployment(chart, 'plus', {
        containers: [{ image: 'app' }],
        metadata: { name: 'plus', namespace: 'apps' },
        replicas: 4,
      });
    });
    // Its own defaults: 1 CPU, up to 2Gi, a quarter more while it is updated, and no time before a pod counts.
    expect(plus).toMatchObject({ cpu: 9000, memory: 9 * 2048, pods: 4 + 1 + 4 });
  });

  test('what an operator makes of an object, as somebody says who knows', () => {
    const made = footprint((chart) => {
      const resource = new ApiObject(chart, 'x', {
        apiVersion: 'example.com/v1',
        kind: 'Database',
        metadata: { name: 'x', namespace: 'apps' },
      });
      declareUsage(resource, { storage: 2048, volumes: 2 });
    });
    expect(made).toEqual({ ...zeroUsage, storage: 2048, volumes: 2 });
  });

  test('nothing of what is in another one', () => {
    expect(
      footprint((chart) => new DaemonService(chart, 'a', { ...common, name: 'a', namespace: 'node-agents' })),
    ).toEqual(zeroUsage);
  });
});

describe('Quota', () => {
  test('is what is there at most, also of what is described after it', () => {
    const chart = testChart();
    new ResourceQuota(chart, 'quota', { namespace: 'apps', nodes: 7 });
    new Worker(chart, 'slow', {
      ...common,
      drainTimeout: '1h',
      name: 'slow',
      autoscaling: { maxReplicas: 4, minReplicas: 2 },
    });
    expect(object(chart, 'ResourceQuota')).toMatchObject({
      metadata: { name: 'everything-at-most', namespace: 'apps' },
      spec: {
        hard: {
          'limits.ephemeral-storage': '9Gi',
          'limits.memory': '4608Mi',
          'persistentvolumeclaims': '0',
          'pods': '9',
          'requests.cpu': '2250m',
          'requests.ephemeral-storage': '9Gi',
          'requests.memory': '4608Mi',
          'requests.storage': '0Gi',
          'services.loadbalancers': '0',
        },
      },
    });
    expect(rulesIn(chart)).toEqual([]);
  });

  test('does not count node ports, so that one exposed service may take the place of another', () => {
    const chart = testChart();
    new ResourceQuota(chart, 'quota', { namespace: 'apps', nodes: 7 });
    expect(Object.keys(object(chart, 'ResourceQuota').spec.hard)).not.toContain('services.nodeports');
  });

  test('gives containers that say nothing what it counts for them', () => {
    const chart = testChart();
    new ResourceQuota(chart, 'quota', { namespace: 'apps', nodes: 7 });
    expect(object(chart, 'LimitRange').spec.limits).toEqual([
      {
        default: { 'ephemeral-storage': '512Mi', 'memory': '256Mi' },
        defaultRequest: { cpu: '100m' },
        type: 'Container',
      },
    ]);
  });

  test('refuses a number of machines that is none', () => {
    const chart = testChart();
    new ResourceQuota(chart, 'quota', { namespace: 'apps', nodes: 0 });
    expect(rulesIn(chart)).toEqual(['nodes: nodes must be a whole number of at least 1, got 0']);
  });
});
