import { App } from 'cdk8s';
import { collectDiagnostics, type Diagnostic } from '../../lib/core/diagnostics';
import { ImmutableConfigMap } from '../../lib/kubernetes/pod/config-map';
import { MigrationJob } from '../../lib/kubernetes/workloads/migration-job';
import { providesMetric, checkCustomMetrics } from '../../lib/kubernetes/checks/custom-metrics';
import { Namespace } from '../../lib/kubernetes/cluster/namespace';
import { ScheduledTask, type ScheduledTaskProps } from '../../lib/kubernetes/workloads/scheduled-task';
import { checkDuplicateObjects, objectFiles, render } from '../../lib/kubernetes/manifests/render';
import { type Wave, WaveChart } from '../../lib/kubernetes/manifests/wave';
import { WebService, type WebServiceProps } from '../../lib/kubernetes/workloads/web-service';
import { workloadEndpoint } from '../../lib/kubernetes/workloads/workload';
import { RabbitmqCluster, type RabbitmqClusterProps } from '../../lib/operators/rabbitmq/rabbitmq-cluster';
import { object } from '../support/manifests';

// Mistakes that people made with workloads and wrote about, by their number in the study. Each is refused with a message, or
// cannot be written down at all: then the compiler refuses it here (`npm run types`), or what is made shows that it is right.

const pod = {
  image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'registry.example.com/api' },
  name: 'api',
  namespace: 'apps',
  resources: { cpu: '250m', memory: '512Mi' },
} as const;
const web: WebServiceProps = {
  ...pod,
  livenessPath: '/alive',
  port: 8080,
  readinessPath: '/ready',
  autoscaling: { maxReplicas: 6, minReplicas: 3 },
};
const broker: RabbitmqClusterProps = {
  image: { repository: 'rabbitmq', tag: '4.1.4-management' },
  name: 'broker',
  namespace: 'apps',
  priorityClass: 'data',
  replicas: 3,
  storage: '10Gi',
};

type Describe = (chart: WaveChart) => void;

const service =
  (props: Partial<WebServiceProps> = {}, id = 'api'): Describe =>
  (chart) => {
    new WebService(chart, id, { ...web, ...props });
  };
const task =
  (props: Partial<ScheduledTaskProps>): Describe =>
  (chart) => {
    new ScheduledTask(chart, 'task', { ...pod, schedule: '30 3 * * *', ...props });
  };
const rabbit =
  (props: Partial<RabbitmqClusterProps> = {}): Describe =>
  (chart) => {
    new RabbitmqCluster(chart, 'broker', { ...broker, ...props });
  };

function made(describeIn: Describe, wave: Wave = 'workloads'): { readonly chart: WaveChart; readonly app: App } {
  const app = new App();
  const chart = new WaveChart(app, { environment: 'lab', wave });
  describeIn(chart);
  return { app, chart };
}

function problemsOf(describeIn: Describe): Diagnostic[] {
  const { app } = made(describeIn);
  const objects = render(app);
  return [...collectDiagnostics(app), ...checkDuplicateObjects(objects), ...checkCustomMetrics(app, objects)];
}

interface Refused {
  readonly id: string;
  readonly mistake: string;
  readonly wrong: Describe;
  readonly rule: string;
  readonly right: Describe;
}

