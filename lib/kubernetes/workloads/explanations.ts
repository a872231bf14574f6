import type { Explanations } from '../../core/explanation';

export const explanations = {
  'liveness-service': {
    reason:
      "The empty name in gRPC's health protocol is the status of the whole server, which is the readiness. As liveness it restarts a pod for a lost dependency.",
    example: "livenessService: ''",
    fix: "livenessService: 'liveness'",
    see: 'https://github.com/grpc/grpc/blob/master/doc/health-checking.md',
  },
  'singleton-replicas': {
    reason: 'A singleton is a workload of which two pods must never run, so nothing can scale it.',
    example: "autoscaling: { minReplicas: 1, maxReplicas: 2 }, singleton: { reason: '…' }",
    fix: "autoscaling: { minReplicas: 1, maxReplicas: 1 }, singleton: { reason: '…' }",
  },
  'daemon-set-max-unavailable': {
    reason: 'A rolling update of a DaemonSet ends pods before it starts others. With zero it cannot begin.',
    example: 'maxUnavailable: 0',
    fix: 'maxUnavailable: 1',
    see: 'https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/',
  },
  'secret-file-path': {
    reason:
      'The directory of the path is mounted, and its last part is the name of the file. Each file has a directory of its own, which the kubelet updates with the Secret.',
    example: "secretFiles: { 'ca.crt': { key: 'ca.crt', secret: 'store' } }",
    fix: "secretFiles: { '/etc/store/ca.crt': { key: 'ca.crt', secret: 'store' } }",
    see: 'https://kubernetes.io/docs/concepts/configuration/secret/#mounted-secrets-are-updated-automatically',
  },
  'host-path': {
    reason: "The API server rejects the path of a directory of the node that contains '..'.",
    example: "host: { paths: { '/logs': { path: '/var/lib/../log' } }, reason }",
    fix: "host: { paths: { '/logs': { path: '/var/log' } }, reason }",
    see: 'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath',
  },
  'container-port-name': {
    reason: 'The API server rejects a container port with another name, and two ports with one name.',
    example: 'ports: { Metrics_Endpoint: 9100 }',
    fix: 'ports: { metrics: 9100 }',
    see: 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports',
  },
  'starting-deadline': {
    reason: 'The CronJob controller checks every ten seconds. With a shorter deadline it skips every run.',
    example: "startingDeadline: '5s'",
    fix: "startingDeadline: '10m'",
    see: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline',
  },
  'backoff-limit': {
    reason: 'Each retry waits longer than the one before. More than ten only delay the report of the failure.',
    example: 'backoffLimit: 100',
    fix: 'backoffLimit: 2',
    see: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy',
  },
  'job-command': {
    reason: "An empty command runs the image's own entrypoint, which is rarely the intended program of a Job.",
    example: 'command: []',
    fix: "command: ['migrate', 'up']",
    see: 'https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/',
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
} as const satisfies Explanations;
