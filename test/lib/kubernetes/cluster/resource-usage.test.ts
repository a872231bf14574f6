import { ApiObject } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-27';
import { resourceUsage, zeroUsage, declareUsage } from '../../../../lib/kubernetes/cluster/resource-usage';
import { DaemonService } from '../../../../lib/kubernetes/workloads/daemon-service';
import { MigrationJob } from '../../../../lib/kubernetes/workloads/migration-job';
import { ScheduledTask } from '../../../../lib/kubernetes/workloads/scheduled-task';
import { WebService } from '../../../../lib/kubernetes/workloads/web-service';
import type { WaveChart } from '../../../../lib/kubernetes/manifests/wave';
import { Worker } from '../../../../lib/kubernetes/workloads/worker';
import { testChart } from '../../../support/manifests';

const common = {
  image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'registry.example.com/app' },
  namespace: 'apps',
  resources: { cpu: '250m', memory: '512Mi', ephemeralStorage: '1Gi' },
} as const;

/** Returns the usage of a namespace in a cluster of 7 nodes. */
function usage(describeIn: (chart: WaveChart) => void) {
  const chart = testChart();
  describeIn(chart);
  return resourceUsage(chart, 'apps', 7);
}

/** Returns the usage of an object of another library. */
function rawUsage(apiVersion: string, kind: string, spec: object) {
  return usage((chart) => {
    new ApiObject(chart, 'raw', { apiVersion, kind, metadata: { name: 'raw', namespace: 'apps' }, spec });
  });
}

const pods = (count: number) => ({
  ...zeroUsage,
  cpu: 250 * count,
  memory: 512 * count,
  pods: count,
  ephemeralStorage: 1024 * count,
});

