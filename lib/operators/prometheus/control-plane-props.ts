import type { Cidr } from '../../core/cidr';

export interface ControlPlaneMonitorsProps {
  /**
   * Namespace of the monitors and of the token: that of the Prometheus.
   *
   * @replaces the monitors and the account
   */
  readonly namespace: string;
  /**
   * Labels of the monitors, by which a Prometheus selects them.
   *
   * @inPlace
   */
  readonly labels: Readonly<Record<string, string>>;
  /**
   * Addresses of all nodes, those of the control plane included, for `targets`.
   *
   * @inPlace: no object of these contains it
   */
  readonly nodeAddresses: readonly Cidr[];
  /**
   * Serving certificates of the kubelets: `cluster` with `serverTLSBootstrap` and approved requests, else each signs its own, which
   * nothing can verify.
   *
   * @default 'self-signed'
   * @inPlace
   */
  readonly kubeletCertificates?: 'cluster' | 'self-signed';
}
