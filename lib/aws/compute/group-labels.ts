import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { checkNodeLabels, checkNodeTaints } from '../../core/node-labels';
import type { NodeGroupSettings } from './node-group-props';

/** Beginning of the tags from which the cluster autoscaler knows the labels and taints of a group without nodes. */
const tagPrefix = 'k8s.io/cluster-autoscaler/node-template';

/**
 * Longest key of a tag in EC2 Auto Scaling.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Tag.html
 */
const maxTagKey = 128;

/** Longest key of a label or taint whose tag has a permitted length. */
const maxKey = maxTagKey - `${tagPrefix}/label/`.length;

/** Most tags of an Auto Scaling group, of which a group itself and its stack use up to ten. */
const maxLabels = 40;

/** Returns the tags by which the cluster autoscaler scales a group up from zero. */
export function autoscalerTags({
  clusterName,
  labels,
  taints,
}: Pick<NodeGroupSettings, 'clusterName' | 'labels' | 'taints'>): Readonly<Record<string, string>> {
  const tags = (kind: 'label' | 'taint', entries: Readonly<Record<string, string>>) =>
    sortedEntries(entries).map(([key, value]) => [`${tagPrefix}/${kind}/${key}`, value] as const);
  return {
    'k8s.io/cluster-autoscaler/enabled': 'true',
    [`k8s.io/cluster-autoscaler/${clusterName}`]: 'owned',
    ...Object.fromEntries([...tags('label', labels), ...tags('taint', taints)]),
  };
}

/** Checks labels and taints that kubelets give their nodes, and that become tags of the groups. */
export function checkLabels({ labels, taints }: Pick<NodeGroupSettings, 'labels' | 'taints'>): Finding[] {
  const malformed = [...checkNodeLabels(labels), ...checkNodeTaints(taints)];
  if (malformed.length > 0) return malformed;
  const count = Object.keys(labels).length + Object.keys(taints).length;
  return [
    ...Object.keys(labels).flatMap(checkKubeletLabel),
    ...Object.keys(labels).flatMap((key) => checkKeyLength('labels', key)),
    ...Object.keys(taints).flatMap((key) => checkKeyLength('taints', key)),
    ...(count <= maxLabels
      ? []
      : [
          {
            id: 'node-label-tags',
            setting: 'labels',
            message: `labels and taints must be at most ${maxLabels} together; got ${count}`,
            hint: 'remove some: each is a tag of the Auto Scaling groups, which have at most 50',
          },
        ]),
  ];
}

/**
 * Checks a label of the domains kubernetes.io and k8s.io. A kubelet does not start with those that it must not set itself, and
 * sets others, such as its host name and zone, to values of its own.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction
 * @see https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/kubelet/pkg/apis/well_known_labels.go
 */
function checkKubeletLabel(key: string): Finding[] {
  const domain = key.includes('/') ? key.slice(0, key.indexOf('/')) : '';
  const isWithin = (parent: string) => domain === parent || domain.endsWith(`.${parent}`);
  if (!isWithin('kubernetes.io') && !isWithin('k8s.io')) return [];
  const isOwn = isWithin('kubelet.kubernetes.io') || isWithin('node.kubernetes.io');
  if (isOwn && key !== 'node.kubernetes.io/instance-type') return [];
  return [
    {
      id: 'node-label-kubelet',
      setting: ['labels', key],
      message: `label key must be one that a kubelet may choose: in a domain of its own, or in node.kubernetes.io or kubelet.kubernetes.io; got '${key}'`,
      hint: `write it as 'node.example.com/${key.slice(key.indexOf('/') + 1)}'`,
    },
  ];
}

function checkKeyLength(setting: 'labels' | 'taints', key: string): Finding[] {
  if (key.length <= maxKey) return [];
  return [
    {
      id: 'node-label-tags',
      setting: [setting, key],
      message: `${setting} must have keys of at most ${maxKey} characters, which the cluster autoscaler's tags have room for; got '${key}' (${key.length})`,
      hint: 'shorten the key',
    },
  ];
}
