import { seconds } from '../../lib/core/units';
import {
  firstServed,
  firstPod,
  first,
  failing,
  workloadName,
  probePort,
  declaresPort,
  failureSeconds,
  disruptionBudgets,
  type Invariant,
} from './invariant';
import {
  objectName,
  isSingleton,
  objects,
  scaledDeployments,
  servedWorkloads,
  podOwners,
  targetGroups,
  type Json,
} from './platform';

export const probesAndRollouts: readonly Invariant[] = [
  {
    id: 'Z1',
    title: 'readiness probe: exists in every container behind a Service, on a declared port',
    violations: (platform) =>
      failing(servedWorkloads(platform), workloadName, ({ pod }) =>
        pod.containers.every((container: Json) => declaresPort(container, probePort(container.readinessProbe))),
      ),
    breakCopy: (copy) => delete firstServed(copy).readinessProbe,
  },
  {
    id: 'Z2',
    title: 'liveness probe: differs from the readiness probe, fails later, and waits for a startup probe',
    violations: (platform) =>
      failing(
        podOwners(platform).filter(({ pod }) => pod.containers[0].livenessProbe),
        workloadName,
        ({ pod: { containers } }) =>
          containers.every(
            ({ livenessProbe, readinessProbe, startupProbe }: Json) =>
              startupProbe &&
              JSON.stringify(livenessProbe.httpGet ?? livenessProbe.grpc) !==
                JSON.stringify(readinessProbe.httpGet ?? readinessProbe.grpc) &&
              failureSeconds(livenessProbe) > failureSeconds(readinessProbe),
          ),
      ),
    breakCopy: (copy) => {
      firstServed(copy).livenessProbe = firstServed(copy).readinessProbe;
    },
  },
  {
    id: 'Z3',
    title: 'rolling update: has maxUnavailable 0 and maxSurge, except for singletons',
    violations: (platform) =>
      failing(objects(platform, 'Deployment'), objectName, (deployment) => {
        const { strategy } = deployment.spec;
        if (isSingleton(deployment)) return strategy.type === 'Recreate';
        const { maxSurge, maxUnavailable } = strategy.rollingUpdate;
        return strategy.type === 'RollingUpdate' && maxUnavailable === 0 && maxSurge === '25%';
      }),
    breakCopy: (copy) => {
      first(copy, 'Deployment').spec.strategy.rollingUpdate.maxUnavailable = '25%';
    },
  },
  {
    id: 'Z4',
    title: 'replicas: are 2 or more behind every Service',
    violations: (platform) =>
      failing(servedWorkloads(platform), workloadName, ({ workload }) => {
        const found = scaledDeployments(platform).find(({ deployment }) => deployment === workload)?.autoscaler;
        return (found?.spec.minReplicas ?? workload.spec.replicas ?? 1) >= 2;
      }),
    breakCopy: (copy) => {
      for (const { spec } of objects(copy, 'HorizontalPodAutoscaler')) spec.minReplicas = 1;
    },
  },
  {
    id: 'Z5',
    title: 'disruption budget: exists once for every Deployment and allows an eviction',
    violations: (platform) =>
      failing(objects(platform, 'Deployment'), objectName, (deployment) => {
        const [budget, ...more] = disruptionBudgets(platform, deployment);
        return (
          more.length === 0 &&
          budget?.spec.maxUnavailable === '25%' &&
          JSON.stringify(budget.spec.selector) === JSON.stringify(deployment.spec.selector)
        );
      }),
    breakCopy: (copy) => {
      for (const { spec } of objects(copy, 'PodDisruptionBudget')) spec.selector.matchLabels = { name: 'other' };
    },
  },
  {
    id: 'Z6',
    title: 'disruption budget: requires fewer pods than the minimum of the autoscaler',
    violations: (platform) =>
      failing(objects(platform, 'PodDisruptionBudget'), objectName, ({ metadata, spec }) => {
        const found = objects(platform, 'HorizontalPodAutoscaler').find(
          (other) => other.metadata.name === metadata.name,
        );
        return spec.minAvailable === undefined || spec.minAvailable < (found?.spec.minReplicas ?? 1);
      }),
    breakCopy: (copy) => {
      first(copy, 'PodDisruptionBudget').spec.minAvailable = 100;
    },
  },
  {
    id: 'Z7',
    title: 'disruption budget: allows the eviction of unhealthy pods',
    violations: (platform) =>
      failing(
        objects(platform, 'PodDisruptionBudget'),
        objectName,
        ({ spec }) => spec.unhealthyPodEvictionPolicy === 'AlwaysAllow',
      ),
    breakCopy: (copy) => delete first(copy, 'PodDisruptionBudget').spec.unhealthyPodEvictionPolicy,
  },
  {
    id: 'Z8',
    title: 'replicas: are omitted if an autoscaler manages them',
    violations: (platform) =>
      scaledDeployments(platform)
        .filter(({ autoscaler, deployment }) => (autoscaler === undefined) !== (deployment.spec.replicas !== undefined))
        .map(({ deployment }) => objectName(deployment)),
    breakCopy: (copy) => {
      first(copy, 'Deployment').spec.replicas = 3;
    },
  },
  {
    id: 'Z9',
    title: 'preStop: sleeps until load balancers and Services have removed the pod',
    violations: (platform) =>
      failing(servedWorkloads(platform), workloadName, ({ pod, service }) => {
        const minSeconds = service.spec.type === 'NodePort' ? 15 : 10;
        return pod.containers.every(({ lifecycle }: Json) => (lifecycle?.preStop?.sleep?.seconds ?? 0) >= minSeconds);
      }),
    breakCopy: (copy) => {
      firstServed(copy).lifecycle.preStop.sleep.seconds = 5;
    },
  },
  {
    id: 'Z10',
    title: 'grace period: covers the preStop sleep, the drain timeout and 5 s for the exit',
    violations: (platform) =>
      failing(podOwners(platform), workloadName, ({ pod, workload }) => {
        const name = workload.metadata.labels['app.kubernetes.io/name'];
        const drainTimeout =
          platform.workloads.find(({ definition }) => definition.name === name)?.definition.drainTimeout ?? '30s';
        const preStop = pod.containers[0].lifecycle?.preStop?.sleep?.seconds ?? 0;
        return pod.terminationGracePeriodSeconds >= preStop + seconds(drainTimeout) + 5;
      }),
    breakCopy: (copy) => {
      firstPod(copy).terminationGracePeriodSeconds = 5;
    },
  },
  {
    id: 'Z11',
    title: 'target group: has a deregistration delay of the drain timeout or more',
    violations: (platform) =>
      failing(
        targetGroups(platform),
        ({ definition }) => definition.name,
        ({ definition, group }) => Number(group.deregistration_delay) >= seconds(definition.drainTimeout),
      ),
    breakCopy: (copy) => {
      for (const { group } of targetGroups(copy)) group.deregistration_delay = 0;
    },
  },
  {
    id: 'Z12',
    title: 'target type: is instance, without readiness gates',
    violations: (platform) => [
      ...failing(
        targetGroups(platform),
        ({ definition }) => definition.name,
        ({ group }) => (group.target_type ?? 'instance') === 'instance',
      ),
      ...failing(
        objects(platform, 'Namespace'),
        objectName,
        ({ metadata }) => !('elbv2.k8s.aws/pod-readiness-gate-inject' in metadata.labels),
      ),
    ],
    breakCopy: (copy) => {
      first(copy, 'Namespace').metadata.labels['elbv2.k8s.aws/pod-readiness-gate-inject'] = 'enabled';
    },
  },
  {
    id: 'Z13',
    title: 'preStop: uses the sleep action, which needs no shell in the image',
    violations: (platform) =>
      failing(podOwners(platform), workloadName, ({ pod }) =>
        pod.containers.every(({ lifecycle }: Json) => !lifecycle || Object.keys(lifecycle.preStop).join() === 'sleep'),
      ),
    breakCopy: (copy) => {
      firstServed(copy).lifecycle.preStop = { exec: { command: ['sleep', '15'] } };
    },
  },
  {
    id: 'Z14',
    title: 'topology spread: covers zones and nodes for each revision',
    violations: (platform) =>
      failing(
        podOwners(platform).filter(({ workload }) => workload.kind === 'Deployment' && !isSingleton(workload)),
        workloadName,
        ({ pod }) =>
          ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].every((key) =>
            (pod.topologySpreadConstraints ?? []).some(
              ({ matchLabelKeys = [], topologyKey }: Json) =>
                topologyKey === key && matchLabelKeys.includes('pod-template-hash'),
            ),
          ),
      ),
    breakCopy: (copy) =>
      delete first(copy, 'Deployment').spec.template.spec.topologySpreadConstraints[0].matchLabelKeys,
  },
  {
    id: 'Z15',
    title: 'pod anti-affinity: is never required, so that an update is not blocked by old pods',
    violations: (platform) =>
      failing(
        podOwners(platform),
        workloadName,
        ({ pod }) => !pod.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
      ),
    breakCopy: (copy) => {
      firstPod(copy).affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{}] } };
    },
  },
  {
    id: 'Z16',
    title:
      'progress deadline: is longer than launch of a node or end of an old pod, startup and minReadySeconds of 10 or more',
    violations: (platform) =>
      failing(objects(platform, 'Deployment'), objectName, ({ spec }) => {
        const { startupProbe } = spec.template.spec.containers[0];
        const start = startupProbe ? failureSeconds(startupProbe) : 0;
        const room = Math.max(900, spec.template.spec.terminationGracePeriodSeconds);
        return spec.minReadySeconds >= 10 && spec.progressDeadlineSeconds > room + start + spec.minReadySeconds;
      }),
    breakCopy: (copy) => {
      first(copy, 'Deployment').spec.progressDeadlineSeconds = 600;
    },
  },
];
