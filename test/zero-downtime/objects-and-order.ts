import {
  firstPod,
  first,
  failing,
  workloadName,
  declaresPort,
  networkPolicies,
  hasDuplicates,
  configMapNames,
  type Invariant,
} from './invariant';
import {
  isOperator,
  nodeAddresses,
  objectName,
  objects,
  podOwners,
  selects,
  servedWorkloads,
  type Json,
  type Platform,
  type PodOwner,
} from './platform';

/** Services of pods that the platform creates itself: no operator, and not kubeadm. */
function ownServices(platform: Platform): Json[] {
  const servers = objects(platform, 'Alertmanager', 'Prometheus').map(({ kind, metadata }) => ({
    'app.kubernetes.io/instance': metadata.name,
    'app.kubernetes.io/name': kind.toLowerCase(),
  }));
  return objects(platform, 'Service').filter(
    ({ metadata, spec }) =>
      metadata.namespace !== 'kube-system' && !servers.some((labels) => selects(spec.selector, labels)),
  );
}

/** Priority classes of pods, with their rank: 0 is the highest. Workers of the services have any. */
function priorities(platform: Platform, owners: readonly PodOwner[]) {
  const servedOrJobs = [...servedWorkloads(platform).map(({ workload }) => workload), ...objects(platform, 'Job')];
  const rankOf = ({ kind, metadata }: Json) => {
    if (kind === 'DaemonSet') return 0;
    if (metadata.namespace !== platform.environment.name) return 3;
    return 2;
  };
  const isRanked = (workload: Json) =>
    workload.metadata.namespace !== platform.environment.name || servedOrJobs.includes(workload);
  return [
    ...owners
      .filter(({ workload }) => isRanked(workload))
      .map(({ pod, workload }) => ({ ...workload, name: pod.priorityClassName, rank: rankOf(workload) })),
    ...objects(platform, 'RabbitmqCluster').map((object) => ({
      ...object,
      name: object.spec.override.statefulSet.spec.template.spec.priorityClassName,
      rank: 1,
    })),
    ...objects(platform, 'Alertmanager', 'Elasticsearch', 'Kibana', 'Prometheus').map((object) => ({
      ...object,
      name:
        object.spec.priorityClassName ??
        (object.spec.podTemplate ?? object.spec.nodeSets[0].podTemplate).spec.priorityClassName,
      rank: 3,
    })),
  ];
}

