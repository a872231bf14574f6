import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { namesIn, object } from '../../../support/manifests';
import { digest, exposure, nodeAddresses, webChart } from '../../../support/workload-samples';

describe('web service', () => {
  test('objects: are created in order, with the name of the service', () => {
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

  test('replicas: belong to the autoscaler alone (Z8, Z26)', () => {
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

  test('rollout: never reduces the number of pods (Z3, Z16)', () => {
    expect(object(webChart({ startupTimeout: '2m' }), 'Deployment').spec).toMatchObject({
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
      minReadySeconds: 10,
      progressDeadlineSeconds: 1090,
      revisionHistoryLimit: 5,
    });
  });

  test('selectors: are the same in all objects, and contain no version (Z5, Z19, Z21)', () => {
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
      maxUnavailable: '25%',
      selector: { matchLabels: pods },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
    for (const constraint of spec.template.spec.topologySpreadConstraints) {
      expect(constraint.labelSelector).toEqual({ matchLabels: pods });
    }
  });

  test('pod: lets cluster-autoscaler remove its node', () => {
    const { annotations } = object(webChart({ writablePaths: ['/tmp', '/var/cache'] }), 'Deployment').spec.template
      .metadata;
    expect(annotations).toEqual({ 'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes': 'tmp,var-cache' });
  });

  test('pod: has one hardened container with three probes (Z1, Z2, Z17, Z18, Z22)', () => {
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
          whenUnsatisfiable: 'ScheduleAnyway',
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

  test('preStop sleep: is longer for an exposed service (Z9, Z10)', () => {
    const { spec } = object(webChart({ exposure, nodeAddresses }), 'Deployment').spec.template;
    expect(spec.containers[0].lifecycle).toEqual({ preStop: { sleep: { seconds: 15 } } });
    expect(spec.terminationGracePeriodSeconds).toBe(50);
  });

  test('Service: is a ClusterIP with a named port, and a NodePort if exposed', () => {
    const port = { name: 'http', appProtocol: 'http', protocol: 'TCP', port: 8080, targetPort: 'http' };
    expect(object(webChart(), 'Service').spec).toMatchObject({ type: 'ClusterIP', ports: [port] });
    const exposed = object(webChart({ exposure, nodeAddresses }), 'Service').spec;
    expect(exposed).toMatchObject({
      type: 'NodePort',
      externalTrafficPolicy: 'Cluster',
      ports: [{ ...port, nodePort: 30080 }],
    });
  });
});
