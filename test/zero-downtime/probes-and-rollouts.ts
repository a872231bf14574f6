import { services } from '../../apps/services';
import { seconds } from '../../lib/core/units';
import {
  firstServed,
  firstPod,
  first,
  unless,
  workloadName,
  portOf,
  declares,
  patience,
  budgetsOf,
  type Invariant,
} from './invariant';
import { called, isSingleton, of, scaled, served, started, targetGroups, type Json } from './platform';

export const probesAndRollouts: readonly Invariant[] = [
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
        const drainTimeout = services.find(({ definition }) => definition.name === name)?.definition.drainTimeout ?? '30s';
        const pause = pod.containers[0].lifecycle?.preStop?.sleep?.seconds ?? 0;
        return pod.terminationGracePeriodSeconds >= pause + seconds(drainTimeout) + 5;
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
        ({ service }) => service.name,
        ({ group, service }) => Number(group.deregistration_delay) >= seconds(service.drainTimeout),
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
        ({ service }) => service.name,
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
    what: 'each variant is spread over zones and nodes on its own',
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
