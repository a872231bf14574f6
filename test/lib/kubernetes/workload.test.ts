import fc from 'fast-check';
import type { Endpoint, Exposure } from '../../../lib/core/contract';
import { problemsIn } from '../../../lib/core/errors';
import { gracePeriod, progressDeadline } from '../../../lib/kubernetes/health';
import { evictable } from '../../../lib/kubernetes/replicas';
import { objectsIn } from '../../../lib/kubernetes/synthesize';
import { WebService, type WebServiceProps } from '../../../lib/kubernetes/web-service';
import { Worker, type WorkerProps } from '../../../lib/kubernetes/worker';
import { physicalNameOf, workloadEndpoint } from '../../../lib/kubernetes/workload';
import { namesIn, object, objects, rulesIn, testChart } from './objects';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

const base = {
  name: 'api',
  namespace: 'apps',
  image: { repository: 'registry.example.com/api', digest },
  scale: { min: 3, max: 6 },
  resources: { cpu: '250m', memory: '512Mi' },
} as const;

const web: WebServiceProps = { ...base, port: 8080, readinessPath: '/ready', livenessPath: '/alive' };
const worker: WorkerProps = { ...base, name: 'loader', scale: { min: 2, max: 4 } };

const exposure: Exposure = {
  service: 'api',
  host: 'api.example.com',
  paths: ['/*'],
  priority: 10,
  nodePort: 30080,
  healthPath: '/ready',
  drain: '30s',
};

function webChart(props: Partial<WebServiceProps> = {}) {
  const chart = testChart();
  new WebService(chart, 'api', { ...web, ...props });
  return chart;
}

function workerChart(props: Partial<WorkerProps> = {}) {
  const chart = testChart();
  new Worker(chart, 'loader', { ...worker, ...props });
  return chart;
}

