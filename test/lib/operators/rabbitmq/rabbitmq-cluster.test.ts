import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Testing } from 'cdk8s';
import fc from 'fast-check';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { workloadEndpoint } from '../../../../lib/kubernetes/workloads/workload';
import {
  RabbitmqBackend,
  RabbitmqCluster,
  rabbitmqCredentials,
  rabbitmqEndpoint,
  type RabbitmqClusterProps,
} from '../../../../lib/operators/rabbitmq/rabbitmq-cluster';
import { WaveChart } from '../../../../lib/kubernetes/manifests/wave';
import { namesIn, object, objects, rulesIn } from '../../../support/manifests';

const settings: RabbitmqClusterProps = {
  name: 'broker',
  namespace: 'apps',
  replicas: 3,
  storage: '10Gi',
  image: { repository: 'rabbitmq', tag: '4.1.4-management' },
};

const priorityClass = 'data';

const improvado = RabbitmqBackend.improvado({
  serviceAccount: 'rabbitmq-instance',
  credentialsSecret: 'broker-secret',
});

const mirrored = {
  name: 'ha-three',
  pattern: '.*',
  definition: { 'ha-mode': 'exactly', 'ha-params': 3, 'ha-sync-mode': 'automatic' },
};

function chartOf(props: Partial<RabbitmqClusterProps> = {}) {
  const chart = new WaveChart(Testing.app(), { environment: 'lab', wave: 'data' });
  new RabbitmqCluster(chart, 'broker', {
    ...settings,
    ...(props.backend !== improvado && { priorityClass }),
    ...props,
  });
  return chart;
}

function clusterOf(props: Partial<RabbitmqClusterProps> = {}) {
  return object(chartOf(props), 'RabbitmqCluster').spec;
}

const ajv = new Ajv({ strict: false, validateFormats: false });