export const objectsAndOrder: readonly Invariant[] = [
  {
    id: 'Z17',
    title: 'resources: have CPU and memory requests, and a memory limit that equals the request',
    violations: (platform) =>
      failing(podOwners(platform), workloadName, ({ pod }) =>
        pod.containers.every(
          ({ resources: { limits, requests } }: Json) =>
            requests?.cpu && requests.memory && requests.memory === limits?.memory,
        ),
      ),
    breakCopy: (copy) => {
      firstPod(copy).containers[0].resources.limits.memory = '1Mi';
    },
  },
  {
    id: 'Z18',
    title: 'image: is pinned by digest',
    violations: (platform) =>
      failing(podOwners(platform), workloadName, ({ pod }) =>
        pod.containers.every(
          ({ image, imagePullPolicy }: Json) =>
            /@sha256:[0-9a-f]{64}$/.test(image) && imagePullPolicy === 'IfNotPresent',
        ),
      ),
    breakCopy: (copy) => {
      firstPod(copy).containers[0].image = 'web:latest';
    },
  },
  {
    id: 'Z19',
    title: 'selector: matches only the pods of its own workload',
    violations: (platform) =>
      failing(
        podOwners(platform).filter(({ workload }) => workload.spec.selector),
        workloadName,
        ({ workload }) =>
          podOwners(platform)
            .filter(({ template }) => selects(workload.spec.selector.matchLabels, template.metadata.labels))
            .map(workloadName)
            .join() === objectName(workload),
      ),
    breakCopy: (copy) => {
      const [one, other] = objects(copy, 'Deployment');
      one.spec.selector = other.spec.selector;
    },
  },
  {
    id: 'Z20',
    title: 'config map: is immutable and named by its content hash',
    violations: (platform) => {
      const configs = objects(platform, 'ConfigMap');
      const names = configs.map(({ metadata }) => metadata.name);
      return [
        ...failing(configs, objectName, ({ immutable, metadata }) => immutable && /-[0-9a-f]{10}$/.test(metadata.name)),
        ...failing(podOwners(platform), workloadName, ({ pod }) =>
          configMapNames(pod).every((name) => names.includes(name)),
        ),
      ];
    },
    breakCopy: (copy) => {
      first(copy, 'ConfigMap').immutable = false;
    },
  },
  {
    id: 'Z21',
    title: 'service port: refers to a declared container port by a unique name',
    violations: (platform) => [
      ...failing(ownServices(platform), objectName, (service) =>
        servedWorkloads(platform).some(
          (found) =>
            found.service === service &&
            service.spec.ports.every(
              ({ name, targetPort }: Json) => name && declaresPort(found.pod.containers[0], targetPort),
            ),
        ),
      ),
      ...failing(podOwners(platform), workloadName, ({ pod }) =>
        pod.containers.every(
          ({ env = [], ports = [] }: Json) =>
            !hasDuplicates(env.map(({ name }: Json) => name)) && !hasDuplicates(ports.map(({ name }: Json) => name)),
        ),
      ),
    ],
    breakCopy: (copy) => {
      servedWorkloads(copy)[0]!.service.spec.ports[0].targetPort = 'undeclared';
    },
  },
  {
    id: 'Z22',
    title: 'security context: is restricted, except for agents with a documented host access',
    violations: (platform) =>
      failing(
        podOwners(platform).filter(({ workload }) => !workload.metadata.annotations?.['adamant.dev/host-access']),
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
    breakCopy: (copy) => {
      firstPod(copy).containers[0].securityContext.readOnlyRootFilesystem = false;
    },
  },
  {
    id: 'Z23',
    title: 'network policy: restricts both directions and admits node addresses to node ports',
    violations: (platform) => [
      ...failing(podOwners(platform), workloadName, ({ template }) =>
        networkPolicies(platform, template).some(({ spec }) => spec.policyTypes.join() === 'Ingress,Egress'),
      ),
      ...failing(
        servedWorkloads(platform).filter(({ service }) => service.spec.type === 'NodePort'),
        workloadName,
        ({ template }) => {
          const admitted = networkPolicies(platform, template).flatMap(({ spec }) => spec.ingress ?? []);
          const ranges = admitted.flatMap(({ from }: Json) => from.map(({ ipBlock }: Json) => ipBlock?.cidr));
          return nodeAddresses(platform).every((range) => ranges.includes(range));
        },
      ),
    ],
    breakCopy: (copy) => {
      for (const { spec } of objects(copy, 'NetworkPolicy')) spec.ingress = [];
    },
  },
  {
    id: 'Z24',
    title:
      'migration job: completes before the Deployments, has a deadline, is not interrupted, and is kept as the record',
    violations: (platform) => [
      ...platform.applied
        .filter(({ object }) => object.kind === 'Job')
        .filter(({ object: { metadata, spec }, wave }) => {
          const before = platform.applied.filter(
            ({ object }) => object.kind === 'Deployment' && object.metadata.namespace === metadata.namespace,
          );
          return !(
            before.every((deployment) => platform.waves.indexOf(wave) < platform.waves.indexOf(deployment.wave)) &&
            spec.backoffLimit >= 0 &&
            spec.activeDeadlineSeconds > 0 &&
            spec.ttlSecondsAfterFinished === undefined &&
            spec.template.metadata.annotations['cluster-autoscaler.kubernetes.io/safe-to-evict'] === 'false'
          );
        })
        .map(({ object }) => objectName(object)),
      // An init container would run once in every pod, in parallel with the previous release.
      ...failing(podOwners(platform), workloadName, ({ pod }) => (pod.initContainers ?? []).length === 0),
    ],
    breakCopy: (copy) => {
      first(copy, 'Job').spec.ttlSecondsAfterFinished = 604_800;
    },
  },
  {
    id: 'Z25',
    title: 'wave: comes after the waves that it depends on, and is listed in WAVES',
    violations: (platform) => {
      const { waves } = platform;
      const applied = platform.applied.filter(({ object }) => !isOperator(platform, object));
      const wavesWith = (kind: string) => applied.filter(({ object }) => object.kind === kind).map(({ wave }) => wave);
      const order = ['Namespace', 'PriorityClass', 'Deployment'].flatMap(wavesWith).map((wave) => waves.indexOf(wave));
      return [
        ...applied.filter(({ wave }) => !waves.includes(wave)).map(({ object }) => objectName(object)),
        ...([...order].sort((a, b) => a - b).join() === order.join() ? [] : ['the order of the waves']),
        ...([...waves].sort().join() === waves.join() ? [] : ['WAVES']),
      ];
    },
    breakCopy: ({ waves }) => {
      (waves as string[]).reverse();
    },
  },
  {
    id: 'Z26',
    title: 'autoscaler: has a minimum of 2, a higher maximum, slow scale-down, and resource metrics only',
    violations: (platform) =>
      failing(objects(platform, 'HorizontalPodAutoscaler'), objectName, ({ spec }) => {
        const { behavior, maxReplicas, metrics, minReplicas } = spec;
        return (
          minReplicas >= 2 &&
          maxReplicas > minReplicas &&
          behavior.scaleDown.stabilizationWindowSeconds >= 300 &&
          // Other metrics need a rule of the metrics adapter.
          metrics.every(({ type }: Json) => type === 'Resource')
        );
      }),
    breakCopy: (copy) => {
      first(copy, 'HorizontalPodAutoscaler').spec.behavior.scaleDown.stabilizationWindowSeconds = 60;
    },
  },
  {
    id: 'Z27',
    title: 'RabbitMQ: has an odd number of 3 or more replicas, unless waived',
    violations: (platform) =>
      failing(objects(platform, 'RabbitmqCluster'), objectName, ({ metadata, spec }) => {
        const waived = platform.environment.waivers.some(
          ({ check, construct }) => check === 'rabbitmq-quorum' && construct.endsWith(`/${metadata.name}`),
        );
        return waived || (spec.replicas >= 3 && spec.replicas % 2 === 1);
      }),
    breakCopy: (copy) => {
      first(copy, 'RabbitmqCluster').spec.replicas = 2;
    },
  },
  {
    id: 'Z28',
    title: 'priority class: exists, and sorts agents, RabbitMQ, pods behind a Service and migrations, metrics and logs',
    violations: (platform) => {
      const values = new Map(objects(platform, 'PriorityClass').map(({ metadata, value }) => [metadata.name, value]));
      const order = [...values.values()].sort((a, b) => b - a);
      const owners = podOwners(platform).filter(({ workload }) => !isOperator(platform, workload));
      return [
        ...failing(owners, workloadName, ({ pod }) => values.has(pod.priorityClassName)),
        ...failing(priorities(platform, owners), objectName, ({ name, rank }) => values.get(name) === order[rank]),
      ];
    },
    breakCopy: (copy) => {
      servedWorkloads(copy)[0]!.pod.priorityClassName = 'adamant-background';
    },
  },
];
