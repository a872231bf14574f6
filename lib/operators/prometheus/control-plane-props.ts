import type { Cidr } from '../../core/cidr';
import type { ControlPlaneAccount } from './control-plane-account';

export interface ControlPlaneMonitorsProps {
  /**
   * Account whose token authenticates the requests. It belongs to an earlier wave.
   *
   * @replaces the monitors and the Secret, for an account of another namespace
   */
  readonly account: ControlPlaneAccount;
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
