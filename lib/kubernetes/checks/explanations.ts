import type { Explanations } from '../../core/explanation';

export const explanations = {
  'pod-security-level': {
    reason:
      'Pod Security admission would reject the pods, and only events of their owner say so: an agent would run on no node.',
    example: "DaemonService with host: { hostNetwork: true } in a namespace with nodeAgents: { level: 'baseline' }",
    fix: "nodeAgents: { level: 'privileged', reason: 'the agent measures the network of its node' }",
    see: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  },
  'node-agent-namespace': {
    reason: 'Every pod of a namespace below `restricted` may do what only its node agents have a reason for.',
    example: "Worker in a namespace with nodeAgents: { level: 'privileged' }",
    fix: 'move the Worker to a namespace without nodeAgents',
    see: 'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
  },
  'custom-metric': {
    reason: 'Without values of one of its metrics, an autoscaler may not scale, and only its status shows it.',
    example: "metrics: { 'queue-length': { averageValue: '10' } } without an adapter's rule",
    fix: "providesMetric(rule, 'queue-length')",
    see: 'https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/',
  },
  'priority-class': {
    reason:
      'The API server rejects every pod with a PriorityClass that does not exist, and only an event of its owner says so.',
    example: "priorityClass: 'servng'",
    fix: "priorityClass: 'serving', and a PriorityClass of this name",
    see: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/',
  },
  'container-resources': {
    reason:
      'The quota counts amounts that are quantities. The API server rejects others, and reads a number with a unit of its own.',
    example: "resources: { requests: { memory: '2 GB' } }",
    fix: "resources: { requests: { memory: '2Gi' } }",
    see: 'https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/',
  },
  'container-limit': {
    reason:
      'A LimitRange gives a container without a limit its default. The API server rejects every pod whose request is more than its limit.',
    example: "resources: { requests: { memory: '1Gi' } } in a namespace whose default is 256Mi",
    fix: "resources: { requests: { memory: '1Gi' }, limits: { memory: '1Gi' } }",
    see: 'https://kubernetes.io/docs/concepts/policy/limit-range/',
  },
  'manifest-value': {
    reason:
      'The file of an object holds text of Unicode and numbers. Another value is lost or changed on its way to the API server.',
    example: 'spec: { replicas: Number.NaN }',
    fix: 'spec: { replicas: 3 }',
  },
  'cluster-object': {
    reason:
      'The cluster has this object for itself. An apply takes it over: with another Service `kubernetes`, no pod reaches the API server.',
    example: "WebService with name: 'kubernetes' in the namespace default",
    fix: "name: 'kubernetes-dashboard', in a namespace of its own",
    see: 'https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/',
  },
  'host-port': {
    reason:
      'A node has each port once. The scheduler puts no second pod onto a node whose port is taken, so the second agent runs nowhere.',
    example: 'two DaemonServices with host: { hostNetwork: true } and ports: { metrics: 9100 }',
    fix: 'ports: { metrics: 9101 } for one of them',
    see: 'https://kubernetes.io/docs/concepts/services-networking/service/',
  },
  'autoscaler-target-conflict': {
    reason:
      'Two autoscalers of one workload change its replicas, or restart its pods, in turn, each by its own metrics.',
    example: 'a HorizontalPodAutoscaler of another library for the Deployment of a WebService',
    fix: 'write its metrics in autoscaling.metrics of the WebService',
    see: 'https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/',
  },
  'service-node-port': {
    reason: 'The API server rejects a Service whose nodePort another Service has, in any namespace.',
    example: 'a Service of another library with nodePort: 30080, the port of an exposed service',
    fix: 'nodePort: 30081',
    see: 'https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport',
  },
  'object-size': {
    reason: 'etcd rejects a larger object, and the apply stops at it.',
    example: 'a PrometheusRule with 2 MiB of rules',
    fix: 'two PrometheusRules, each with a half of the groups',
    see: 'https://etcd.io/docs/v3.5/dev-guide/limit/',
  },
  'object-wave': {
    reason: 'Only objects of a WaveChart are written to files and applied.',
    example: "new ConfigMap(new Chart(app, 'mine'), …)",
    fix: "new ConfigMap(new WaveChart(app, { environment: 'demo', wave: 'configuration' }), …)",
  },
  'object-name': {
    reason:
      'An apply stops at an object whose name the API server rejects, and no file can have a name of more than 255 bytes.',
    example: "metadata: { name: 'My_Settings' }",
    fix: "metadata: { name: 'my-settings' }",
    see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  },
  'object-namespace': {
    reason:
      'An apply stops at an object whose namespace does not exist, and puts one without a namespace anywhere. A kind without namespaces is rejected with one.',
    example: "metadata: { name: 'settings' }",
    fix: "metadata: { name: 'settings', namespace: 'shop' }",
    see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/',
  },
} as const satisfies Explanations;
