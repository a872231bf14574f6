import { services } from '../../apps/services';
import { seconds } from '../../lib/core/units';
import {
  called,
  isSingleton,
  nodeAddresses,
  of,
  scaled,
  selects,
  served,
  started,
  targetGroups,
  type Json,
  type Platform,
} from './platform';

/** What must hold so that no request is lost, whatever is accepted as golden. */
export interface Invariant {
  readonly id: `Z${number}`;
  readonly what: string;
  /** What breaks it. */
  readonly violations: (platform: Platform) => string[];
  /** Breaks it in a copy, to see that it is seen. */
  readonly broken: (copy: Platform) => void;
}

const firstServed = (platform: Platform): Json => served(platform)[0]?.pod.containers[0];
const firstPod = (platform: Platform): Json => started(platform)[0]?.pod;
const first = (platform: Platform, kind: string): Json => of(platform, kind)[0];

/** The names of those for which something does not hold. */
function unless<T>(items: readonly T[], name: (item: T) => string, holds: (item: T) => boolean): string[] {
  return items.filter((item) => !holds(item)).map(name);
}

const workloadName = ({ workload }: { workload: Json }): string => called(workload);

function portOf(probe: Json): string | number | undefined {
  return probe?.httpGet?.port ?? probe?.grpc?.port ?? probe?.tcpSocket?.port;
}

function declares(container: Json, port: Json): boolean {
  return (container.ports ?? []).some((open: Json) => open.name === port || open.containerPort === port);
}

function patience({ failureThreshold, periodSeconds }: Json): number {
  return failureThreshold * periodSeconds;
}

function budgetsOf(platform: Platform, deployment: Json): Json[] {
  return of(platform, 'PodDisruptionBudget').filter(({ spec }) =>
    selects(spec.selector.matchLabels, deployment.spec.template.metadata.labels),
  );
}

function policiesOf(platform: Platform, template: Json): Json[] {
  return of(platform, 'NetworkPolicy').filter(({ spec }) =>
    selects(spec.podSelector.matchLabels, template.metadata.labels),
  );
}

function twice(names: readonly string[]): boolean {
  return new Set(names).size !== names.length;
}

function configsOf(pod: Json): string[] {
  return [
    ...pod.containers.flatMap(({ envFrom = [] }: Json) => envFrom.map((from: Json) => from.configMapRef?.name)),
    ...(pod.volumes ?? []).map((volume: Json) => volume.configMap?.name),
  ].filter((name) => name !== undefined);
}