describe('resource usage', () => {
  test('Deployment: counts replicas, surge and terminating pods', () => {
    const web = usage((chart) => {
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
    // A pod terminates in 45 s, and five are replaced every 10 s.
    expect(web).toEqual(pods(20 + 5 + 20));
  });

  test('Deployment: counts terminating pods up to the number of replicas', () => {
    const slow = usage((chart) => {
      new Worker(chart, 'slow', {
        ...common,
        drainTimeout: '10m',
        name: 'slow',
        autoscaling: { maxReplicas: 4, minReplicas: 2 },
      });
    });
    expect(slow).toEqual(pods(4 + 1 + 4));
  });

  test.each([
    ['2e9', '2e0', 2000, 1908],
    ['500000Ki', '500000u', 500, 489],
    ['0.001Pi', '1.5', 1500, 1_073_742],
    ['1.G', '.5', 500, 954],
    ['128974848000m', '0.07', 70, 123],
    [1_073_741_824, 2, 2000, 1024],
  ])('container: counts memory %s and CPU %s of another library', (memory, cpu, millicores, mebibytes) => {
    const counted = rawUsage('batch/v1', 'CronJob', {
      concurrencyPolicy: 'Forbid',
      jobTemplate: { spec: { template: { spec: { containers: [{ resources: { requests: { cpu, memory } } }] } } } },
    });
    expect([counted.cpu, counted.memory]).toEqual([millicores, mebibytes]);
  });

  test.each([
    ['Forbid', 4],
    ['Replace', 8],
  ])('CronJob: counts all parallel pods of a run (%s)', (concurrencyPolicy, count) => {
    const counted = rawUsage('batch/v1', 'CronJob', {
      concurrencyPolicy,
      jobTemplate: { spec: { completions: 4, parallelism: 4, template: { spec: { containers: [{}] } } } },
    });
    expect(counted.pods).toBe(count);
  });

  test.each([
    ['*/5 * * * *', 1800, 7],
    ['0 * * * *', 1800, 2],
    ['0 * * * *', 3601, 3],
    ['@hourly', 7200, 3],
    ['* * * * *', undefined, 2],
  ])('CronJob: counts runs that end for a new one (%s, grace period %s)', (schedule, grace, count) => {
    const spec = { containers: [{}], ...(grace && { terminationGracePeriodSeconds: grace }) };
    const counted = rawUsage('batch/v1', 'CronJob', {
      concurrencyPolicy: 'Replace',
      jobTemplate: { spec: { template: { spec } } },
      schedule,
    });
    expect(counted.pods).toBe(count);
  });

  test.each([
    ['apps/v1', 'ReplicaSet', 3, 3],
    ['v1', 'ReplicationController', undefined, 1],
  ])('%s %s: counts its pods', (apiVersion, kind, replicas, count) => {
    const counted = rawUsage(apiVersion, kind, { replicas, template: { spec: { containers: [{}] } } });
    expect(counted).toEqual({
      ...zeroUsage,
      cpu: 100 * count,
      memory: 256 * count,
      pods: count,
      ephemeralStorage: 512 * count,
    });
  });

  test('autoscaler: counts its maximum for the kind of its target alone', () => {
    const counted = usage((chart) => {
      for (const [apiVersion, kind, spec] of [
        ['apps/v1', 'StatefulSet', { replicas: 2, template: { spec: { containers: [{}] } } }],
        ['v1', 'ReplicationController', { replicas: 2, template: { spec: { containers: [{}] } } }],
        [
          'autoscaling/v2',
          'HorizontalPodAutoscaler',
          { maxReplicas: 10, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'raw' } },
        ],
      ] as const) {
        new ApiObject(chart, kind, { apiVersion, kind, metadata: { name: 'raw', namespace: 'apps' }, spec });
      }
    });
    expect(counted.pods).toBe(10 + 2);
  });

  test.each([
    [{ overhead: { cpu: '250m', memory: '120Mi' } }, 350, 376],
    [{ runtimeClassName: 'kata' }, 600, 384],
    [{ runtimeClassName: 'kata', resources: { limits: { cpu: '1', memory: '1Gi' } } }, 1500, 1152],
    [{ runtimeClassName: 'other' }, 100, 256],
  ])('pod: counts the overhead of its RuntimeClass (%j)', (fields, cpu, memory) => {
    const counted = usage((chart) => {
      new ApiObject(chart, 'runtime', {
        apiVersion: 'node.k8s.io/v1',
        kind: 'RuntimeClass',
        metadata: { name: 'kata' },
        handler: 'kata',
        overhead: { podFixed: { cpu: '500m', memory: '128Mi' } },
      });
      new ApiObject(chart, 'raw', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'raw', namespace: 'apps' },
        spec: { containers: [{}], ...fields },
      });
    });
    expect([counted.cpu, counted.memory]).toEqual([cpu, memory]);
  });

  test('singleton: counts one pod', () => {
    const single = usage((chart) => {
      new Worker(chart, 'one', {
        ...common,
        name: 'one',
        autoscaling: { maxReplicas: 1, minReplicas: 1 },
        singleton: { reason: 'one' },
      });
    });
    expect(single).toEqual(pods(1));
  });

  test('Jobs: count one run, or two if they can overlap', () => {
    const task = { ...common, schedule: '0 3 * * *' };
    expect(usage((chart) => new ScheduledTask(chart, 'a', { ...task, name: 'a' }))).toEqual(pods(1));
    expect(
      usage((chart) => new ScheduledTask(chart, 'a', { ...task, name: 'a', concurrencyPolicy: 'Replace' })),
    ).toEqual(pods(2));
    expect(usage((chart) => new MigrationJob(chart, 'a', { ...common, name: 'a' }))).toEqual(pods(2));
  });

  test('DaemonSet: counts one pod on each node', () => {
    expect(usage((chart) => new DaemonService(chart, 'a', { ...common, name: 'a' }))).toEqual(pods(7));
  });

  test('other Deployments: count their resources, or the defaults of containers without', () => {
    const foreign = usage((chart) => {
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
    const plus = usage((chart) => {
      new Deployment(chart, 'plus', {
        containers: [{ image: 'app' }],
        metadata: { name: 'plus', namespace: 'apps' },
        replicas: 4,
      });
    });
    // Defaults of cdk8s-plus: 1 CPU, a limit of 2Gi, a surge of 25 % and no minReadySeconds.
    expect(plus).toMatchObject({ cpu: 9000, memory: 9 * 2048, pods: 4 + 1 + 4 });
  });

  test('declared usage: counts for objects of operators', () => {
    const declared = usage((chart) => {
      const resource = new ApiObject(chart, 'x', {
        apiVersion: 'example.com/v1',
        kind: 'Database',
        metadata: { name: 'x', namespace: 'apps' },
      });
      declareUsage(resource, { storage: 2048, volumes: 2 });
    });
    expect(declared).toEqual({ ...zeroUsage, storage: 2048, volumes: 2 });
  });

  test('namespace: other namespaces do not count', () => {
    expect(usage((chart) => new DaemonService(chart, 'a', { ...common, name: 'a', namespace: 'node-agents' }))).toEqual(
      zeroUsage,
    );
  });

  test('objects of other libraries: sidecars are added, and volumes and single pods counted', () => {
    const requests = { 'cpu': '100m', 'ephemeral-storage': '1Gi', 'memory': '128Mi' };
    const container = (name: string, own = {}) => ({ name, resources: { limits: requests, requests }, ...own });
    const claim = { spec: { resources: { requests: { storage: '10Gi' } } } };
    const spec = {
      containers: [container('main')],
      initContainers: [container('proxy', { restartPolicy: 'Always' }), container('first')],
    };
    const one = { cpu: 200, ephemeralStorage: 2048, memory: 256, pods: 1 };
    expect(rawUsage('v1', 'Pod', spec)).toEqual({ ...zeroUsage, ...one });
    expect(rawUsage('v1', 'PersistentVolumeClaim', claim.spec)).toEqual({ ...zeroUsage, storage: 10_240, volumes: 1 });
    expect(
      rawUsage('apps/v1', 'StatefulSet', { replicas: 2, template: { spec }, volumeClaimTemplates: [claim] }),
    ).toEqual({ cpu: 400, ephemeralStorage: 4096, memory: 512, pods: 2, storage: 20_480, volumes: 2 });
  });

  test('DaemonSet: counts the surge of an update', () => {
    const agent = (maxSurge: number | string) =>
      rawUsage('apps/v1', 'DaemonSet', {
        template: { spec: { containers: [{}] } },
        updateStrategy: { rollingUpdate: { maxSurge } },
      });
    expect([0, 2, '30%', '100%'].map((maxSurge) => agent(maxSurge).pods)).toEqual([7, 9, 10, 14]);
  });

  test('pod: resources of the whole pod count instead of those of its containers', () => {
    const pod = (resources: object) =>
      rawUsage('v1', 'Pod', {
        containers: [{ resources: { requests: { cpu: '1', memory: '1Gi' } } }, {}],
        resources,
      });
    expect(pod({ limits: { cpu: '3', memory: '4Gi' }, requests: { cpu: '2' } })).toMatchObject({
      cpu: 2000,
      memory: 4096,
    });
    expect(pod({ limits: { memory: '4Gi' } })).toMatchObject({ cpu: 1100, memory: 4096 });
  });
});