const refused: readonly Refused[] = [
  {
    id: 'P4',
    mistake: 'a ConfigMap that is larger than the API server takes',
    wrong: service({ files: { '/etc/table.csv': 'x'.repeat(1024 * 1024) } }),
    rule: 'a ConfigMap holds at most 1048576 bytes, got 1048589',
    right: service({ files: { '/etc/table.csv': 'x'.repeat(1024 * 1024 - 13) } }),
  },
  {
    id: 'P8',
    mistake: 'a broker without a majority, whose drain waits for ever',
    wrong: rabbit({ replicas: 2 }),
    rule: 'replicas must be odd and at least 3 (3, 5, 7), got 2',
    right: rabbit({ replicas: 3 }),
  },
  {
    id: 'P11',
    mistake: 'mirrored queues, which RabbitMQ 4 does not have',
    wrong: rabbit({ policies: [{ definition: { 'ha-mode': 'all' }, name: 'ha', pattern: '.*' }] }),
    rule: "queues are not mirrored from RabbitMQ 4 on, got ha-mode in policy 'ha' with 4.1.4-management",
    right: rabbit({ policies: [{ definition: { 'max-length': 1000 }, name: 'short', pattern: '.*' }] }),
  },
  {
    id: 'P21',
    mistake: 'a name that Kubernetes cuts, or refuses once a suffix is added to it',
    wrong: service({ name: 'a'.repeat(47) }),
    rule: `a deployment name has at most 46 characters, got '${'a'.repeat(47)}' (47)`,
    right: service({ name: 'a'.repeat(46) }),
  },
  {
    id: 'P21',
    mistake: 'a CronJob whose runs have no name',
    wrong: task({ name: 'a'.repeat(53) }),
    rule: `a cron-job name has at most 52 characters, got '${'a'.repeat(53)}' (53)`,
    right: task({ name: 'a'.repeat(52) }),
  },
  {
    id: 'P21',
    mistake: 'two objects of one name, of which the later apply wins',
    wrong: (chart) => {
      new ImmutableConfigMap(chart, 'one', { data: { A: '1' }, namespace: 'apps', workload: 'api' });
      new ImmutableConfigMap(chart, 'two', { data: { A: '1' }, namespace: 'apps', workload: 'api' });
    },
    rule: 'an object exists once, got a second ConfigMap api-c73dd9fca5 in namespace apps',
    right: (chart) => {
      new ImmutableConfigMap(chart, 'one', { data: { A: '1' }, namespace: 'apps', workload: 'api' });
      new ImmutableConfigMap(chart, 'two', { data: { A: '2' }, namespace: 'apps', workload: 'api' });
    },
  },
  {
    id: 'P22',
    mistake: 'a limit below the request',
    wrong: service({ resources: { cpu: '2', cpuLimit: '1', memory: '1Gi' } }),
    rule: 'cpuLimit must be at least cpu (2), got 1',
    right: service({ resources: { cpu: '2', cpuLimit: '2', memory: '1Gi' } }),
  },
  {
    id: 'P26',
    mistake: 'an autoscaler on a metric that nobody provides',
    wrong: service({
      autoscaling: { maxReplicas: 6, metrics: { 'queue-length': { averageValue: '10' } }, minReplicas: 3 },
    }),
    rule: "a metric that scales is provided in the same app, got 'queue-length', which nobody provides",
    right: (chart) => {
      service({ autoscaling: { maxReplicas: 6, metrics: { 'queue-length': { averageValue: '10' } }, minReplicas: 3 } })(
        chart,
      );
      providesMetric(chart, 'queue-length');
    },
  },
];

test.each(refused)('$id: $mistake is refused, and the corrected one is not', ({ right, rule, wrong }) => {
  expect(problemsOf(wrong).map((problem) => problem.message)).toEqual([rule]);
  for (const { hint } of problemsOf(wrong)) expect(hint).not.toBe('');
  expect(problemsOf(right)).toEqual([]);
});

interface Impossible {
  readonly id: string;
  readonly mistake: string;
  readonly shows: () => void;
}

const only = (describeIn: Describe, kind: string) => object(made(describeIn).chart, kind);

