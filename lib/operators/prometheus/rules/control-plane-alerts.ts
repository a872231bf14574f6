import type { Alert, RuleGroup } from './alert';
import { maxBy, quantile, quoted } from './alert';
import { etcdAlerts } from './etcd-alerts';
import type { ControlPlaneJobs } from './props';

/** Returns the alerts about API servers, kubelets and CoreDNS, and those about etcd and controllers if their metrics are collected. */
export function controlPlaneAlerts(etcdMembers: number | undefined, jobs: ControlPlaneJobs = {}): RuleGroup[] {
  const { apiServer = 'apiserver', dns = 'coredns', kubelet = 'kubelet' } = jobs;
  return [
    ...(etcdMembers === undefined ? [] : memberAlerts(etcdMembers, jobs)),
    { name: 'api-server', rules: apiServerAlerts(apiServer) },
    { name: 'kubelet', rules: kubeletAlerts(kubelet) },
    { name: 'dns', rules: dnsAlerts(dns) },
  ];
}

/** Returns the alerts about the parts of a control plane that have no metrics unless they are configured to. */
function memberAlerts(etcdMembers: number, jobs: ControlPlaneJobs): RuleGroup[] {
  const { controllerManager = 'kube-controller-manager', etcd = 'etcd', scheduler = 'kube-scheduler' } = jobs;
  return [
    { name: 'etcd', rules: etcdAlerts(etcd, etcdMembers) },
    {
      name: 'control-plane',
      rules: [
        down('ControllerManagerDown', controllerManager, '5m', {
          summary: 'No controller manager answers',
          description: 'Nothing is rolled out, replaced or scaled. Pods that run are not affected.',
        }),
        down('SchedulerDown', scheduler, '5m', {
          summary: 'No scheduler answers',
          description: 'New pods get no node. Pods that run are not affected.',
        }),
      ],
    },
  ];
}

/**
 * Returns an alert on a job without a target that answers. It also fires if the job or its monitor is missing. The result of `absent`
 * has no labels if the selector is compared.
 */
function down(alert: string, job: string, pending: Alert['for'], text: Pick<Alert, 'description' | 'summary'>): Alert {
  return {
    alert,
    expr: `absent(up{job=${quoted(job)}} == 1)`,
    for: pending,
    severity: 'critical',
    labels: { job },
    ...text,
  };
}

const week = 7 * 86_400;

function apiServerAlerts(job: string): Alert[] {
  const requests = (matchers = '') => `sum(rate(apiserver_request_total{job=${quoted(job)}${matchers}}[5m]))`;
  // Requests that stay open, and lists, whose time depends on the number of objects.
  const short = `{job=${quoted(job)},verb=~"APPLY|DELETE|GET|PATCH|POST|PUT",subresource!~"attach|exec|log|portforward|proxy"}`;
  return [
    down('ApiServerDown', job, '2m', {
      summary: 'No API server answers',
      description: 'Nothing can be deployed, and controllers do not work. Pods that run are not affected at first.',
    }),
    {
      alert: 'ApiServerErrors',
      expr: `${requests(',code=~"5.."')} / ${requests()} > 0.03`,
      for: '10m',
      severity: 'critical',
      summary: 'API servers answer {{ $value | humanizePercentage }} of requests with an error',
      description: 'The most frequent cause is etcd. Webhooks that do not answer are another one.',
    },
    {
      alert: 'ApiServerSlow',
      expr: `${quantile(0.99, 'verb', 'apiserver_request_duration_seconds', short)} > 1`,
      for: '15m',
      severity: 'warning',
      summary:
        'One of a hundred {{ $labels.verb }} requests to the API server takes {{ $value | humanizeDuration }} or longer',
      description: 'Slow disks of etcd, slow webhooks, or a client with very many requests.',
    },
    {
      alert: 'ClientCertificateExpiring',
      expr: `${quantile(0.01, 'job', 'apiserver_client_certificate_expiration_seconds', `{job=${quoted(job)}}`)} < ${week}`,
      for: '15m',
      // Certificates of some clients live for hours: a page would never end.
      severity: 'warning',
      summary: 'A client certificate that the API server accepts expires within a week',
      description: 'The client, such as the controller manager, the scheduler or a kubelet, cannot connect afterwards.',
    },
  ];
}

function kubeletAlerts(job: string): Alert[] {
  const ttl = ['client', 'server'].map((use) => `kubelet_certificate_manager_${use}_ttl_seconds{job=${quoted(job)}}`);
  return [
    down('KubeletDown', job, '5m', {
      summary: 'No kubelet answers',
      description: 'There are no metrics of containers and volumes, and nodes may be lost.',
    }),
    {
      alert: 'KubeletCertificateExpiring',
      // A kubelet renews its certificates when 10 to 30 percent of their time are left. One that it does not manage is +Inf.
      expr: `min by (instance) (${ttl.join(' or ')}) < ${week}`,
      for: '15m',
      severity: 'warning',
      summary: 'A certificate of the kubelet of {{ $labels.instance }} expires in {{ $value | humanizeDuration }}',
      description: 'The kubelet was to renew it earlier. The node is lost when it expires.',
    },
  ];
}

function dnsAlerts(job: string): Alert[] {
  const responses = (matchers = '') => `sum(rate(coredns_dns_responses_total{job=${quoted(job)}${matchers}}[5m]))`;
  return [
    down('DnsDown', job, '2m', {
      summary: 'No CoreDNS answers',
      description: 'Pods find neither each other nor anything else by name.',
    }),
    {
      alert: 'DnsErrors',
      expr: `${responses(',rcode="SERVFAIL"')} / ${responses()} > 0.03`,
      for: '10m',
      severity: 'critical',
      summary: 'CoreDNS answers {{ $value | humanizePercentage }} of queries with SERVFAIL',
      description: 'The name servers of the network do not answer, or CoreDNS cannot connect to the API server.',
    },
    {
      alert: 'DnsSlow',
      expr: `${maxBy('job', quantile(0.99, 'job', 'coredns_dns_request_duration_seconds', `{job=${quoted(job)}}`))} > 1`,
      for: '10m',
      severity: 'warning',
      summary: 'One of a hundred DNS queries takes {{ $value | humanizeDuration }} or longer',
      description: 'CoreDNS has too little CPU, or the name servers of the network are slow.',
    },
  ];
}
