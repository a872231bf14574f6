import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { addFindings } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import { grantClusterRole } from '../../kubernetes/cluster/cluster-role';
import { recommendedLabels } from '../../kubernetes/pod/labels';

export interface ControlPlaneAccountProps {
  /**
   * Namespace of the account and of the monitors: that of the Prometheus.
   *
   * @replaces every object
   */
  readonly namespace: string;
}

/** Name of the account, its role and the Secret of its token. */
export const accountName = 'control-plane-metrics';

/**
 * The account of `ControlPlaneMonitors`, which may read metrics and nothing else. Wave `configuration`: the cluster deletes the Secret of
 * a token whose account does not exist yet.
 *
 * @example
 * const account = new ControlPlaneAccount(scope, 'control-plane', { namespace: 'monitoring' });
 */
export class ControlPlaneAccount extends Construct {
  /** Namespace of the account. */
  readonly namespace: string;

  constructor(scope: Construct, id: string, { namespace }: ControlPlaneAccountProps) {
    super(scope, id);
    addFindings(this, checkName('namespace', namespace, 'namespace'));
    this.namespace = namespace;
    const labels = recommendedLabels({ component: 'monitor', name: accountName, partOf: 'monitoring' });
    new k8s.KubeServiceAccount(this, 'ServiceAccount', {
      metadata: { name: accountName, namespace, labels },
      automountServiceAccountToken: false,
    });
    grantClusterRole(this, {
      account: { name: accountName, namespace },
      labels,
      name: `${namespace}:${accountName}`,
      rules: [
        { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
        { nonResourceUrLs: ['/metrics'], verbs: ['get'] },
      ],
    });
  }
}
