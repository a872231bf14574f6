import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { byCodePoint } from '../../core/canonical';
import { addFindings } from '../../core/diagnostics';
import { checkName } from '../../core/naming';
import type { Duration } from '../../core/units';
import { checkAmount } from '../checks/pod-checks';
import { managedBy } from '../pod/labels';

export interface ExternalSecretProps {
  /** The Secret's name, as `secrets` of workloads give it. @replaces the Secret */
  readonly name: string;
  /** The namespace. @replaces the Secret */
  readonly namespace: string;
  /** The ClusterSecretStore that it comes from. @inPlace */
  readonly store: string;
  /** Where the store keeps it. @inPlace */
  readonly path: string;
  /** Its keys, which the store has under the same names. @inPlace */
  readonly keys: readonly string[];
  /** How often the store is asked. @default '1h' @inPlace: pods read a new value when they start */
  readonly refresh?: Duration;
}

/**
 * A Secret that external-secrets makes of what a store outside of the cluster keeps. Only names are in our files; the values
 * never are. It stays when the store loses it, so that no pod fails to start for that. Wave `configuration`.
 */
export class ExternalSecret extends Construct {
  constructor(scope: Construct, id: string, props: ExternalSecretProps) {
    super(scope, id);
    const { keys, name, namespace, path, refresh = '1h', store } = props;
    addFindings(this, [...checkName('config-map', name), ...checkAmount(refresh, 'refresh', 'duration')]);
    new ApiObject(this, 'Resource', {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name, namespace, labels: managedBy },
      spec: {
        data: [...keys].sort(byCodePoint).map((key) => ({ remoteRef: { key: path, property: key }, secretKey: key })),
        refreshInterval: refresh,
        secretStoreRef: { kind: 'ClusterSecretStore', name: store },
        target: { creationPolicy: 'Owner', deletionPolicy: 'Retain', name },
      },
    });
  }
}