function errorsOf(kind: 'policy' | 'rabbitmqcluster', value: unknown): string[] {
  const validate = ajv.compile(
    JSON.parse(readFileSync(join(__dirname, '../../../support/crds', `${kind}_v1beta1.json`), 'utf8')),
  );
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('RabbitmqCluster of the cluster operator', () => {
  test('brings what the operator leaves out', () => {
    expect(namesIn(chartOf())).toEqual([
      'RabbitmqCluster/broker',
      'PodDisruptionBudget/broker',
      'NetworkPolicy/broker',
    ]);
    expect(collectDiagnostics(chartOf())).toEqual([]);
  });

  test('has members that each zone, node and disruption takes one of', () => {
    const pods = { matchLabels: { 'app.kubernetes.io/name': 'broker' } };
    const { affinity, override } = clusterOf();
    expect(override.statefulSet.spec.template.spec).toEqual({
      containers: [],
      priorityClassName: 'data',
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'topology.kubernetes.io/zone',
          whenUnsatisfiable: 'DoNotSchedule',
          nodeTaintsPolicy: 'Honor',
          labelSelector: pods,
        },
      ],
    });
    expect(affinity).toEqual({
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: pods, topologyKey: 'kubernetes.io/hostname' },
        ],
      },
    });
    expect(object(chartOf({ replicas: 5 }), 'PodDisruptionBudget').spec).toEqual({
      maxUnavailable: 1,
      selector: pods,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });

  test('has the memory that it counts on, a volume that can grow, and ends in less than a node waits', () => {
    expect(clusterOf({ resources: { cpu: '2', memory: '4Gi' } })).toMatchObject({
      image: 'rabbitmq:4.1.4-management',
      resources: { requests: { cpu: '2', memory: '4Gi' }, limits: { cpu: '2', memory: '4Gi' } },
      persistence: { storage: '10Gi', storageClassName: 'gp3' },
      terminationGracePeriodSeconds: 900,
    });
    const backend = RabbitmqBackend.clusterOperator({ storageClass: 'io2', gracePeriod: '5m' });
    expect(clusterOf({ backend })).toMatchObject({
      persistence: { storageClassName: 'io2' },
      terminationGracePeriodSeconds: 300,
    });
  });

  test('pins its image by digest beside the tag that tells the version', () => {
    const digest = `sha256:${'ab'.repeat(32)}`;
    expect(clusterOf({ image: { repository: 'rabbitmq', tag: '4.1.4', digest } }).image).toBe(
      `rabbitmq:4.1.4@${digest}`,
    );
  });

  test.each([
    ['3.13.7', 'cluster_partition_handling = autoheal\ndefault_vhost = dts\n'],
    ['4.1.4', 'cluster_partition_handling = autoheal\ndefault_queue_type = quorum\ndefault_vhost = dts\n'],
    ['4.3.0', 'default_queue_type = quorum\ndefault_vhost = dts\n'],
    ['4.10.1', 'default_queue_type = quorum\ndefault_vhost = dts\n'],
  ])('says to a server of %s only what it knows', (tag, conf) => {
    const image = { repository: 'rabbitmq', tag };
    expect(clusterOf({ image, vhost: 'dts' }).rabbitmq.additionalConfig).toBe(conf);
  });

  test('writes amounts as the server does', () => {
    const props = { memoryHighWatermark: '1536Mi', partitionHandling: 'pause_minority' } as const;
    expect(clusterOf(props).rabbitmq.additionalConfig).toBe(
      [
        'cluster_partition_handling = pause_minority',
        'default_queue_type = quorum',
        'default_vhost = /',
        'vm_memory_high_watermark.absolute = 1536M',
        '',
      ].join('\n'),
    );
  });

  test('hears its clients, its members and the operators, each on their own ports', () => {
    const { egress, ingress, podSelector } = object(
      chartOf({ allowedFrom: [workloadEndpoint('api')] }),
      'NetworkPolicy',
    ).spec;
    const members = { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'broker' } } };
    const between = [4369, 25672, 15672, 15692].map((port) => ({ protocol: 'TCP', port }));
    const tools = { protocol: 'TCP', port: 35672, endPort: 35682 };
    expect(podSelector).toEqual(members.podSelector);
    expect(ingress).toEqual([
      {
        from: [
          { podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'api', 'app.kubernetes.io/name': 'api' } } },
        ],
        ports: [{ protocol: 'TCP', port: 5672 }],
      },
      { from: [members], ports: [...between, tools] },
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'rabbitmq-system' } } }],
        ports: [{ protocol: 'TCP', port: 15672 }],
      },
    ]);
    expect(egress).toEqual([{ to: [members], ports: [...between, tools] }]);
  });

  test('asks the API server for its peers only before 4.1', () => {
    const backend = RabbitmqBackend.clusterOperator({ apiServerAddresses: ['10.20.0.0/24'] });
    const { egress } = object(
      chartOf({ backend, image: { repository: 'rabbitmq', tag: '4.0.9' } }),
      'NetworkPolicy',
    ).spec;
    expect(egress[1]).toEqual({
      to: [{ ipBlock: { cidr: '10.20.0.0/24' } }],
      ports: [
        { protocol: 'TCP', port: 443 },
        { protocol: 'TCP', port: 6443 },
      ],
    });
  });

  test('makes an object of each policy, in the virtual host of the cluster', () => {
    const policies = [
      { name: 'limit', pattern: '^tmp', definition: { 'max-length': 1000 }, applyTo: 'queues' },
    ] as const;
    expect(objects(chartOf({ policies, vhost: 'dts' }), 'Policy')).toEqual([
      expect.objectContaining({
        metadata: expect.objectContaining({ name: 'broker-limit', namespace: 'apps' }),
        spec: {
          name: 'limit',
          pattern: '^tmp',
          definition: { 'max-length': 1000 },
          priority: 0,
          applyTo: 'queues',
          vhost: 'dts',
          rabbitmqClusterReference: { name: 'broker' },
        },
      }),
    ]);
  });

  test('runs where it is placed', () => {
    const placement = { labels: { pool: 'data' }, taints: { dedicated: 'data:NoSchedule' } };
    expect(clusterOf({ placement })).toMatchObject({
      tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'data', effect: 'NoSchedule' }],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'In', values: ['data'] }] }],
          },
        },
      },
    });
  });

  test('is named by its clients through its endpoint and its credentials', () => {
    expect(rabbitmqEndpoint('broker')).toEqual({
      name: 'broker',
      ports: [5672],
      at: { pods: { 'app.kubernetes.io/name': 'broker' } },
    });
    expect(rabbitmqCredentials('broker').password).toEqual({ secret: 'broker-default-user', key: 'password' });
  });
});

describe('what the API server would take, by the schemas of the definitions upstream', () => {
  const full: Partial<RabbitmqClusterProps> = {
    resources: { cpu: '2', memory: '4Gi' },
    placement: { labels: { pool: 'data' }, taints: { dedicated: 'data:NoSchedule' } },
    policies: [{ name: 'limit', pattern: '^tmp', definition: { 'max-length': 1000 } }],
  };

  test.each<[string, Partial<RabbitmqClusterProps>]>([
    ['the least', {}],
    ['the most', full],
  ])('a cluster with %s settings', (_what, props) => {
    expect(errorsOf('rabbitmqcluster', object(chartOf(props), 'RabbitmqCluster'))).toEqual([]);
  });

  test('a policy', () => {
    expect(errorsOf('policy', object(chartOf(full), 'Policy'))).toEqual([]);
  });

  test('the schemas do refuse', () => {
    const cluster = object(chartOf(), 'RabbitmqCluster');
    expect(errorsOf('rabbitmqcluster', { ...cluster, spec: { ...cluster.spec, replica: 3 } })).toEqual([
      '/spec must NOT have additional properties',
    ]);
    delete cluster.spec.override.statefulSet.spec.template.spec.containers;
    expect(errorsOf('rabbitmqcluster', cluster)).toEqual([
      "/spec/override/statefulSet/spec/template/spec must have required property 'containers'",
    ]);
  });
});