describe('WebService', () => {
  test('is one flat set of objects, all named after it', () => {
    expect(namesIn(webChart({ config: { LOG_LEVEL: 'info' } }))).toEqual([
      'ServiceAccount/api',
      expect.stringMatching(/^ConfigMap\/api-[0-9a-f]{10}$/),
      'NetworkPolicy/api',
      'Deployment/api',
      'PodDisruptionBudget/api',
      'HorizontalPodAutoscaler/api',
      'Service/api',
    ]);
    expect(problemsIn(webChart())).toEqual([]);
  });

  test('leaves the number of pods to the autoscaler (Z8, Z26)', () => {
    const chart = webChart({ scale: { min: 3, max: 6, cpuTarget: 60 } });
    expect(object(chart, 'Deployment').spec).not.toHaveProperty('replicas');
    expect(object(chart, 'HorizontalPodAutoscaler')).toMatchObject({
      apiVersion: 'autoscaling/v2',
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' },
        minReplicas: 3,
        maxReplicas: 6,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
        ],
        behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
      },
    });
  });

  test('never has fewer pods during a rollout (Z3, Z16)', () => {
    expect(object(webChart({ startupBudget: '2m' }), 'Deployment').spec).toMatchObject({
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      minReadySeconds: 10,
      progressDeadlineSeconds: 430,
      revisionHistoryLimit: 5,
    });
  });

  test('selects by labels that hold nothing of a revision, the same everywhere (Z5, Z19, Z21)', () => {
    const chart = webChart({ partOf: 'shop' });
    const pods = { 'app.kubernetes.io/instance': 'api', 'app.kubernetes.io/name': 'api' };
    const { spec } = object(chart, 'Deployment');
    expect(spec.selector).toEqual({ matchLabels: pods });
    expect(spec.template.metadata.labels).toEqual({
      ...pods,
      'app.kubernetes.io/component': 'web',
      'app.kubernetes.io/managed-by': 'adamant',
      'app.kubernetes.io/part-of': 'shop',
    });
    expect(object(chart, 'Service').spec.selector).toEqual(pods);
    expect(object(chart, 'NetworkPolicy').spec.podSelector).toEqual({ matchLabels: pods });
    expect(object(chart, 'PodDisruptionBudget').spec).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: pods },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
    for (const constraint of spec.template.spec.topologySpreadConstraints) {
      expect(constraint.labelSelector).toEqual({ matchLabels: pods });
    }
  });

  test('has a pod of one hardened container, with a probe for each question (Z1, Z2, Z17, Z18, Z22)', () => {
    const { spec } = object(webChart({ priorityClass: 'serving' }), 'Deployment').spec.template;
    expect(spec).toEqual({
      serviceAccountName: 'api',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      priorityClassName: 'serving',
      terminationGracePeriodSeconds: 45,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10001,
        runAsGroup: 10001,
        fsGroup: 10001,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      topologySpreadConstraints: [
        expect.objectContaining({
          topologyKey: 'topology.kubernetes.io/zone',
          whenUnsatisfiable: 'DoNotSchedule',
          maxSkew: 1,
          matchLabelKeys: ['pod-template-hash'],
          nodeTaintsPolicy: 'Honor',
        }),
        expect.objectContaining({ topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' }),
      ],
      containers: [
        {
          name: 'api',
          image: `registry.example.com/api@${digest}`,
          imagePullPolicy: 'IfNotPresent',
          ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
          resources: {
            requests: { 'cpu': '250m', 'memory': '512Mi', 'ephemeral-storage': '512Mi' },
            limits: { 'memory': '512Mi', 'ephemeral-storage': '512Mi' },
          },
          securityContext: {
            runAsNonRoot: true,
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
            seccompProfile: { type: 'RuntimeDefault' },
          },
          startupProbe: {
            httpGet: { path: '/alive', port: 'http' },
            periodSeconds: 5,
            timeoutSeconds: 2,
            failureThreshold: 12,
          },
          readinessProbe: {
            httpGet: { path: '/ready', port: 'http' },
            periodSeconds: 5,
            timeoutSeconds: 2,
            failureThreshold: 2,
          },
          livenessProbe: {
            httpGet: { path: '/alive', port: 'http' },
            periodSeconds: 10,
            timeoutSeconds: 5,
            failureThreshold: 6,
          },
          lifecycle: { preStop: { sleep: { seconds: 10 } } },
          volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
        },
      ],
      volumes: [{ name: 'tmp', emptyDir: {} }],
    });
  });

  test('ends later when it is exposed, since every node sends it requests (Z9, Z10)', () => {
    const { spec } = object(webChart({ exposure, nodeAddresses: ['10.20.8.0/22'] }), 'Deployment').spec.template;
    expect(spec.containers[0].lifecycle).toEqual({ preStop: { sleep: { seconds: 15 } } });
    expect(spec.terminationGracePeriodSeconds).toBe(50);
  });

  test('is a ClusterIP Service with a named port, and a NodePort only when exposed', () => {
    const port = { name: 'http', appProtocol: 'http', protocol: 'TCP', port: 8080, targetPort: 'http' };
    expect(object(webChart(), 'Service').spec).toMatchObject({ type: 'ClusterIP', ports: [port] });
    const exposed = object(webChart({ exposure, nodeAddresses: ['10.20.8.0/22'] }), 'Service').spec;
    expect(exposed).toMatchObject({
      type: 'NodePort',
      externalTrafficPolicy: 'Cluster',
      ports: [{ ...port, nodePort: 30080 }],
    });
  });

  test('hears its callers and the nodes on its own port, and says nothing that it did not declare (Z23)', () => {
    const database: Endpoint = {
      name: 'database',
      ports: [5432],
      at: { addresses: ['10.20.64.0/24', '10.20.65.0/24'] },
    };
    const chart = webChart({
      exposure,
      nodeAddresses: ['10.20.9.0/24', '10.20.8.0/24'],
      calledBy: [workloadEndpoint('loader')],
      talksTo: [workloadEndpoint('search', 9200), database],
    });
    expect(object(chart, 'NetworkPolicy').spec).toMatchObject({
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: [
            {
              podSelector: {
                matchLabels: { 'app.kubernetes.io/instance': 'loader', 'app.kubernetes.io/name': 'loader' },
              },
            },
            { ipBlock: { cidr: '10.20.8.0/24' } },
            { ipBlock: { cidr: '10.20.9.0/24' } },
          ],
          ports: [{ protocol: 'TCP', port: 8080 }],
        },
      ],
      egress: [
        {
          to: [{ ipBlock: { cidr: '10.20.64.0/24' } }, { ipBlock: { cidr: '10.20.65.0/24' } }],
          ports: [{ protocol: 'TCP', port: 5432 }],
        },
        {
          to: [
            {
              podSelector: {
                matchLabels: { 'app.kubernetes.io/instance': 'search', 'app.kubernetes.io/name': 'search' },
              },
            },
          ],
          ports: [{ protocol: 'TCP', port: 9200 }],
        },
      ],
    });
  });

  test('is closed in both directions when nothing is declared, also to nodes', () => {
    expect(object(webChart({ nodeAddresses: ['10.20.8.0/22'] }), 'NetworkPolicy').spec).toEqual({
      podSelector: expect.anything(),
      // A direction that is named and has no rules is closed.
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  test('rolls its pods when its configuration changes, and only then (Z20)', () => {
    const of = (config: Record<string, string>) => {
      const chart = webChart({ config });
      const map = object(chart, 'ConfigMap');
      const [container] = object(chart, 'Deployment').spec.template.spec.containers;
      expect(container.envFrom).toEqual([{ configMapRef: { name: map.metadata.name } }]);
      expect(map).toMatchObject({ immutable: true, data: config });
      return map.metadata.name;
    };
    expect(of({ A: '1', B: '2' })).toBe(of({ B: '2', A: '1' }));
    expect(of({ A: '1', B: '2' })).not.toBe(of({ A: '1', B: '3' }));
    expect(objects(webChart(), 'ConfigMap')).toEqual([]);
  });

  test('finds files where it looks for them, from an immutable object of its own that rolls the pods when it changes (Z20)', () => {
    const of = (content: string) => {
      const chart = webChart({ config: { LOG_LEVEL: 'info' }, files: { '/etc/app/settings.yaml': content } });
      const map = objects(chart, 'ConfigMap').find(({ metadata }) => metadata.name.startsWith('api-files-'));
      expect(map).toMatchObject({ data: { 'etc.app.settings.yaml': content }, immutable: true });
      const { spec } = object(chart, 'Deployment').spec.template;
      expect(spec.volumes).toContainEqual({ configMap: { name: map.metadata.name }, name: 'config--files' });
      expect(spec.containers[0].volumeMounts).toContainEqual({
        mountPath: '/etc/app/settings.yaml',
        name: 'config--files',
        readOnly: true,
        subPath: 'etc.app.settings.yaml',
      });
      return map.metadata.name;
    };
    expect(of('level: 1\n')).not.toBe(of('level: 2\n'));
    expect(rulesIn(webChart({ files: { '/etc/app/settings.yaml': 'level: 1\n' } }))).toEqual([]);
  });

  test('has pods that carry the label of the configuration that they read, for who looks for what is read no more', () => {
    const label = 'adamant.dev/config';
    const chart = webChart({ config: { LOG_LEVEL: 'info' }, files: { '/etc/a': '1' } });
    const { spec } = object(chart, 'Deployment');
    const value = spec.template.metadata.labels[label];
    expect(value).toMatch(/^[0-9a-f]{10}$/);
    expect(objects(chart, 'ConfigMap').map(({ metadata }) => metadata.labels[label])).toEqual([value, value]);
    // It changes with every configuration, so it selects nothing.
    expect(spec.selector.matchLabels).not.toHaveProperty([label]);
    expect(object(webChart(), 'Deployment').spec.template.metadata.labels).not.toHaveProperty([label]);
  });

  test('reads secrets by reference, and gives each writable path a volume of its own', () => {
    const { spec } = object(
      webChart({
        secrets: { DB_PASSWORD: { secret: 'database', key: 'password' } },
        writablePaths: ['/var/cache', '/var-cache', '/tmp'],
      }),
      'Deployment',
    ).spec.template;
    expect(spec.containers[0].env).toEqual([
      { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } },
    ]);
    const names = spec.volumes.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['tmp', expect.stringMatching(/^var-cache-[0-9a-f]{8}$/), 'var-cache']);
    expect(spec.containers[0].volumeMounts.map(({ name }: { name: string }) => name)).toEqual(names);
  });

  test('runs where it is placed', () => {
    const placement = { labels: { pool: 'transfer' }, taints: { dedicated: 'transfer:NoSchedule' } };
    expect(object(webChart({ placement }), 'Deployment').spec.template.spec).toMatchObject({
      nodeSelector: { pool: 'transfer' },
      tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'transfer', effect: 'NoSchedule' }],
    });
  });

  test('scales on memory and on metrics of its pods as well, where it says so, and waits longer before pods go', () => {
    const scale = {
      min: 3,
      max: 6,
      memoryTarget: 80,
      metrics: { 'requests-in-flight': { averageValue: '10' } },
      quietBeforeDown: '10m',
    } as const;
    const { spec } = object(webChart({ scale }), 'HorizontalPodAutoscaler');
    expect(spec.metrics).toEqual([
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      { type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 80 } } },
      {
        type: 'Pods',
        pods: { metric: { name: 'requests-in-flight' }, target: { type: 'AverageValue', averageValue: '10' } },
      },
    ]);
    expect(spec.behavior).toEqual({ scaleDown: { stabilizationWindowSeconds: 600 } });
  });

  test('is limited in CPU only when asked', () => {
    const [container] = object(webChart({ resources: { cpu: '250m', cpuLimit: '1', memory: '512Mi' } }), 'Deployment')
      .spec.template.spec.containers;
    expect(container.resources).toEqual({
      requests: { 'cpu': '250m', 'memory': '512Mi', 'ephemeral-storage': '512Mi' },
      limits: { 'cpu': '1', 'memory': '512Mi', 'ephemeral-storage': '512Mi' },
    });
  });

  const broken: [string, Partial<WebServiceProps>, string][] = [
    [
      'an upper-case name',
      { name: 'Api' },
      `name: a deployment name is lower-case letters, digits and hyphens, starting with a letter and ending with a letter or digit, got 'Api'`,
    ],
    [
      'a name that is too long',
      { name: 'a'.repeat(47) },
      `name: a deployment name has at most 46 characters, got '${'a'.repeat(47)}' (47)`,
    ],
    ['min over max', { scale: { min: 4, max: 3 } }, 'scale.min: min must be at most max (3), got 4'],
    ['one pod', { scale: { min: 1, max: 3 } }, 'scale.min: min must be at least 2 for a service, got 1'],
    ['an autoscaler without room', { scale: { min: 3, max: 3 } }, 'scale.max: max must be above min (3), got 3'],
    ['half a pod', { scale: { min: 2, max: 2.5 } }, 'scale.max: max must be a whole number of at least 1, got 2.5'],
    [
      'a target over 100 %',
      { scale: { min: 2, max: 3, cpuTarget: 140 } },
      'scale.cpuTarget: cpuTarget must be a whole number of percent from 1 to 100, got 140',
    ],
    [
      'a share of memory that is no share',
      { scale: { min: 2, max: 3, memoryTarget: 0 } },
      'scale.memoryTarget: memoryTarget must be a whole number of percent from 1 to 100, got 0',
    ],
    [
      'pods that go with every lull',
      { scale: { min: 2, max: 3, quietBeforeDown: '299s' } },
      `scale.quietBeforeDown: quietBeforeDown must be at least 5m, got '299s'`,
    ],
    [
      'a CPU limit below what is kept',
      { resources: { cpu: '500m', cpuLimit: '250m', memory: '1Gi' } },
      'resources.cpuLimit: cpuLimit must be at least cpu (500m), got 250m',
    ],
    [
      'a rename from itself',
      { renamedFrom: 'api' },
      `renamedFrom: a workload is renamed from another name, got its own: 'api'`,
    ],
    [
      'a former name that was none',
      { renamedFrom: 'Api' },
      `renamedFrom: a deployment name is lower-case letters, digits and hyphens, starting with a letter and ending with a letter or digit, got 'Api'`,
    ],
    ['a low port', { port: 80 }, 'port: port must be a whole number from 1024 to 65535, got 80'],
    ['a high port', { port: 70000 }, 'port: port must be a whole number from 1024 to 65535, got 70000'],
    [
      'one path for two questions',
      { livenessPath: '/ready' },
      `livenessPath: livenessPath must differ from readinessPath, got '/ready' for both`,
    ],
    ['a relative path', { readinessPath: 'ready' }, `readinessPath: a path must start with '/', got 'ready'`],
    ['a relative writable path', { writablePaths: ['tmp'] }, `writablePaths.0: a path must start with '/', got 'tmp'`],
    [
      'a tag for a digest',
      { image: { repository: 'api', digest: 'latest' } },
      `image.digest: digest must be sha256: and 64 lower-case hexadecimal digits, got 'latest'`,
    ],
    [
      'no CPU',
      { resources: { cpu: '0', memory: '1Gi' } },
      `resources.cpu: cpu must be a positive amount such as '2' or '250m', got '0'`,
    ],
    [
      'negative memory',
      { resources: { cpu: '1', memory: '-1Gi' } },
      `resources.memory: memory must be a positive amount such as '512Mi' or '2Gi', got '-1Gi'`,
    ],
    [
      'no scratch space',
      { resources: { cpu: '1', memory: '1Gi', scratch: '0Mi' } },
      `resources.scratch: scratch must be a positive amount such as '512Mi' or '2Gi', got '0Mi'`,
    ],
    ['no drain', { drain: '0s' }, `drain: drain must be a positive amount such as '30s' or '5m', got '0s'`],
    [
      'no start',
      { startupBudget: '0m' },
      `startupBudget: startupBudget must be a positive amount such as '30s' or '5m', got '0m'`,
    ],
    [
      'a variable with a hyphen',
      { config: { 'log-level': 'info' } },
      `config.log-level: an environment variable is letters, digits and underscores, not starting with a digit, got 'log-level'`,
    ],
    [
      'a variable set twice',
      { config: { A: '1' }, secrets: { A: { secret: 's', key: 'k' } } },
      'secrets.A: an environment variable is set once, got A in both config and secrets',
    ],
    [
      'a taint without effect',
      { placement: { labels: {}, taints: { dedicated: 'transfer' } } },
      `placement.taints.dedicated: a taint is value:effect with effect NoSchedule, PreferNoSchedule or NoExecute, got 'transfer'`,
    ],
    [
      'a low node port',
      { exposure: { ...exposure, nodePort: 29999 }, nodeAddresses: ['10.0.0.0/8'] },
      'exposure.nodePort: nodePort must be a whole number from 30000 to 32767, got 29999',
    ],
    [
      'a high node port',
      { exposure: { ...exposure, nodePort: 32768 }, nodeAddresses: ['10.0.0.0/8'] },
      'exposure.nodePort: nodePort must be a whole number from 30000 to 32767, got 32768',
    ],
    [
      'exposure without nodes',
      { exposure },
      'nodeAddresses: an exposed service must know the addresses of its nodes, got none',
    ],
    [
      'exposure of another service',
      { exposure: { ...exposure, service: 'web' }, nodeAddresses: ['10.0.0.0/8'] },
      `exposure.service: service must be the service's own ('api'), got 'web'`,
    ],
    [
      'exposure with another health path',
      { exposure: { ...exposure, healthPath: '/' }, nodeAddresses: ['10.0.0.0/8'] },
      `exposure.healthPath: healthPath must be the service's own ('/ready'), got '/'`,
    ],
    [
      'exposure with another drain',
      { exposure: { ...exposure, drain: '1m' }, nodeAddresses: ['10.0.0.0/8'] },
      `exposure.drain: drain must be the service's own ('30s'), got '1m'`,
    ],
  ];

  test.each(broken)('refuses %s', (_what, props, rule) => {
    expect(rulesIn(webChart(props))).toEqual([rule]);
  });

  test('accepts what the refusals ask for, at the edges', () => {
    const fixed: Partial<WebServiceProps> = {
      name: 'api',
      scale: { min: 2, max: 3, cpuTarget: 100 },
      port: 1024,
      drain: '60s',
      exposure: { ...exposure, nodePort: 32767, drain: '1m' },
      nodeAddresses: ['10.0.0.0/8'],
      config: { LOG_LEVEL: 'info' },
    };
    expect(rulesIn(webChart(fixed))).toEqual([]);
  });

  test('tells all problems at once, and only numbers of pods can be waived', () => {
    const problems = problemsIn(webChart({ port: 80, scale: { min: 1, max: 1 }, livenessPath: '/ready' }));
    expect(problems.map(({ where, id }) => [where, id])).toEqual([
      ['WebService → scale.max', 'autoscaler-room'],
      ['WebService → port', undefined],
      ['WebService → livenessPath', undefined],
      ['WebService → scale.min', 'replicas'],
    ]);
  });
});

