import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { workloadEndpoint } from '../../../../lib/kubernetes/workloads/workload';
import { RabbitmqBackend } from '../../../../lib/operators/rabbitmq/backend';
import { rabbitmqCredentials, rabbitmqEndpoint, rabbitmqVariables } from '../../../../lib/operators/rabbitmq/endpoint';
import type { RabbitmqClusterProps } from '../../../../lib/operators/rabbitmq/props';
import { watermark } from '../../../../lib/operators/rabbitmq/rabbitmq-conf';
import { namesIn, object, objects } from '../../../support/manifests';
import { chartWith, improvado, rabbitmqCluster } from '../../../support/workload-samples';

function brokerChart(props: Partial<RabbitmqClusterProps> = {}) {
  return chartWith((chart) => rabbitmqCluster(chart, props));
}

function clusterSpec(props: Partial<RabbitmqClusterProps> = {}) {
  return object(brokerChart(props), 'RabbitmqCluster').spec;
}

const ajv = new Ajv({ strict: false, validateFormats: false });

function schemaErrors(kind: 'policy' | 'rabbitmqcluster', value: unknown): string[] {
  const validate = ajv.compile(
    JSON.parse(readFileSync(join(__dirname, '../../../support/crds', `${kind}_v1beta1.json`), 'utf8')),
  );
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('cluster operator', () => {
  test('objects: include a disruption budget and a NetworkPolicy', () => {
    expect(namesIn(brokerChart())).toEqual([
      'RabbitmqCluster/broker',
      'PodDisruptionBudget/broker',
      'NetworkPolicy/broker',
    ]);
    expect(collectDiagnostics(brokerChart())).toEqual([]);
  });

  test('members: are spread over zones and nodes, and evicted one at a time', () => {
    const pods = { matchLabels: { 'app.kubernetes.io/name': 'broker' } };
    const { affinity, override } = clusterSpec();
    const restricted = {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    };
    expect(override.statefulSet.spec.template.spec).toEqual({
      containers: [{ name: 'rabbitmq', securityContext: restricted }],
      initContainers: [{ name: 'setup-container', securityContext: restricted }],
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
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
    expect(object(brokerChart({ replicas: 5 }), 'PodDisruptionBudget').spec).toEqual({
      maxUnavailable: 1,
      selector: pods,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });

  test('resources: equal requests and limits; volume and grace period have defaults', () => {
    expect(clusterSpec({ resources: { cpu: '2', memory: '4Gi' } })).toMatchObject({
      image: 'rabbitmq:4.2.9-management',
      resources: { requests: { cpu: '2', memory: '4Gi' }, limits: { cpu: '2', memory: '4Gi' } },
      persistence: { storage: '10Gi', storageClassName: 'gp3' },
      terminationGracePeriodSeconds: 900,
    });
    const backend = RabbitmqBackend.clusterOperator({ storageClass: 'io2', gracePeriod: '5m' });
    expect(clusterSpec({ backend })).toMatchObject({
      persistence: { storageClassName: 'io2' },
      terminationGracePeriodSeconds: 300,
    });
  });

  test('image: has tag and digest', () => {
    const digest = `sha256:${'ab'.repeat(32)}`;
    expect(clusterSpec({ image: { repository: 'rabbitmq', tag: '4.1.4', digest } }).image).toBe(
      `rabbitmq:4.1.4@${digest}`,
    );
  });

  test.each([
    ['3.13.7', 'cluster_partition_handling = autoheal\ndefault_vhost = dts\n'],
    ['4.1.4', 'cluster_partition_handling = autoheal\ndefault_queue_type = quorum\ndefault_vhost = dts\n'],
    ['4.3.0', 'default_queue_type = quorum\ndefault_vhost = dts\n'],
    ['4.10.1', 'default_queue_type = quorum\ndefault_vhost = dts\n'],
  ])('rabbitmq.conf: contains only keys that %s knows', (tag, conf) => {
    const image = { repository: 'rabbitmq', tag };
    expect(clusterSpec({ image, vhost: 'dts' }).rabbitmq.additionalConfig).toBe(conf);
  });

  test('rabbitmq.conf: has amounts in the notation of the server', () => {
    const props = { memoryHighWatermark: '1536Mi', partitionHandling: 'pause_minority' } as const;
    expect(clusterSpec(props).rabbitmq.additionalConfig).toBe(
      [
        'cluster_partition_handling = pause_minority',
        'default_queue_type = quorum',
        'default_vhost = /',
        'vm_memory_high_watermark.absolute = 1536MiB',
        '',
      ].join('\n'),
    );
  });

  // Before 3.13, `M` is a mebibyte; from then on, it is a million bytes.
  test.each([
    ['4.2.9', '1.5Gi', '1536MiB'],
    ['4.2.9', '0.0009765625Gi', '1MiB'],
    ['4.2.9', '0.5Mi', '524288'],
    ['3.13.0', '256Mi', '256MiB'],
    ['3.12.14', '256Mi', '256M'],
  ] as const)('rabbitmq.conf: %s reads a watermark of %s as whole bytes', (tag, memory, expected) => {
    expect(watermark(memory, { repository: 'rabbitmq', tag })).toBe(expected);
    expect(expected).toMatch(/^[0-9]+(?:M|MiB)?$/);
  });

  test('single member: stops without its preStop hook, within a minute', () => {
    const single = clusterSpec({ replicas: 1 });
    expect(single.override.statefulSet.spec.template.metadata.labels).toEqual({ skipPreStopChecks: 'true' });
    expect(single.terminationGracePeriodSeconds).toBe(60);
    expect(clusterSpec().override.statefulSet.spec.template.metadata.labels).toBeUndefined();
  });

  test('members: do not keep a node from being removed', () => {
    expect(clusterSpec().override.statefulSet.spec.template.metadata.annotations).toEqual({
      'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes': 'rabbitmq-erlang-cookie,rabbitmq-plugins',
    });
  });

  test('feature flags: are enabled after an upgrade', () => {
    expect(clusterSpec().autoEnableAllFeatureFlags).toBe(true);
  });

  test('NetworkPolicy: permits scrapers on the port of metrics', () => {
    const monitoring = { scrapers: [workloadEndpoint('prometheus')] };
    expect(object(brokerChart({ monitoring }), 'NetworkPolicy').spec.ingress[2].ports).toEqual([
      { protocol: 'TCP', port: 15692 },
    ]);
  });

  test('NetworkPolicy: permits clients, members and operators on their ports', () => {
    const { egress, ingress, podSelector } = object(
      brokerChart({ allowedFrom: [workloadEndpoint('api')] }),
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

  test('NetworkPolicy: permits the API server before 4.1 only', () => {
    const backend = RabbitmqBackend.clusterOperator({ apiServerAddresses: ['10.20.0.0/24'] });
    const { egress } = object(
      brokerChart({ backend, image: { repository: 'rabbitmq', tag: '4.0.9' } }),
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

  test('policies: become Policy objects of the virtual host', () => {
    const policies = [
      { name: 'limit', pattern: '^tmp', definition: { 'max-length': 1000 }, applyTo: 'queues' },
    ] as const;
    expect(objects(brokerChart({ policies, vhost: 'dts' }), 'Policy')).toEqual([
      expect.objectContaining({
        metadata: expect.objectContaining({ name: 'broker-limit', namespace: 'apps' }),
        spec: {
          name: 'limit',
          pattern: '^tmp',
          definition: { 'max-length': 1000 },
          applyTo: 'queues',
          vhost: 'dts',
          rabbitmqClusterReference: { name: 'broker' },
        },
      }),
    ]);
  });

  test('policies: have names that Kubernetes accepts, whatever their own names are', () => {
    const names = ['HA_all', 'a/b', 'a b', 'short', 'é', 'x'.repeat(255), '-a-'];
    const policy = { pattern: '.*', definition: { 'max-length': 1 } };
    const policies = [...names.map((name) => ({ ...policy, name })), { ...policy, name: 'short', vhost: 'other' }];
    const created = objects(brokerChart({ policies, topology: { vhosts: [{ name: 'other' }] } }), 'Policy');
    const objectNames = created.map(({ metadata }) => metadata.name);
    expect(new Set(objectNames).size).toBe(policies.length);
    expect(objectNames.filter((name) => !/^[a-z0-9](?:[a-z0-9-]{0,251}[a-z0-9])?$/.test(name))).toEqual([]);
    expect(objectNames).toContain('broker-short');
    expect(created.map(({ spec }) => spec.name)).toEqual(expect.arrayContaining(names));
    expect(collectDiagnostics(brokerChart({ policies, topology: { vhosts: [{ name: 'other' }] } }))).toEqual([]);
  });

  test('placement: becomes node affinity and tolerations', () => {
    const placement = { labels: { pool: 'data' }, taints: { dedicated: 'data:NoSchedule' } };
    expect(clusterSpec({ placement })).toMatchObject({
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

  test('variables of clients: refer to the default user', () => {
    const secret = 'broker-default-user';
    expect(rabbitmqVariables('broker', 'dts')).toEqual({
      config: { RABBITMQ_VHOST: 'dts' },
      secrets: {
        RABBITMQ_HOST: { secret, key: 'host' },
        RABBITMQ_PASSWORD: { secret, key: 'password' },
        RABBITMQ_PORT: { secret, key: 'port' },
        RABBITMQ_USERNAME: { secret, key: 'username' },
      },
    });
  });

  test('endpoint and credentials: follow from the name', () => {
    expect(rabbitmqEndpoint('broker')).toEqual({
      name: 'broker',
      peer: { isolated: true, pods: { 'app.kubernetes.io/name': 'broker' } },
      ports: [5672],
    });
    expect(rabbitmqCredentials('broker').password).toEqual({ secret: 'broker-default-user', key: 'password' });
  });
});

describe('schemas of the custom resource definitions', () => {
  const full: Partial<RabbitmqClusterProps> = {
    resources: { cpu: '2', memory: '4Gi' },
    placement: { labels: { pool: 'data' }, taints: { dedicated: 'data:NoSchedule' } },
    policies: [{ name: 'limit', pattern: '^tmp', definition: { 'max-length': 1000 } }],
  };

  test.each<[string, Partial<RabbitmqClusterProps>]>([
    ['minimal', {}],
    ['all', full],
  ])('RabbitmqCluster: is valid with %s settings', (_what, props) => {
    expect(schemaErrors('rabbitmqcluster', object(brokerChart(props), 'RabbitmqCluster'))).toEqual([]);
  });

  test('Policy: is valid', () => {
    expect(schemaErrors('policy', object(brokerChart(full), 'Policy'))).toEqual([]);
  });

  test('schemas: reject unknown and missing fields', () => {
    const cluster = object(brokerChart(), 'RabbitmqCluster');
    expect(schemaErrors('rabbitmqcluster', { ...cluster, spec: { ...cluster.spec, replica: 3 } })).toEqual([
      '/spec must NOT have additional properties',
    ]);
    delete cluster.spec.override.statefulSet.spec.template.spec.containers;
    expect(schemaErrors('rabbitmqcluster', cluster)).toEqual([
      "/spec/override/statefulSet/spec/template/spec must have required property 'containers'",
    ]);
  });
});

describe('improvado operator', () => {
  test('Rabbitmq: is the only object, without optional fields', () => {
    const chart = brokerChart({ backend: improvado });
    expect(namesIn(chart)).toEqual(['Rabbitmq/broker']);
    const { spec } = object(chart, 'Rabbitmq');
    expect(Object.keys(spec).filter((key) => /exporter|watermark|pod_|node[S]|tolerations/.test(key))).toEqual([]);
    expect(spec).toMatchObject({ 'k8s_service_discovery': 'svc.cluster.local', 'loopback_users.guest': true });
  });

  test('resources: equal requests and limits', () => {
    const resources = { cpu: '1', memory: '2Gi' } as const;
    const { spec } = object(brokerChart({ backend: improvado, resources }), 'Rabbitmq');
    expect(spec).toMatchObject({ pod_requests: resources, pod_limits: resources });
  });
});

describe('props of a broker', () => {
  test('autoscaling: is no prop, because members of a quorum are not interchangeable', () => {
    // @ts-expect-error the number of members is fixed
    const scaled: Partial<RabbitmqClusterProps> = { autoscaling: { maxReplicas: 5, minReplicas: 3 } };
    expect(objects(brokerChart(scaled), 'HorizontalPodAutoscaler')).toEqual([]);
  });
});

describe('quorum', () => {
  test('replicas: are accepted if a majority survives the loss of one member and none is idle', () => {
    fc.assert(
      fc.property(fc.integer({ min: -3, max: 40 }), (replicas) => {
        const majority = Math.floor(replicas / 2) + 1;
        const survives = replicas - 1 >= majority;
        const idle = replicas - 1 >= 1 && Math.floor((replicas - 1) / 2) === Math.floor((replicas - 2) / 2);
        expect(collectDiagnostics(brokerChart({ replicas })).length === 0).toBe(survives && !idle);
      }),
    );
  });
});