const probesAndRollouts: readonly Invariant[] = [
  {
    id: 'Z1',
    what: 'who is behind a Service is asked whether it is ready, on a port that it declares',
    violations: (platform) =>
      unless(served(platform), workloadName, ({ pod }) =>
        pod.containers.every((container: Json) => declares(container, portOf(container.readinessProbe))),
      ),
    broken: (copy) => delete firstServed(copy).readinessProbe,
  },
  {
    id: 'Z2',
    what: 'what makes a pod unready does not restart it, and a slow start is no failure',
    violations: (platform) =>
      unless(
        started(platform).filter(({ pod }) => pod.containers[0].livenessProbe),
        workloadName,
        ({ pod: { containers } }) =>
          containers.every(
            ({ livenessProbe, readinessProbe, startupProbe }: Json) =>
              startupProbe &&
              JSON.stringify(livenessProbe.httpGet ?? livenessProbe.grpc) !==
                JSON.stringify(readinessProbe.httpGet ?? readinessProbe.grpc) &&
              patience(livenessProbe) > patience(readinessProbe),
          ),
      ),
    broken: (copy) => {
      firstServed(copy).livenessProbe = firstServed(copy).readinessProbe;
    },
  },
  {
    id: 'Z3',
    what: 'a rollout starts a pod before it ends one, but where there may never be two',
    violations: (platform) =>
      unless(of(platform, 'Deployment'), called, (deployment) => {
        const { strategy } = deployment.spec;
        if (isSingleton(deployment)) return strategy.type === 'Recreate';
        const { maxSurge, maxUnavailable } = strategy.rollingUpdate;
        return strategy.type === 'RollingUpdate' && maxUnavailable === 0 && Number.isInteger(maxSurge) && maxSurge >= 1;
      }),
    broken: (copy) => {
      first(copy, 'Deployment').spec.strategy.rollingUpdate.maxUnavailable = '25%';
    },
  },
  {
    id: 'Z4',
    what: 'a Service has two pods behind it at least',
    violations: (platform) =>
      unless(served(platform), workloadName, ({ workload }) => {
        const found = scaled(platform).find(({ deployment }) => deployment === workload)?.autoscaler;
        return (found?.spec.minReplicas ?? workload.spec.replicas ?? 1) >= 2;
      }),
    broken: (copy) => {
      for (const { spec } of of(copy, 'HorizontalPodAutoscaler')) spec.minReplicas = 1;
    },
  },
  {
    id: 'Z5',
    what: 'one disruption budget covers each Deployment, and always lets one pod be evicted',
    violations: (platform) =>
      unless(of(platform, 'Deployment'), called, (deployment) => {
        const [budget, ...more] = budgetsOf(platform, deployment);
        return (
          more.length === 0 &&
          budget?.spec.maxUnavailable >= 1 &&
          JSON.stringify(budget.spec.selector) === JSON.stringify(deployment.spec.selector)
        );
      }),
    broken: (copy) => {
      for (const { spec } of of(copy, 'PodDisruptionBudget')) spec.selector.matchLabels = { name: 'nobody' };
    },
  },
  {
    id: 'Z6',
    what: 'no disruption budget keeps all pods that the autoscaler keeps',
    violations: (platform) =>
      unless(of(platform, 'PodDisruptionBudget'), called, ({ metadata, spec }) => {
        const found = of(platform, 'HorizontalPodAutoscaler').find((other) => other.metadata.name === metadata.name);
        return spec.minAvailable === undefined || spec.minAvailable < (found?.spec.minReplicas ?? 1);
      }),
    broken: (copy) => {
      first(copy, 'PodDisruptionBudget').spec.minAvailable = 100;
    },
  },
  {
    id: 'Z7',
    what: 'a pod that is broken anyway never keeps its node',
    violations: (platform) =>
      unless(
        of(platform, 'PodDisruptionBudget'),
        called,
        ({ spec }) => spec.unhealthyPodEvictionPolicy === 'AlwaysAllow',
      ),
    broken: (copy) => delete first(copy, 'PodDisruptionBudget').spec.unhealthyPodEvictionPolicy,
  },
  {
    id: 'Z8',
    what: 'an apply does not undo what the autoscaler chose',
    violations: (platform) =>
      scaled(platform)
        .filter(({ autoscaler, deployment }) => (autoscaler === undefined) !== (deployment.spec.replicas !== undefined))
        .map(({ deployment }) => called(deployment)),
    broken: (copy) => {
      first(copy, 'Deployment').spec.replicas = 3;
    },
  },
  {
    id: 'Z9',
    what: 'a pod that is to end goes on answering until everybody knows',
    violations: (platform) =>
      unless(served(platform), workloadName, ({ pod, service }) => {
        const lead = service.spec.type === 'NodePort' ? 15 : 10;
        return pod.containers.every(({ lifecycle }: Json) => (lifecycle?.preStop?.sleep?.seconds ?? 0) >= lead);
      }),
    broken: (copy) => {
      firstServed(copy).lifecycle.preStop.sleep.seconds = 5;
    },
  },
  {
    id: 'Z10',
    what: 'a pod has time for its pause, for what is in flight and for its exit',
    violations: (platform) =>
      unless(started(platform), workloadName, ({ pod, workload }) => {
        const name = workload.metadata.labels['app.kubernetes.io/name'];
        const drain = services.find((service) => service.name === name)?.drain ?? '30s';
        const pause = pod.containers[0].lifecycle?.preStop?.sleep?.seconds ?? 0;
        return pod.terminationGracePeriodSeconds >= pause + seconds(drain) + 5;
      }),
    broken: (copy) => {
      firstPod(copy).terminationGracePeriodSeconds = 5;
    },
  },
  {
    id: 'Z11',
    what: 'a load balancer lets requests in flight finish on machines that go',
    violations: (platform) =>
      unless(
        targetGroups(platform),
        ({ exposure }) => exposure.service,
        ({ exposure, group }) => Number(group.deregistration_delay) >= seconds(exposure.drain),
      ),
    broken: (copy) => {
      for (const { group } of targetGroups(copy)) group.deregistration_delay = 0;
    },
  },
  {
    id: 'Z12',
    what: 'no readiness gate waits for pods that are no targets: machines are',
    violations: (platform) => [
      ...unless(
        targetGroups(platform),
        ({ exposure }) => exposure.service,
        ({ group }) => (group.target_type ?? 'instance') === 'instance',
      ),
      ...unless(
        of(platform, 'Namespace'),
        called,
        ({ metadata }) => !('elbv2.k8s.aws/pod-readiness-gate-inject' in metadata.labels),
      ),
    ],
    broken: (copy) => {
      first(copy, 'Namespace').metadata.labels['elbv2.k8s.aws/pod-readiness-gate-inject'] = 'enabled';
    },
  },
  {
    id: 'Z13',
    what: 'the pause needs no program in the image',
    violations: (platform) =>
      unless(started(platform), workloadName, ({ pod }) =>
        pod.containers.every(({ lifecycle }: Json) => !lifecycle || Object.keys(lifecycle.preStop).join() === 'sleep'),
      ),
    broken: (copy) => {
      firstServed(copy).lifecycle.preStop = { exec: { command: ['sleep', '15'] } };
    },
  },
  {
    id: 'Z14',
    what: 'each revision is spread over zones and nodes on its own',
    violations: (platform) =>
      unless(
        started(platform).filter(({ workload }) => workload.kind === 'Deployment' && !isSingleton(workload)),
        workloadName,
        ({ pod }) =>
          ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].every((key) =>
            (pod.topologySpreadConstraints ?? []).some(
              ({ matchLabelKeys = [], topologyKey }: Json) =>
                topologyKey === key && matchLabelKeys.includes('pod-template-hash'),
            ),
          ),
      ),
    broken: (copy) => delete first(copy, 'Deployment').spec.template.spec.topologySpreadConstraints[0].matchLabelKeys,
  },
  {
    id: 'Z15',
    what: 'no pod of an update waits for a place that the old ones have',
    violations: (platform) =>
      unless(
        started(platform),
        workloadName,
        ({ pod }) => !pod.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
      ),
    broken: (copy) => {
      firstPod(copy).affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{}] } };
    },
  },
  {
    id: 'Z16',
    what: 'a new pod counts when it has stayed ready, and a rollout is given up later than any of its pods',
    violations: (platform) =>
      unless(of(platform, 'Deployment'), called, ({ spec }) => {
        const { startupProbe } = spec.template.spec.containers[0];
        const start = startupProbe ? patience(startupProbe) : 0;
        return spec.minReadySeconds >= 10 && spec.progressDeadlineSeconds > spec.minReadySeconds + start;
      }),
    broken: (copy) => {
      first(copy, 'Deployment').spec.minReadySeconds = 0;
    },
  },
];

