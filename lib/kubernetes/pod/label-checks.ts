import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { checkNodeLabels, checkNodeTaints, isLabelKey, isLabelValue } from '../../core/node-labels';
import { settingName, type SettingPath, settingPath } from '../../core/settings-location';
import type { Placement } from './props';

/**
 * Checks labels of objects, or labels that select them.
 *
 * @param setting setting that contains the labels
 */
export function checkLabels(labels: Readonly<Record<string, string>>, setting: string | SettingPath): Finding[] {
  return sortedEntries(labels).flatMap(([key, value]) => [
    ...(isLabelKey(key) ? [] : [wrongLabelKey(key, setting)]),
    ...checkLabelValue(value, [...settingPath(setting), key]),
  ]);
}

function wrongLabelKey(key: string, setting: string | SettingPath): Finding {
  return {
    id: 'label-key',
    setting,
    message: `key of a label must be [domain/]name, with a name of at most 63 letters, digits and inner -_.; got '${key}'`,
    hint: "write it as 'example.com/role'",
  };
}

/**
 * Checks the value of a label.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function checkLabelValue(value: string, setting: string | SettingPath): Finding[] {
  if (isLabelValue(value)) return [];
  return [
    {
      id: 'label-value',
      setting,
      message: `${settingName(setting)} must be at most 63 letters, digits and inner -_. (value of a label); got '${value}'`,
      hint: 'shorten it, and write hyphens for other characters',
    },
  ];
}

/** Checks the labels that pods select nodes by, and the taints that they tolerate. Those of a node group are checked alike. */
export function checkPlacement({ labels, taints }: Placement): Finding[] {
  return [...checkNodeLabels(labels), ...checkNodeTaints(taints)].map((finding) => ({
    ...finding,
    setting: ['placement', ...settingPath(finding.setting)],
  }));
}
