import type { Endpoint } from '../../../../lib/core/contract';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { workloadEndpoint } from '../../../../lib/kubernetes/workloads/workload';
import { namesIn, object, objects, rulesIn } from '../../../support/manifests';
import { digest, exposure, webChart } from '../../../support/workload-samples';

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
    expect(collectDiagnostics(webChart())).toEqual([]);
  });

  test('leaves the number of pods to the autoscaler (Z8, Z26)', () => {
    const chart = webChart({ autoscaling: { minReplicas: 3, maxReplicas: 6, targetCpuUtilization: 60 } });
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
    expect(object(webChart({ startupTimeout: '2m' }), 'Deployment').spec).toMatchObject({
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      minReadySeconds: 10,
      progressDeadlineSeconds: 430,
      revisionHistoryLimit: 5,
    });
  });

  test('selects by labels that hold nothing of a variant, the same everywhere (Z5, Z19, Z21)', () => {
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
      allowedFrom: [workloadEndpoint('loader')],
      connectsTo: [workloadEndpoint('search', 9200), database],
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
    const autoscaling = {
      minReplicas: 3,
      maxReplicas: 6,
      targetMemoryUtilization: 80,
      metrics: { 'requests-in-flight': { averageValue: '10' } },
      scaleDownStabilization: '10m',
    } as const;
    const { spec } = object(webChart({ autoscaling: autoscaling }), 'HorizontalPodAutoscaler');
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
});
