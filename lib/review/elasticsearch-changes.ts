import type { Finding } from '../core/diagnostics';
import { mebibytes, type Storage } from '../core/units';
import { isNotBefore, parseVersion, type Version } from '../core/version';
import { type RefusedChange, refusedChanges } from './refused-changes';

interface NodeSet {
  readonly name: string;
  readonly volumeClaimTemplates: readonly {
    readonly spec: {
      readonly storageClassName: string;
      readonly resources: { readonly requests: { readonly storage: Storage } };
    };
  }[];
}

interface Cluster {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly version: string; readonly nodeSets: readonly NodeSet[] };
}

/** The earliest version from which a major version is reached. */
const earliestSource: Readonly<Record<number, Version>> = { 8: [7, 17, 0], 9: [8, 18, 0] };

/**
 * Returns a finding for each change of an Elasticsearch cluster that ECK refuses: a smaller volume or another StorageClass of a node
 * set, an earlier version, or one that the current version has no upgrade to. ECK's webhook admits everything while it is down, and
 * the operator then reports the cluster as invalid and does not update it any more.
 *
 * @param before the accepted manifests of an environment, by path
 * @see https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/volume-claim-templates
 */
export function refusedElasticsearchChanges(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): RefusedChange[] {
  return refusedChanges<Cluster>('Elasticsearch', before, after, (was, is) => [
    ...versionChanges(was.spec.version, is.spec.version),
    ...volumeChanges(was, is),
  ]);
}

function versionChanges(before: string, now: string): Finding[] {
  const [was, is] = [parseVersion(before), parseVersion(now)];
  // A version that is no version is reported as such.
  if (!was || !is) return [];
  const source = earliestSource[is[0]];
  if (isNotBefore(is, was) && (!source || isNotBefore(was, source))) return [];
  const isDowngrade = !isNotBefore(is, was);
  return [
    {
      id: 'elasticsearch-upgrade',
      setting: 'version',
      message: isDowngrade
        ? `version must not be earlier than the accepted ${before}; got ${now}`
        : `version must be reachable from the accepted ${before}: ${is[0]} from ${source?.join('.')} or later; got ${now}`,
      hint: isDowngrade
        ? `restore ${before}, or create a cluster of another name from a snapshot`
        : `apply ${source?.join('.')} or a later version of the same major version first`,
    },
  ];
}

function volumeChanges(before: Cluster, after: Cluster): Finding[] {
  return after.spec.nodeSets.flatMap(({ name, volumeClaimTemplates }) => {
    const was = before.spec.nodeSets.find((set) => set.name === name)?.volumeClaimTemplates[0]?.spec;
    const is = volumeClaimTemplates[0]?.spec;
    if (!was || !is) return [];
    const [sizeBefore, size] = [was.resources.requests.storage, is.resources.requests.storage];
    return [
      ...(mebibytes(size) < mebibytes(sizeBefore)
        ? [changedVolume(['nodeSets', name, 'storage'], `be at least the accepted ${sizeBefore}`, size)]
        : []),
      ...(is.storageClassName === was.storageClassName
        ? []
        : [changedVolume('backend.storageClass', `be ${was.storageClassName} for ${name}`, is.storageClassName)]),
    ];
  });
}

function changedVolume(setting: Finding['setting'], constraint: string, value: string): Finding {
  const name = typeof setting === 'string' ? 'storageClass' : 'storage';
  return {
    id: 'elasticsearch-volume',
    setting,
    message: `${name} must ${constraint}; got ${value}`,
    hint: 'give the node set another name in the same change: the operator moves its data, then removes the old one',
  };
}