test('half a pod at least is told to be written as a whole number, not to be raised', () => {
  const fixes = (min: number) => problemsIn(webChart({ scale: { min, max: 6 } })).map(({ fix }) => fix);
  expect(fixes(3.5)).toEqual(['write a whole number']);
  expect(fixes(0)).toContain('raise min to 2');
});

describe('a rename', () => {
  const all = (chart: ReturnType<typeof webChart>) => objectsIn(chart).map((found) => found.toJson());
  const config = { LOG_LEVEL: 'info' };
  const before = webChart({ config, exposure, nodeAddresses: ['10.0.0.0/8'] });

  test('in code changes nothing in the cluster', () => {
    const chart = testChart();
    const renamed = { ...web, config, exposure, name: 'public-api', nodeAddresses: ['10.0.0.0/8'] as const };
    new WebService(chart, 'public-api', { ...renamed, renamedFrom: 'api' });
    expect(all(chart)).toEqual(all(before));
    expect(rulesIn(chart)).toEqual([]);
  });

  test('is found by callers under the name that it has in the cluster', () => {
    const names = { name: 'public-api', renamedFrom: 'api' };
    expect(physicalNameOf(names)).toBe('api');
    expect(new WebService(testChart(), 'x', { ...web, ...names }).endpoint).toEqual(workloadEndpoint('api', 8080));
  });

  test('reaches the cluster when a physical name is set on purpose', () => {
    const names = { name: 'public-api', physicalName: 'front', renamedFrom: 'api' };
    const chart = webChart(names);
    expect(new Set(namesIn(chart).map((name) => name.split('/')[1]))).toEqual(new Set(['front']));
    expect(object(chart, 'Deployment').spec.selector.matchLabels['app.kubernetes.io/name']).toBe('front');
    expect(rulesIn(chart)).toEqual([]);
  });

  test('without either is a new workload beside the old one', () => {
    expect(namesIn(webChart({ name: 'public-api' }))).toContain('Deployment/public-api');
  });
});