const impossible: readonly Impossible[] = [
  {
    id: 'P2',
    mistake: 'a port without a name, on a Service without labels',
    shows: () => {
      const { metadata, spec } = only(service(), 'Service');
      expect(spec.ports.map(({ name }: { name: string }) => name)).toEqual(['http']);
      expect(metadata.labels).toMatchObject(spec.selector);
    },
  },
  {
    id: 'P3',
    mistake: 'an object before what it needs',
    shows: () => {
      const { app, chart } = made(service());
      new Namespace(new WaveChart(app, { environment: 'lab', wave: 'namespaces' }), 'namespace', {
        name: 'apps',
        podSecurityVersion: 'v1.34',
      });
      new MigrationJob(new WaveChart(app, { environment: 'lab', wave: 'migrations' }), 'migration', {
        ...pod,
        name: 'migration',
      });
      expect(chart.node.path).toBe('lab-50-workloads');
      expect(objectFiles(render(app)).get('WAVES')).toBe('10-namespaces\n45-migrations\n50-workloads\n');
    },
  },
  {
    id: 'P8',
    mistake: "a member that may take the operator's week to end",
    shows: () => expect(only(rabbit(), 'RabbitmqCluster').spec.terminationGracePeriodSeconds).toBe(900),
  },
  {
    id: 'P9',
    mistake: 'a member that counts on memory which it does not have',
    shows: () => {
      const { limits, requests } = only(rabbit(), 'RabbitmqCluster').spec.resources;
      expect(limits).toEqual(requests);
    },
  },
  {
    id: 'P10',
    mistake: 'an autoscaler on a broker',
    shows: () => {
      // @ts-expect-error a broker has members, between which nothing chooses
      const scaledBroker: RabbitmqClusterProps = { ...broker, scale: { max: 5, min: 3 } };
      expect(() => only(rabbit(scaledBroker), 'HorizontalPodAutoscaler')).toThrow('got 0');
    },
  },
  {
    id: 'P19',
    mistake: 'a number of pods beside an autoscaler',
    shows: () => {
      // @ts-expect-error the number is the autoscaler's, between autoscaling.minReplicas and autoscaling.maxReplicas
      const counted: WebServiceProps = { ...web, replicas: 3 };
      expect(only(service(counted), 'Deployment').spec).not.toHaveProperty('replicas');
    },
  },
  {
    id: 'P20',
    mistake: 'a disruption budget that never lets a node go',
    shows: () => {
      // @ts-expect-error the budget follows from the number of pods
      const stuck: WebServiceProps = { ...web, minAvailable: 3 };
      const { spec } = only(service(stuck), 'PodDisruptionBudget');
      expect(spec).not.toHaveProperty('minAvailable');
      expect(spec.maxUnavailable).toBeGreaterThanOrEqual(1);
    },
  },
  {
    id: 'P22',
    mistake: 'resources that nobody chose',
    shows: () => {
      const { resources, ...rest } = web;
      // @ts-expect-error there is no default: what a pod is given is written down
      const unsized: WebServiceProps = rest;
      // @ts-expect-error nor for a part of it
      const half: WebServiceProps = { ...web, resources: { cpu: '1' } };
      expect([unsized.resources, half.resources.memory, resources.memory]).toEqual([undefined, undefined, '512Mi']);
      expect(only(service(), 'Deployment').spec.template.spec.containers[0].resources).toEqual({
        limits: { 'ephemeral-storage': '512Mi', 'memory': '512Mi' },
        requests: { 'cpu': '250m', 'ephemeral-storage': '512Mi', 'memory': '512Mi' },
      });
    },
  },
  {
    id: 'P24',
    mistake: 'pods that a rollout leaves in one zone',
    shows: () => {
      const { topologySpreadConstraints } = only(service(), 'Deployment').spec.template.spec;
      for (const { matchLabelKeys } of topologySpreadConstraints) expect(matchLabelKeys).toEqual(['pod-template-hash']);
    },
  },
  {
    id: 'Z19',
    mistake: 'a selector that follows the code instead of the name',
    shows: () => {
      const here = only(service(), 'Deployment').spec.selector;
      const moved = only(service({}, 'moved-in-code'), 'Deployment').spec.selector;
      expect(moved).toEqual(here);
      expect(workloadEndpoint('api', 8080).at).toEqual({ pods: here.matchLabels });
    },
  },
];

test.each(impossible)('$id: $mistake cannot be', ({ shows }) => {
  expect.hasAssertions();
  shows();
});
