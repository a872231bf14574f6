import type { PodLabels } from '../../../core/contract';

/** Props that all constructs of alert rules have in common. */
export interface AlertRulesProps {
  /**
   * Name of the PrometheusRule.
   *
   * @replaces the PrometheusRule. Pending alerts begin again
   */
  readonly name: string;
  /**
   * Namespace of the PrometheusRule.
   *
   * @replaces the PrometheusRule. Pending alerts begin again
   */
  readonly namespace: string;
  /**
   * Labels by which a Prometheus selects the rules.
   *
   * @inPlace
   */
  readonly labels: PodLabels;
  /**
   * Address of the folder of runbooks: the page of an alert is `<runbooks>/<alert>.md`.
   *
   * @inPlace
   */
  readonly runbooks: string;
}

export interface ClusterAlertsProps extends AlertRulesProps {
  /**
   * Names of the Deployments and StatefulSets that serve customers, by namespace: `{ shop: ['api', 'broker-server'] }`. Without any
   * available pod, they are `critical`; all others, such as operators and canaries, are a `warning`.
   *
   * @default those of more than one replica
   * @inPlace
   */
  readonly serving?: Readonly<Record<string, readonly string[]>>;
}

/** Values of the label `job` of the components of the control plane. */
export interface ControlPlaneJobs {
  /**
   * Job of the API servers.
   *
   * @default 'apiserver'
   */
  readonly apiServer?: string;
  /**
   * Job of the controller managers.
   *
   * @default 'kube-controller-manager'
   */
  readonly controllerManager?: string;
  /**
   * Job of CoreDNS.
   *
   * @default 'coredns'
   */
  readonly dns?: string;
  /**
   * Job of the members of etcd.
   *
   * @default 'etcd'
   */
  readonly etcd?: string;
  /**
   * Job of the kubelets.
   *
   * @default 'kubelet'
   */
  readonly kubelet?: string;
  /**
   * Job of the schedulers.
   *
   * @default 'kube-scheduler'
   */
  readonly scheduler?: string;
}

export interface ControlPlaneAlertsProps extends AlertRulesProps {
  /**
   * Number of members of etcd, if Prometheus collects the metrics of etcd, of the controller managers and of the schedulers.
   *
   * @default none: no alerts about these three, as for EKS and for a control plane without `controlPlaneMetricsArguments`
   * @inPlace
   */
  readonly etcdMembers?: number;
  /**
   * Values of the label `job` of the components.
   *
   * @default the names of the components
   * @inPlace
   */
  readonly jobs?: ControlPlaneJobs;
}

export interface ElasticsearchAlertsProps extends AlertRulesProps {
  /**
   * Name of the cluster, which its exporter reports as the label `cluster`.
   *
   * @inPlace
   */
  readonly cluster: string;
  /**
   * Number of members of all node sets.
   *
   * @inPlace
   */
  readonly members: number;
}

export interface FilebeatAlertsProps extends AlertRulesProps {
  /**
   * Name and namespace of the agents.
   *
   * @inPlace
   */
  readonly agents: FilebeatAgents;
  /**
   * Name of the cluster that receives the logs, which its exporter reports as the label `cluster`.
   *
   * @inPlace
   */
  readonly cluster: string;
}

export interface OperatorAlertsProps extends AlertRulesProps {
  /**
   * Name of the operator: the label `job` of its metrics, and the beginning of the names of its pods.
   *
   * @inPlace
   */
  readonly operator: string;
  /**
   * Namespace of the operator.
   *
   * @inPlace
   */
  readonly operatorNamespace: string;
  /**
   * False for an operator without the metrics of controller-runtime, such as the Prometheus operator, whose errors are among
   * `MonitoringAlerts`.
   *
   * @default true
   * @inPlace
   */
  readonly controllerRuntime?: boolean;
}

/** Name and namespace of the agents of a `Filebeat`. */
export interface FilebeatAgents {
  readonly name: string;
  readonly namespace: string;
}

export interface ServiceLevelProps extends AlertRulesProps {
  /**
   * Name of the service, which is the label `service` of its ratios and alerts. One `ServiceLevel` has it.
   *
   * @inPlace
   */
  readonly service: string;
  /**
   * Percentage of requests that succeed within 30 days: 99.9. It is 94 or higher, and below 100.
   *
   * @inPlace
   */
  readonly availability: number;
  /**
   * Counter of the service's requests, by the program or by a proxy in front of it. The metrics of an Application Load Balancer are
   * in CloudWatch only, where its alarm `error-rate` reads them.
   *
   * @inPlace
   */
  readonly requests: RequestCounter;
}

/** Requests of a service, of which some fail. */
export interface RequestCounter {
  /**
   * Name of the counter of requests: `http_requests_total`.
   */
  readonly metric: string;
  /**
   * Labels of the requests of this service, by their value: `{ namespace: 'shop', job: 'api' }`.
   */
  readonly labels: Readonly<Record<string, string>>;
  /**
   * Labels of failed requests, by a regular expression of the whole value: `{ code: '5..' }`.
   */
  readonly failed: Readonly<Record<string, string>>;
}