describe('RabbitmqCluster of the improvado operator', () => {
  test('is one object, without what was not said', () => {
    const chart = chartOf({ backend: improvado });
    expect(namesIn(chart)).toEqual(['Rabbitmq/broker']);
    const { spec } = object(chart, 'Rabbitmq');
    expect(Object.keys(spec).filter((key) => /exporter|watermark|pod_|node[S]|tolerations/.test(key))).toEqual([]);
    expect(spec).toMatchObject({ 'k8s_service_discovery': 'svc.cluster.local', 'loopback_users.guest': true });
  });

  test('keeps for its pods what it is told to', () => {
    const kept = { cpu: '1', memory: '2Gi' } as const;
    const { spec } = object(chartOf({ backend: improvado, resources: kept }), 'Rabbitmq');
    expect(spec).toMatchObject({ pod_requests: kept, pod_limits: kept });
  });
});

describe('what is refused', () => {
  test.each<[string, Partial<RabbitmqClusterProps>, string]>([
    ['an even number of members', { replicas: 4 }, 'replicas: replicas must be odd and at least 3 (3, 5, 7), got 4'],
    ['a single member', { replicas: 1 }, 'replicas: replicas must be odd and at least 3 (3, 5, 7), got 1'],
    [
      'a name that is too long',
      { name: 'b'.repeat(46) },
      `name: a rabbitmq-cluster name has at most 45 characters, got '${'b'.repeat(46)}' (46)`,
    ],
    [
      'mirroring that a server of 4 does not know',
      { policies: [mirrored] },
      `policies.0.definition: queues are not mirrored from RabbitMQ 4 on, got ha-mode, ha-params, ha-sync-mode in policy 'ha-three' with 4.1.4-management`,
    ],
    [
      'the same with the other operator',
      { policies: [mirrored], backend: improvado },
      `policies.0.definition: queues are not mirrored from RabbitMQ 4 on, got ha-mode, ha-params, ha-sync-mode in policy 'ha-three' with 4.1.4-management`,
    ],
    [
      'partition handling that a server of 4.3 ignores',
      { partitionHandling: 'autoheal', image: { repository: 'rabbitmq', tag: '4.3.0' } },
      `partitionHandling: partitionHandling has no effect from RabbitMQ 4.3 on, got 'autoheal' with 4.3.0`,
    ],
    [
      'a tag without a version',
      { image: { repository: 'rabbitmq', tag: 'latest' }, policies: [mirrored] },
      `image.tag: tag must start with RabbitMQ's version, such as 4.1.4-management, got 'latest'`,
    ],
    [
      'a short digest',
      { image: { repository: 'rabbitmq', tag: '4.1.4', digest: 'sha256:ab' } },
      `image.digest: digest must be sha256: and 64 lower-case hexadecimal digits, got 'sha256:ab'`,
    ],
    ['no storage', { storage: '0Gi' }, `storage: storage must be a positive amount such as '10Gi', got '0Gi'`],
    [
      'a watermark above the limit',
      { memoryHighWatermark: '2Gi', resources: { cpu: '1', memory: '2Gi' } },
      'memoryHighWatermark: memoryHighWatermark must be less than resources.memory (2Gi), got 2Gi',
    ],
    [
      'no time to end',
      { backend: RabbitmqBackend.clusterOperator({ gracePeriod: '0s' }) },
      `backend.gracePeriod: gracePeriod must be a positive amount such as '30s' or '5m', got '0s'`,
    ],
    [
      'members without a priority',
      { priorityClass: '' },
      'priorityClass: a broker must name its PriorityClass, got none, which is priority 0: below whoever waits for it',
    ],
    [
      'a priority that improvado has no place for',
      { backend: improvado, priorityClass },
      `priorityClass: the improvado operator gives its pods no priority, got 'data'`,
    ],
    [
      'callers that improvado cannot admit',
      { backend: improvado, allowedFrom: [workloadEndpoint('api')] },
      'allowedFrom: the improvado backend makes no NetworkPolicy, got callers api',
    ],
  ])('%s', (_what, props, rule) => {
    expect(rulesIn(chartOf(props))).toEqual([rule]);
  });

  test('mirroring is a policy like any other before version 4', () => {
    const image = { repository: 'rabbitmq', tag: '3.13.7' };
    expect(rulesIn(chartOf({ image, policies: [mirrored], backend: improvado }))).toEqual([]);
  });

  test('only the number of members can be waived', () => {
    expect(collectDiagnostics(chartOf({ replicas: 1, storage: '0Gi' })).map(({ id, path }) => [id, path])).toEqual([
      ['rabbitmq-quorum', 'lab-40-data/broker'],
      [undefined, 'lab-40-data/broker'],
    ]);
  });

  test('a number of members is accepted when losing one leaves a majority and none is idle', () => {
    fc.assert(
      fc.property(fc.integer({ min: -3, max: 40 }), (replicas) => {
        const majority = Math.floor(replicas / 2) + 1;
        const survives = replicas - 1 >= majority;
        const idle = replicas - 1 >= 1 && Math.floor((replicas - 1) / 2) === Math.floor((replicas - 2) / 2);
        expect(rulesIn(chartOf({ replicas })).length === 0).toBe(survives && !idle);
      }),
    );
  });
});
