import {
  firstPod,
  first,
  unless,
  workloadName,
  declares,
  policiesOf,
  twice,
  configsOf,
  type Invariant,
} from './invariant';
import { called, nodeAddresses, of, selects, served, started, type Json } from './platform';

export const objectsAndOrder: readonly Invariant[] = [
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
    what: 'a new configuration is a new object, and so a new variant',
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
      served(copy)[0]!.pod.priorityClassName = 'adamant-background';
    },
  },
];
