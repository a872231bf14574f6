import { parse } from 'yaml';
import { gibibytes, type Storage } from '../core/units';

interface Claim {
  readonly spec: { readonly resources: { readonly requests: { readonly storage: Storage } } };
}

interface Claimed {
  readonly kind: string;
  readonly spec?: {
    readonly replicas?: number;
    /** Of a RabbitmqCluster. */
    readonly persistence?: { readonly storage?: Storage };
    /** Of a Prometheus or an Alertmanager. */
    readonly storage?: { readonly volumeClaimTemplate?: Claim };
    /** Of an Elasticsearch. */
    readonly nodeSets?: readonly { readonly count: number; readonly volumeClaimTemplates: readonly Claim[] }[];
    /** Of a StatefulSet. */
    readonly volumeClaimTemplates?: readonly Claim[];
    /** Of a PersistentVolumeClaim. */
    readonly resources?: Claim['spec']['resources'];
  };
}

/** Kinds whose pods have volumes of their own. */
const kinds = [
  'Alertmanager',
  'Elasticsearch',
  'PersistentVolumeClaim',
  'Prometheus',
  'RabbitmqCluster',
  'StatefulSet',
];

const ofKinds = new RegExp(`(?:^|/)(?:${kinds.join('|')})\\.[^/]*\\.yaml$`);

/**
 * Returns the size of all volumes that Kubernetes objects claim, in GiB.
 *
 * @param manifests files of an environment, by path
 */
export function claimedStorage(manifests: ReadonlyMap<string, string>): number {
  return [...manifests]
    .filter(([file]) => ofKinds.test(file))
    .reduce((total, [, text]) => total + storageOf(parse(text) as Claimed), 0);
}

function storageOf({ spec: { nodeSets = [], replicas = 1, ...spec } = {} }: Claimed): number {
  const template = spec.storage?.volumeClaimTemplate;
  const claims = [...(spec.volumeClaimTemplates ?? []), ...(template ? [template] : [])];
  return (
    replicas * (sizeOf(claims) + gibibytes(spec.persistence?.storage ?? '0Gi')) +
    nodeSets.reduce((total, { count, volumeClaimTemplates }) => total + count * sizeOf(volumeClaimTemplates), 0) +
    gibibytes(spec.resources?.requests.storage ?? '0Gi')
  );
}

function sizeOf(claims: readonly Claim[]): number {
  return claims.reduce((total, { spec }) => total + gibibytes(spec.resources.requests.storage), 0);
}