describe('Worker', () => {
  test('of which there may never be two ends before it starts again, and says why', () => {
    const reason = 'the source allows one session for each account';
    const chart = workerChart({ scale: { min: 1, max: 1 }, singleton: { reason } });
    const { metadata, spec } = object(chart, 'Deployment');
    expect(metadata.annotations).toEqual({ 'adamant.dev/singleton': reason });
    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(objects(chart, 'HorizontalPodAutoscaler')).toEqual([]);
    expect(object(chart, 'PodDisruptionBudget').spec.maxUnavailable).toBe(1);
    expect(rulesIn(chart)).toEqual([]);
  });

  test('has no Service, no ports and nobody that calls it', () => {
    const chart = workerChart();
    expect(namesIn(chart)).toEqual([
      'ServiceAccount/loader',
      'NetworkPolicy/loader',
      'Deployment/loader',
      'PodDisruptionBudget/loader',
      'HorizontalPodAutoscaler/loader',
    ]);
    const { spec } = object(chart, 'Deployment').spec.template;
    expect(spec.containers[0].ports).toEqual([]);
    expect(Object.keys(spec.containers[0]).filter((key) => /Probe$|lifecycle/.test(key))).toEqual([]);
    expect(object(chart, 'NetworkPolicy').spec).toEqual({
      podSelector: expect.anything(),
      policyTypes: ['Ingress', 'Egress'],
    });
    expect(rulesIn(chart)).toEqual([]);
  });

  test('stops fetching work at once, and has its whole drain to finish', () => {
    expect(object(workerChart({ drain: '10m' }), 'Deployment').spec.template.spec.terminationGracePeriodSeconds).toBe(
      605,
    );
  });

  test('is asked by the kubelet when it has a health port', () => {
    const chart = workerChart({ health: { port: 9000, readinessPath: '/ready', livenessPath: '/alive' } });
    const [container] = object(chart, 'Deployment').spec.template.spec.containers;
    expect(container).toMatchObject({
      ports: [{ name: 'health', containerPort: 9000 }],
      readinessProbe: { httpGet: { path: '/ready', port: 'health' } },
      livenessProbe: { httpGet: { path: '/alive', port: 'health' } },
    });
    expect(object(chart, 'NetworkPolicy').spec).not.toHaveProperty('ingress');
  });

  test.each<[string, Partial<WorkerProps>, string]>([
    [
      'a singleton in numbers',
      { scale: { min: 1, max: 2 }, singleton: { reason: 'one session' } },
      'scale: a singleton has min 1 and max 1, got 1 and 2',
    ],
    [
      'a singleton without a reason',
      { scale: { min: 1, max: 1 }, singleton: { reason: '' } },
      'singleton.reason: an exception has a reason, got none',
    ],
    [
      'one pod that could as well be two',
      { scale: { min: 1, max: 3 } },
      'scale.min: min must be at least 2 for a worker that is no singleton, got 1',
    ],
    ['no pods', { scale: { min: 0, max: 1 } }, 'scale.min: min must be a whole number of at least 1, got 0'],
    [
      'a low health port',
      { health: { port: 90, readinessPath: '/r', livenessPath: '/l' } },
      'health.port: port must be a whole number from 1024 to 65535, got 90',
    ],
    [
      'one path for two questions',
      { health: { port: 9000, readinessPath: '/h', livenessPath: '/h' } },
      `health.livenessPath: livenessPath must differ from readinessPath, got '/h' for both`,
    ],
  ])('refuses %s', (_what, props, rule) => {
    expect(rulesIn(workerChart(props))).toEqual([rule]);
  });
});

