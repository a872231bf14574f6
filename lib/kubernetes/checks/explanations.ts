import type { Explanations } from '../../core/explanation';

export const explanations = {
  'resource-quantity': {
    reason: 'Kubernetes rejects amounts without a known unit, and a pod without resources is the first to be evicted.',
    example: "cpu: '0'",
    fix: "cpu: '250m'",
    see: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  },
  'duration': {
    reason: 'A duration of zero, or without a unit, disables the wait that it configures.',
    example: "drainTimeout: '0s'",
    fix: "drainTimeout: '30s'",
  },
  'cpu-limit': {
    reason: 'The API server rejects a container whose limit is less than its request.',
    example: "resources: { cpu: '500m', cpuLimit: '250m', memory: '1Gi' }",
    fix: "resources: { cpu: '500m', cpuLimit: '1', memory: '1Gi' }",
    see: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  },
  'image-digest': {
    reason:
      'A tag can refer to a different image tomorrow: pods of one rollout would run different programs, and a rollback would not restore the old one.',
    example: "image: { repository: 'registry.example.com/api', digest: 'latest' }",
    fix: "image: { repository: 'registry.example.com/api', digest: 'sha256:<64 hexadecimal digits>' }",
    see: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  },
  'container-port': {
    reason: 'Ports below 1024 require a privilege that Pod Security `restricted` denies to containers.',
    example: 'port: 80',
    fix: 'port: 8080',
    see: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  },
  'probe-paths': {
    reason:
      'With one path for both probes, a lost dependency not only removes pods from their Service but also restarts all of them.',
    example: "readinessPath: '/health', livenessPath: '/health'",
    fix: "readinessPath: '/health/ready', livenessPath: '/health/alive'",
    see: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  },
  'absolute-path': {
    reason: 'Probes, mounts and host paths require absolute paths.',
    example: "readinessPath: 'health/ready'",
    fix: "readinessPath: '/health/ready'",
  },
  'exception-reason': {
    reason: 'An exception without a reason cannot be reviewed, and nobody dares to remove it.',
    example: "singleton: { reason: '' }",
    fix: "singleton: { reason: 'the source allows one session for each account' }",
  },
  'environment-variable-name': {
    reason: 'Shells and many programs cannot read environment variables with other characters.',
    example: "config: { 'log-level': 'info' }",
    fix: "config: { LOG_LEVEL: 'info' }",
    see: 'https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/',
  },
  'environment-variable-clash': {
    reason: 'Of two values for one environment variable, Kubernetes silently uses one.',
    example: "config: { TOKEN: 'x' }, secrets: { TOKEN: { secret: 'api', key: 'token' } }",
    fix: "secrets: { TOKEN: { secret: 'api', key: 'token' } }",
  },
  'secret-in-config': {
    reason:
      'Everyone with access to the repository or to the namespace can read a ConfigMap. The name suggests a secret; waive the check if it is none.',
    example: "config: { DB_PASSWORD: 'x' }",
    fix: "secrets: { DB_PASSWORD: { secret: 'database', key: 'password' } }",
    see: 'https://kubernetes.io/docs/concepts/configuration/secret/',
  },
  'secret-value-in-config': {
    reason:
      'The value has the format of a secret. Everyone with access to the repository can read it, now and in its history.',
    example: "config: { DATABASE_URL: 'postgres://app:<password>@db/app' }",
    fix: "secrets: { DATABASE_URL: { secret: 'database', key: 'url' } }, and rotate the password",
    see: 'https://kubernetes.io/docs/concepts/configuration/secret/',
  },
  'config-file-path': {
    reason: 'Files are keys of a ConfigMap, in which a dot replaces each slash. Two paths must not become one key.',
    example: "files: { 'etc/app.yaml': '…' }",
    fix: "files: { '/etc/app.yaml': '…' }",
    see: 'https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-object',
  },
  'workload-rename': {
    reason: 'The objects of a renamed workload keep the previous name. The current name is not a previous one.',
    example: "name: 'api', renamedFrom: 'api'",
    fix: "name: 'public-api', renamedFrom: 'api'",
  },
  'replicas': {
    reason: 'With a single pod, an update, an eviction or the replacement of its node interrupts the service.',
    example: 'autoscaling: { minReplicas: 1, maxReplicas: 3 }',
    fix: 'autoscaling: { minReplicas: 2, maxReplicas: 3 }',
    see: 'https://kubernetes.io/docs/concepts/workloads/pods/disruptions/',
  },
  'node-addresses': {
    reason:
      'Requests of a load balancer arrive from the addresses of the nodes. A NetworkPolicy without them drops every request.',
    example: 'new WebService(…, { exposure })',
    fix: 'new WebService(…, { exposure, nodeAddresses: contract.nodeAddresses })',
    see: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  },
  'pod-security-level': {
    reason: 'Pod Security admission would reject the pods of the DaemonSet, so the agent would run on no node.',
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
  'object-wave': {
    reason: 'Only objects of a WaveChart are written to files and applied.',
    example: "new ConfigMap(new Chart(app, 'mine'), …)",
    fix: "new ConfigMap(new WaveChart(app, { environment: 'demo', wave: 'configuration' }), …)",
  },
  'object-namespace': {
    reason: 'An apply stops at an object whose namespace does not exist, and puts one without a namespace anywhere.',
    example: "metadata: { name: 'settings' }",
    fix: "metadata: { name: 'settings', namespace: 'shop' }",
    see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/',
  },
} as const satisfies Explanations;
