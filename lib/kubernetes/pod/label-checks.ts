import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { settingName, type SettingPath } from '../../core/settings-location';
import type { Placement } from './props';

/** Name within a label: letters, digits and `-_.`, which are inner characters. */
const name = /^[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/;

/** Prefix of a label: a domain. */
const prefix = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/**
 * Checks the value of a label.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function checkLabelValue(value: string, setting: string | SettingPath): Finding[] {
  if (value === '' || name.test(value)) return [];
  return [
    {
      id: 'label-value',
      setting,
      message: `${settingName(setting)} must be at most 63 letters, digits and inner -_. (value of a label); got '${value}'`,
      hint: 'shorten it, and write hyphens for other characters',
    },
  ];
}

/** Checks the key of a label or taint. */
function checkLabelKey(key: string, setting: SettingPath): Finding[] {
  const [last = '', domain, ...more] = key.split('/').reverse();
  if (name.test(last) && more.length === 0 && (domain === undefined || prefix.test(domain))) return [];
  return [
    {
      id: 'label-key',
      setting,
      message: `key must be at most 63 letters, digits and inner -_., after an optional domain and '/'; got '${key}'`,
      hint: "write it as 'example.com/dedicated'",
    },
  ];
}

/** Checks the labels that a pod selects nodes by, and the taints that it tolerates. */
export function checkPlacement({ labels, taints }: Placement): Finding[] {
  return [
    ...sortedEntries(labels).flatMap(([key, value]) => {
      const setting = ['placement', 'labels', key];
      return [...checkLabelKey(key, setting), ...checkLabelValue(value, setting)];
    }),
    ...sortedEntries(taints).flatMap(([key, taint]) => checkTaint(key, taint)),
  ];
}

function checkTaint(key: string, taint: string): Finding[] {
  const setting = ['placement', 'taints', key];
  const split = taint.lastIndexOf(':');
  const found = [...checkLabelKey(key, setting), ...checkLabelValue(taint.slice(0, Math.max(split, 0)), setting)];
  if (found.length > 0 || effects.includes(taint.slice(split + 1))) return found;
  return [
    {
      id: 'taint-effect',
      setting,
      message: `taint must end in : and one of ${effects.join(', ')}; got '${taint}'`,
      hint: "write it as 'transfer:NoSchedule'",
    },
  ];
}