describe('arithmetic', () => {
  test('an eviction is always possible, and never takes more than a quarter of four or more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (min) => {
        const allowed = evictable(min);
        expect(Number.isInteger(allowed) && allowed >= 1).toBe(true);
        expect(min < 4 ? allowed === 1 : allowed <= min / 4).toBe(true);
        expect(evictable(min + 1)).toBeGreaterThanOrEqual(allowed);
      }),
    );
  });

  test('a pod has time for its pause, its requests and its exit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 1, max: 7200 }), (preStop, drain) => {
        expect(gracePeriod(preStop, `${drain}s`)).toBe(preStop + drain + 5);
        expect(gracePeriod(preStop, `${drain}m`)).toBe(preStop + drain * 60 + 5);
      }),
    );
  });

  test('no rollout is given up while a pod is within its budget', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7200 }), (startup) => {
        const chart = webChart({ startupBudget: `${startup}s` });
        const { spec } = object(chart, 'Deployment');
        const { failureThreshold, periodSeconds } = spec.template.spec.containers[0].startupProbe;
        expect(failureThreshold * periodSeconds).toBeGreaterThanOrEqual(startup);
        expect(progressDeadline(`${startup}s`)).toBe(spec.progressDeadlineSeconds);
        expect(spec.progressDeadlineSeconds).toBeGreaterThan(spec.minReadySeconds + failureThreshold * periodSeconds);
      }),
      { numRuns: 30 },
    );
  });
});
