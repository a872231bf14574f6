import type { Explanations } from '../../core/explanation';

export const explanations = {
  'adapter-certificate': {
    reason:
      'The API server sends requests with the identity of the user to the adapter. Without a certificate that it can verify, any program at this address may answer and scale workloads.',
    example: "tls: { caBundle: '', secret: 'prometheus-adapter-tls' }",
    fix: "tls: { caBundle: readFileSync('tls.crt', 'utf8'), secret: 'prometheus-adapter-tls' }",
    see: 'https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/',
  },
  'adapter-api-server': {
    reason:
      'A NetworkPolicy admits the requests of the API server to the adapter, and the reviews of the adapter to the API server.',
    example: 'apiServerAddresses: []',
    fix: "apiServerAddresses: ['10.0.0.0/24']",
    see: 'https://kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer/',
  },
  'control-plane-account': {
    reason:
      'The cluster deletes the Secret of a token whose ServiceAccount does not exist. Objects of a wave have no order, so the account is one wave before the Secret.',
    example:
      "new ControlPlaneAccount(data, 'account', …), new ControlPlaneMonitors(data, 'control-plane', { account, … })",
    fix: "new ControlPlaneAccount(configuration, 'account', …), new ControlPlaneMonitors(data, 'control-plane', { account, … })",
    see: 'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#token-controller',
  },
  'state-resources': {
    reason:
      'Without a list, kube-state-metrics reads all resources that it knows, Secrets included, and its permissions deny that.',
    example: 'stateResources: []',
    fix: "stateResources: ['deployments', 'pods']",
    see: 'https://github.com/kubernetes/kube-state-metrics/blob/main/docs/developer/cli-arguments.md',
  },
  'scaling-queue': {
    reason:
      'A queue that does not exist has no length, so the autoscaler changes nothing, and only its status shows it.',
    example: "rabbitmqQueue: { cluster: 'broker', queue: 'transfer' }, topology: { queues: [{ name: 'transfers' }] }",
    fix: "rabbitmqQueue: { cluster: 'broker', queue: 'transfers' }",
    see: 'https://www.rabbitmq.com/docs/prometheus#detailed-endpoint',
  },
  'scaling-queue-metrics': {
    reason: 'The lengths of queues are collected by the PodMonitor of their cluster, which `monitoring` creates.',
    example: "new RabbitmqCluster(scope, 'broker', { … }), without monitoring",
    fix: "new RabbitmqCluster(scope, 'broker', { monitoring: { labels: { prometheus: 'platform' } }, … })",
    see: 'https://www.rabbitmq.com/docs/prometheus',
  },
  'prometheus-selector': {
    reason:
      'An empty selector selects every monitor of the cluster, also those of another Prometheus, and each metric is collected twice.',
    example: 'selector: {}',
    fix: "selector: { prometheus: 'platform' }",
    see: 'https://github.com/prometheus-operator/prometheus-operator/issues/1470',
  },
  'prometheus-version': {
    reason:
      'The operator chooses flags and settings by the version, not by the image. With another one than that of the image, the server does not start.',
    example: "version: 'latest'",
    fix: "version: '3.5.0'",
    see: 'https://prometheus-operator.dev/docs/api-reference/api/',
  },
  'prometheus-retention': {
    reason: 'Prometheus writes samples to its volume in blocks of two hours and deletes whole blocks.',
    example: "retention: '1h'",
    fix: "retention: '15d'",
    see: 'https://prometheus.io/docs/prometheus/latest/storage/',
  },
  'prometheus-external-label': {
    reason:
      'The operator sets the labels `prometheus` and `prometheus_replica`, by which alerts of both servers are the same. Prometheus replaces `$NAME` in a value by an environment variable, which is empty.',
    example: "externalLabels: { prometheus: 'production' }",
    fix: "externalLabels: { environment: 'production' }",
    see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusSpec',
  },
  'prometheus-remote-write-url': {
    reason:
      'Samples and credentials cross the network, so they are encrypted. A user in the address would be in the file and in logs.',
    example: "remoteWrite: [{ endpoint, url: 'http://user:password@metrics.example.com' }]",
    fix: "remoteWrite: [{ credentials: { password, username }, endpoint, url: 'https://metrics.example.com/api/v1/push' }]",
    see: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#remote_write',
  },
  'prometheus-remote-write-metrics': {
    reason:
      'The operator refuses a Prometheus with a regular expression that Go does not read. An empty one matches no name.',
    example: "remoteWrite: [{ endpoint, metrics: '(?!go_).*', url }]",
    fix: "remoteWrite: [{ endpoint, metrics: 'slo:.*|up', url }]",
    see: 'https://pkg.go.dev/regexp/syntax',
  },
  'alertmanager-receiver': {
    reason:
      'Alertmanager does not load a configuration with a route to a receiver that does not exist, and keeps the former one.',
    example: "defaultReceiver: 'caht', receivers: { chat: … }",
    fix: "defaultReceiver: 'chat', receivers: { chat: … }",
    see: 'https://prometheus.io/docs/alerting/latest/configuration/#route',
  },
  'alertmanager-receiver-name': {
    reason:
      'Alertmanager loads no configuration with a receiver without a name, or with two of one name. Alerts of severity none have the receiver `not-sent` without a `watchdog`.',
    example: "receivers: { '': { type: 'webhook', … } }",
    fix: "receivers: { hook: { type: 'webhook', … } }",
    see: 'https://prometheus.io/docs/alerting/latest/configuration/#receiver',
  },
  'alertmanager-channel': {
    reason:
      'The API server refuses a receiver without a channel. Alertmanager reads braces as a template, and sends nothing if it is none.',
    example: "channel: ''",
    fix: "channel: '#alerts'",
    see: 'https://prometheus.io/docs/alerting/latest/configuration/#slack_config',
  },
  'alertmanager-watchdog': {
    reason:
      'Without Prometheus, Alertmanager or a connection to the receivers, no alert is delivered, and silence looks like health. A service outside of the cluster, which gets the alert `Watchdog` every five minutes, reports when it stops.',
    example: "receivers: { pager: { type: 'pagerduty', … } }, without watchdog",
    fix: "receivers: { pager: { type: 'pagerduty', … }, snitch: { type: 'webhook', … } }, watchdog: 'snitch'",
    see: 'https://prometheus.io/docs/practices/alerting/#metamonitoring',
  },
  'alertmanager-critical-alerts': {
    reason:
      'The alert `NotificationsFail` about the only receiver of critical alerts is sent to that receiver, and nobody gets it. The first route that matches ends the search unless it has `continue`.',
    example: "routes: [{ matchers: critical, receiver: 'pager' }]",
    fix: "routes: [{ continue: true, matchers: critical, receiver: 'pager' }, { matchers: critical, receiver: 'chat' }]",
    see: 'https://prometheus.io/docs/alerting/latest/configuration/#route',
  },
  'alertmanager-pattern': {
    reason:
      'Alertmanager loads no configuration with a matcher that is not a regular expression of Go, which are others than those of JavaScript.',
    example: "{ label: 'namespace', operator: '=~', value: 'shop-[' }",
    fix: "{ label: 'namespace', operator: '=~', value: 'shop-.*' }",
    see: 'https://pkg.go.dev/regexp/syntax',
  },
  'alertmanager-group-by': {
    reason:
      'Alertmanager loads no configuration that groups by a label twice, or by all labels (`...`) and another one.',
    example: "groupBy: ['...', 'namespace']",
    fix: "groupBy: ['...']",
    see: 'https://prometheus.io/docs/alerting/latest/configuration/#route-related-settings',
  },
  'alertmanager-repeat-interval': {
    reason:
      'Alertmanager decides every five minutes whether a notification is sent again. Of an interval of exactly five minutes a little is left then, and it is sent every ten. After five days it has forgotten what it sent.',
    example: "repeatInterval: '5m'",
    fix: "repeatInterval: '4m'",
    see: 'https://github.com/prometheus/alertmanager/issues/676',
  },
  'metric-label': {
    reason:
      'Prometheus and Alertmanager load no file with the name of a label that they cannot read. Those that begin with two underscores are their own: `__name__` is the name of the metric.',
    example: "groupBy: ['alert name']",
    fix: "groupBy: ['alertname']",
    see: 'https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels',
  },
  'alertmanager-route': {
    reason: 'A route without conditions receives every alert, and those after it receive none.',
    example: "routes: [{ matchers: [], receiver: 'pager' }]",
    fix: "routes: [{ matchers: [{ label: 'severity', value: 'critical' }], receiver: 'pager' }]",
    see: 'https://prometheus.io/docs/alerting/latest/configuration/#route',
  },
  'alertmanager-inhibition': {
    reason:
      'An inhibition without conditions applies to every alert, and one without labels in `equal` lets an alert of one service suppress those of all others.',
    example: 'inhibitions: [{ source: [critical], target: [warning], equal: [] }]',
    fix: "inhibitions: [{ source: [down], target: [slow], equal: ['namespace', 'deployment'] }]",
    see: 'https://prometheus.io/docs/alerting/latest/configuration/#inhibition-related-settings',
  },
  'monitor-selected': {
    reason:
      'The operator ignores monitors, rules and probes that no Prometheus selects, without a message: metrics and alerts are missing until somebody needs them.',
    example: "monitoring: {} of a RabbitmqCluster, and Prometheus with selector: { prometheus: 'platform' }",
    fix: "monitoring: { labels: { prometheus: 'platform' } }",
    see: 'https://github.com/prometheus-operator/prometheus-operator/issues/5917',
  },
  'monitor-port': {
    reason:
      'A ServiceMonitor finds the port of a Service by its name. Another value finds no target, without a message.',
    example: "endpoints: [{ port: '8080' }]",
    fix: "endpoints: [{ port: 'http' }]",
    see: 'https://github.com/prometheus-operator/prometheus-operator/issues/2515',
  },
  'alert-labels': {
    reason: 'Rules without the labels of a Prometheus are evaluated by none, and no alert fires.',
    example: 'labels: {}',
    fix: "labels: { prometheus: 'platform' }",
    see: 'https://prometheus-operator.dev/docs/developer/alerting/#deploying-prometheus-rules',
  },
  'alert-runbooks': {
    reason: 'Each alert has the address of its page, `<runbooks>/<alert>.md`, for the person who receives it.',
    example: "runbooks: 'docs/runbooks/'",
    fix: "runbooks: 'https://git.example.com/infrastructure/docs/runbooks'",
    see: 'https://prometheus.io/docs/practices/alerting/',
  },
  'alert-label-value': {
    reason: 'A selector with an empty value selects the series without the label, so the alert fires always or never.',
    example: "cluster: ''",
    fix: "cluster: 'logs'",
    see: 'https://prometheus.io/docs/prometheus/latest/querying/basics/#time-series-selectors',
  },
  'service-level-service': {
    reason:
      'The ratios of a service have its name as their only label. A second ServiceLevel records the same series with other values: Prometheus keeps the first sample of each evaluation, and its alerts are about either.',
    example: "two ServiceLevels with service: 'api'",
    fix: "service: 'api-imports' for the second one",
    see: 'https://prometheus.io/docs/practices/rules/#recording-rules',
  },
  'alert-serving': {
    reason:
      'An alert that selects workloads by an empty list of names selects those without a name, which there are none of: nothing is critical.',
    example: 'serving: { shop: [] }',
    fix: "serving: { shop: ['api'] }",
    see: 'https://prometheus.io/docs/prometheus/latest/querying/basics/#time-series-selectors',
  },
  'alert-members': {
    reason:
      'The alert on a lost member compares the members that answer with this number. A wrong one fires always or never.',
    example: 'etcdMembers: 0',
    fix: 'etcdMembers: 3',
    see: 'https://etcd.io/docs/v3.6/faq/#what-is-failure-tolerance',
  },
  'service-level-availability': {
    reason:
      'The fastest burn rate is 14.4 times the permitted error ratio. Below 94 percent availability it exceeds all requests, and the alert never fires. At 100 percent, a single failed request does.',
    example: 'availability: 0.999',
    fix: 'availability: 99.9',
    see: 'https://sre.google/workbook/alerting-on-slos/',
  },
  'service-level-requests': {
    reason:
      'The error ratio is computed from a counter of requests and from those of them that failed. With a name that Prometheus does not read, none of the rules of its file is loaded.',
    example: "requests: { metric: 'http-requests', labels: {}, failed: { code: '5..' } }",
    fix: "requests: { metric: 'http_requests_total', labels: { job: 'api' }, failed: { code: '5..' } }",
    see: 'https://prometheus.io/docs/concepts/data_model/',
  },
} as const satisfies Explanations;
