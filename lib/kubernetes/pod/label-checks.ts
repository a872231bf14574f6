import type { Finding } from '../../core/diagnostics';
import { checkNodeLabels, checkNodeTaints } from '../../core/node-labels';
import { settingName, type SettingPath, settingPath } from '../../core/settings-location';
import type { Placement } from './props';

/**
 * Checks the value of a label.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function checkLabelValue(value: string, setting: string | SettingPath): Finding[] {
  if (/^(?:[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)?$/.test(value)) return [];
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
