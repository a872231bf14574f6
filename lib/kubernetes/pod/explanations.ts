import type { Explanations } from '../../core/explanation';

export const explanations = {
  'command-word': {
    reason:
      'Each word of a command line is a text that ends at a zero byte. Linux starts no program with a word of 128 KiB or more.',
    example: 'args: [8080]',
    fix: "args: ['8080']",
    see: 'https://man7.org/linux/man-pages/man2/execve.2.html',
  },
  'autoscaler-range': {
    reason:
      'A HorizontalPodAutoscaler requires whole numbers of pods, with a minimum that does not exceed the maximum.',
    example: 'autoscaling: { minReplicas: 4, maxReplicas: 3 }',
    fix: 'autoscaling: { minReplicas: 3, maxReplicas: 6 }',
    see: 'https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/',
  },
  'autoscaler-room': {
    reason:
      'An autoscaler whose maximum equals its minimum can never add pods, so a rise of the load exceeds the capacity of the service.',
    example: 'autoscaling: { minReplicas: 3, maxReplicas: 3 }',
    fix: 'autoscaling: { minReplicas: 3, maxReplicas: 6 }',
  },
  'autoscaler-target': {
    reason:
      'Targets are percentages of the requests. At 0 % the autoscaler divides by zero; above 100 % pods are overloaded before it adds others.',
    example: 'targetCpuUtilization: 140',
    fix: 'targetCpuUtilization: 70',
    see: 'https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#algorithm-details',
  },
  'scale-down-stabilization': {
    reason:
      'An autoscaler that removes pods in every short lull starts them again minutes later. Requests wait for their cold start. The API server rejects more than an hour.',
    example: "scaleDownStabilization: '30s'",
    fix: "scaleDownStabilization: '5m'",
    see: 'https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#stabilization-window',
  },
  'config-map-size': {
    reason: 'The API server rejects a ConfigMap whose data exceeds 1 MiB, and a request of more than 3 MiB.',
    example: "files: { '/etc/table.csv': <2 MiB> }",
    fix: 'put the file into the image, or read it from a bucket',
    see: 'https://kubernetes.io/docs/concepts/configuration/configmap/#motivation',
  },
  'autoscaler-metric': {
    reason: 'The autoscaler requests a metric by a URL that contains its name, and divides by the target.',
    example: "metrics: { 'queue/length': { averageValue: '0' } }",
    fix: "metrics: { 'queue-length': { averageValue: '10' } }",
    see: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough/',
  },
  'scaling-target': {
    reason:
      'The autoscaler divides a load by the number of pods and compares it with the target. The name of the load is a label of its series.',
    example: "scaleOn: { transfers: { rabbitmqQueue: { cluster: 'broker', queue: 'transfers' }, perPod: 0 } }",
    fix: "scaleOn: { transfers: { rabbitmqQueue: { cluster: 'broker', queue: 'transfers' }, perPod: 20 } }",
    see: 'https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/',
  },
  'resource-quantity': {
    reason:
      'Kubernetes rejects amounts without a known unit, and rounds fractions of a byte. A pod without resources is the first to be evicted.',
    example: "cpu: '0'",
    fix: "cpu: '250m'",
    see: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  },
  'image-platform': {
    reason: "Containers of another architecture than their node's exit with 'exec format error', again and again.",
    example: 'image: { repository, digest }, built for linux/amd64, on nodes of type m7g.xlarge',
    fix: "image: { repository, digest, platforms: ['linux/amd64', 'linux/arm64'] }, with the digest of the index of both",
    see: 'https://docs.docker.com/build/building/multi-platform/',
  },
  'pod-size': {
    reason:
      'The scheduler places a pod on a node that has all of its requests free. The kubelet and the operating system take a part of every node. Without a node that is large enough, the pod stays Pending.',
    example: "resources: { cpu: '8', memory: '2Gi' }, on nodes with 4 CPUs",
    fix: "resources: { cpu: '3500m', memory: '2Gi' }",
    see: 'https://kubernetes.io/docs/tasks/administer-cluster/reserve-compute-resources/',
  },
  'duration': {
    reason:
      'A duration of zero, or without a unit, disables the wait that it configures. More seconds than an int32 holds are rejected.',
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
  'image-repository': {
    reason:
      'The kubelet refuses the pods with InvalidImageName: a repository has a host, a path in lower case, and no scheme.',
    example: "image: { repository: 'https://registry.example.com/Team/api', digest }",
    fix: "image: { repository: 'registry.example.com/team/api', digest }",
    see: 'https://github.com/distribution/reference/blob/main/reference.go',
  },
  'label-key': {
    reason: 'The API server rejects an object with another key, and a selector with one.',
    example: "peer: { pods: { 'app name': 'search' } }",
    fix: "peer: { pods: { 'app.kubernetes.io/name': 'search' } }",
    see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set',
  },
  'label-value': {
    reason: 'The API server rejects an object with another value.',
    example: "partOf: 'My App'",
    fix: "partOf: 'my-app'",
    see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set',
  },
  'mount-path': {
    reason:
      'The API server rejects two mounts at one path, and a path with a colon. No container starts with a mount at `/`, in `/proc` or in a file.',
    example: "writablePaths: ['/tmp', '/tmp']",
    fix: "writablePaths: ['/tmp']",
    see: 'https://kubernetes.io/docs/concepts/storage/volumes/',
  },
  'grace-period': {
    reason:
      'Cluster-autoscaler kills the pods of a node that it removes after 15 minutes, in the middle of their work.',
    example: "drainTimeout: '30m'",
    fix: "drainTimeout: '10m'",
    see: 'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md',
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
  'config-map-key': {
    reason: 'The API server rejects a ConfigMap with such a key, and the apply stops.',
    example: "data: { 'log level': 'info' }",
    fix: "data: { 'log-level': 'info' }",
    see: 'https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-object',
  },
  'probe-path': {
    reason:
      'kubelet reads a path as a URL: of `//health` it takes health for the host and requests /, and of `/health#ready` it sends /health.',
    example: "readinessPath: '/health#ready'",
    fix: "readinessPath: '/health/ready'",
    see: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
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
  'environment-variable-size': {
    reason: 'Linux starts no program with a variable of more than 32 pages: "argument list too long".',
    example: 'config: { RULES: <200 kB> }',
    fix: "files: { '/etc/app/rules.json': <200 kB> }, config: { RULES_FILE: '/etc/app/rules.json' }",
    see: 'https://man7.org/linux/man-pages/man2/execve.2.html',
  },
  'config-text': {
    reason:
      'Variables and files are text. The API server rejects numbers and booleans; bytes that are decoded as text are changed.',
    example: "config: { PORT: 8080 }, files: { '/etc/app/key.p12': readFileSync(file, 'utf8') }",
    fix: "config: { PORT: '8080' }, files: { '/etc/app/key.p12': readFileSync(file) }",
    see: 'https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-object',
  },
  'secret-key-conflict': {
    reason: 'A Secret has one value for each key, so the last of two equal keys hides the others.',
    example: "keys: ['url', 'url']",
    fix: "keys: ['url', 'password']",
  },
  'secret-key': {
    reason: 'The API server rejects a key with other characters, in the Secret and in the pods that read it.',
    example: "secrets: { SESSION: { secret: 'web', key: 'session key' } }",
    fix: "secrets: { SESSION: { secret: 'web', key: 'session-key' } }",
    see: 'https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data',
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
  'port-name': {
    reason: 'The API server rejects the name of a container port with more than 15 characters or without a letter.',
    example: "ports: { 'prometheus-metrics': { port: 9090 } }",
    fix: 'ports: { metrics: { port: 9090 } }',
    see: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  },
  'port-conflict': {
    reason: 'A process cannot listen twice on one port, and a NetworkPolicy cannot distinguish two uses of it.',
    example: 'port: 8080, ports: { metrics: { port: 8080 } }',
    fix: 'port: 8080, ports: { metrics: { port: 9090 } }',
  },
  'endpoint-port': {
    reason:
      'The API server rejects a NetworkPolicy with a port that does not exist, or a range that ends before it begins.',
    example: "{ name: 'search', ports: [70000], peer: { pods: { app: 'search' } } }",
    fix: "{ name: 'search', ports: [9200], peer: { pods: { app: 'search' } } }",
    see: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  },
  'endpoint-pods': {
    reason:
      'A selector without labels selects every pod of the namespace. One that was emptied by mistake opens everything.',
    example: "allowedFrom: [{ name: 'prometheus', peer: { namespace: 'monitoring', pods: {} }, ports: [] }]",
    fix: "allowedFrom: [{ name: 'prometheus', peer: { namespace: 'monitoring', pods: { app: 'prometheus' } }, ports: [] }]",
    see: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  },
  'endpoint-addresses': {
    reason:
      'The API server rejects a NetworkPolicy with an address that is no range, and an exception that is not strictly within its range. A rule with no range would permit every address.',
    example: "peer: { addresses: ['10.0.0.1'] }",
    fix: "peer: { addresses: ['10.0.0.1/32'] }",
    see: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  },
} as const satisfies Explanations;