const objectsAndOrder: readonly Invariant[] = [
  {
    id: 'Z17',
    what: 'every container says what it needs, and its memory is its own',
    violations: (platform) =>
      unless(started(platform), workloadName, ({ pod }) =>
        pod.containers.every(
          ({ resources: { limits, requests } }: Json) =>
            requests?.cpu && requests.memory && requests.memory === limits?.memory,
        ),
      ),
    broken: (copy) => {
      firstPod(copy).containers[0].resources.limits.memory = '1Mi';
    },
  },
  {
    id: 'Z18',
    what: 'every image is pinned by its digest',
    violations: (platform) =>
      unless(started(platform), workloadName, ({ pod }) =>
        pod.containers.every(
          ({ image, imagePullPolicy }: Json) =>
            /@sha256:[0-9a-f]{64}$/.test(image) && imagePullPolicy === 'IfNotPresent',
        ),
      ),
    broken: (copy) => {
      firstPod(copy).containers[0].image = 'web:latest';
    },
  },
  {
    id: 'Z19',
    what: 'a selector has its own pods and nobody else’s',
    violations: (platform) =>
      unless(
        started(platform).filter(({ workload }) => workload.spec.selector),
        workloadName,
        ({ workload }) =>
          started(platform)
            .filter(({ template }) => selects(workload.spec.selector.matchLabels, template.metadata.labels))
            .map(workloadName)
            .join() === called(workload),
      ),
    broken: (copy) => {
      const [one, other] = of(copy, 'Deployment');
      one.spec.selector = other.spec.selector;
    },
  },
  {
    id: 'Z20',
    what: 'a new configuration is a new object, and so a new revision',
    violations: (platform) => {
      const configs = of(platform, 'ConfigMap');
      const names = configs.map(({ metadata }) => metadata.name);
      return [
        ...unless(configs, called, ({ immutable, metadata }) => immutable && /-[0-9a-f]{10}$/.test(metadata.name)),
        ...unless(started(platform), workloadName, ({ pod }) => configsOf(pod).every((name) => names.includes(name))),
      ];
    },
    broken: (copy) => {
      first(copy, 'ConfigMap').immutable = false;
    },
  },
  {
    id: 'Z21',
    what: 'a Service leads to a port by a name that its pods declare, and no name is there twice',
    violations: (platform) => [
      ...unless(of(platform, 'Service'), called, (service) =>
        served(platform).some(
          (found) =>
            found.service === service &&
            service.spec.ports.every(
              ({ name, targetPort }: Json) => name && declares(found.pod.containers[0], targetPort),
            ),
        ),
      ),
      ...unless(started(platform), workloadName, ({ pod }) =>
        pod.containers.every(
          ({ env = [], ports = [] }: Json) =>
            !twice(env.map(({ name }: Json) => name)) && !twice(ports.map(({ name }: Json) => name)),
        ),
      ),
    ],
    broken: (copy) => {
      first(copy, 'Service').spec.ports[0].targetPort = 'metrics';
    },
  },
  {
    id: 'Z22',
    what: 'no pod can do more than its program needs, but an agent with a reason',
    violations: (platform) =>
      unless(
        started(platform).filter(({ workload }) => !workload.metadata.annotations?.['adamant.dev/host-access']),
        workloadName,
        ({ pod }) =>
          pod.securityContext.seccompProfile.type === 'RuntimeDefault' &&
          pod.containers.every(
            ({ securityContext }: Json) =>
              securityContext.runAsNonRoot &&
              securityContext.readOnlyRootFilesystem &&
              !securityContext.allowPrivilegeEscalation &&
              securityContext.capabilities.drop.join() === 'ALL',
          ),
      ),
    broken: (copy) => {
      firstPod(copy).containers[0].securityContext.readOnlyRootFilesystem = false;
    },
  },
  {
    id: 'Z23',
    what: 'every pod has a policy that closes both directions and lets its requests in',
    violations: (platform) => [
      ...unless(started(platform), workloadName, ({ template }) =>
        policiesOf(platform, template).some(({ spec }) => spec.policyTypes.join() === 'Ingress,Egress'),
      ),
      ...unless(
        served(platform).filter(({ service }) => service.spec.type === 'NodePort'),
        workloadName,
        ({ template }) => {
          const admitted = policiesOf(platform, template).flatMap(({ spec }) => spec.ingress ?? []);
          const ranges = admitted.flatMap(({ from }: Json) => from.map(({ ipBlock }: Json) => ipBlock?.cidr));
          return nodeAddresses(platform).every((range) => ranges.includes(range));
        },
      ),
    ],
    broken: (copy) => {
      for (const { spec } of of(copy, 'NetworkPolicy')) spec.ingress = [];
    },
  },
  {
    id: 'Z24',
    what: 'a migration ends before the pods of its release start, is given up some time, and goes by itself',
    violations: (platform) => [
      ...platform.applied
        .filter(({ object }) => object.kind === 'Job')
        .filter(({ object: { spec }, wave }) => {
          const before = platform.applied.filter(({ object }) => object.kind === 'Deployment');
          return !(
            before.every((deployment) => platform.waves.indexOf(wave) < platform.waves.indexOf(deployment.wave)) &&
            spec.backoffLimit >= 0 &&
            spec.activeDeadlineSeconds > 0 &&
            spec.ttlSecondsAfterFinished > 0
          );
        })
        .map(({ object }) => called(object)),
      // In the start of a pod it would run once for every pod, and beside the former release.
      ...unless(started(platform), workloadName, ({ pod }) => (pod.initContainers ?? []).length === 0),
    ],
    broken: (copy) => delete first(copy, 'Job').spec.ttlSecondsAfterFinished,
  },
  {
    id: 'Z25',
    what: 'what an object needs is in a wave before it, and every object is in a wave that is applied',
    violations: ({ applied, waves }) => {
      const waveOf = (kind: string) => applied.filter(({ object }) => object.kind === kind).map(({ wave }) => wave);
      const order = ['Namespace', 'PriorityClass', 'Deployment'].flatMap(waveOf).map((wave) => waves.indexOf(wave));
      return [
        ...applied.filter(({ wave }) => !waves.includes(wave)).map(({ object }) => called(object)),
        ...([...order].sort((a, b) => a - b).join() === order.join() ? [] : ['the order of the waves']),
        ...([...waves].sort().join() === waves.join() ? [] : ['WAVES']),
      ];
    },
    broken: ({ waves }) => {
      (waves as string[]).reverse();
    },
  },
  {
    id: 'Z26',
    what: 'an autoscaler has room, keeps two, waits for a lull to last, and counts only what is counted',
    violations: (platform) =>
      unless(of(platform, 'HorizontalPodAutoscaler'), called, ({ spec }) => {
        const { behavior, maxReplicas, metrics, minReplicas } = spec;
        return (
          minReplicas >= 2 &&
          maxReplicas > minReplicas &&
          behavior.scaleDown.stabilizationWindowSeconds >= 300 &&
          // Others need an adapter's rule, which nobody makes yet.
          metrics.every(({ type }: Json) => type === 'Resource')
        );
      }),
    broken: (copy) => {
      first(copy, 'HorizontalPodAutoscaler').spec.behavior.scaleDown.stabilizationWindowSeconds = 60;
    },
  },
  {
    id: 'Z27',
    what: 'a broker has a majority, but where somebody answers for it',
    violations: (platform) =>
      unless(of(platform, 'RabbitmqCluster'), called, ({ metadata, spec }) => {
        const waived = platform.environment.waivers.some(
          ({ construct, rule }) => rule === 'rabbitmq-quorum' && construct.endsWith(`/${metadata.name}`),
        );
        return waived || (spec.replicas >= 3 && spec.replicas % 2 === 1);
      }),
    broken: (copy) => {
      first(copy, 'RabbitmqCluster').spec.replicas = 2;
    },
  },
  {
    id: 'Z28',
    what: 'every pod has a priority that exists, brokers the highest, and next to them who answers people',
    violations: (platform) => {
      const values = new Map(of(platform, 'PriorityClass').map(({ metadata, value }) => [metadata.name, value]));
      const [highest, next] = [...values.values()].sort((a, b) => b - a);
      return [
        ...unless(started(platform), workloadName, ({ pod }) => values.has(pod.priorityClassName)),
        ...unless(served(platform), workloadName, ({ pod }) => values.get(pod.priorityClassName) === next),
        ...unless(
          of(platform, 'RabbitmqCluster'),
          called,
          ({ spec }) => values.get(spec.override.statefulSet.spec.template.spec.priorityClassName) === highest,
        ),
      ];
    },
    broken: (copy) => {
      served(copy)[0]!.pod.priorityClassName = 'background';
    },
  },
];

export const invariants: readonly Invariant[] = [...probesAndRollouts, ...objectsAndOrder];
