import { sortedEntries } from './canonical';
import type { Finding } from './diagnostics';
import { didYouMean } from './did-you-mean';

const labelName = '[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?';
const domainLabel = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const labelKeyPattern = new RegExp(`^(?:${domainLabel}(?:\\.${domainLabel})*/)?${labelName}$`);
const labelValuePattern = new RegExp(`^(?:${labelName})?$`);
const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const taintValue = new RegExp(`^(?:${labelName})?:(?:${effects.join('|')})$`);

/**
 * Checks labels of nodes.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function checkNodeLabels(labels: Readonly<Record<string, string>>, setting = 'labels'): Finding[] {
  return sortedEntries(labels).flatMap(([key, value]) => {
    if (!isLabelKey(key)) {
      return [
        {
          id: 'node-label',
          setting: [setting, key],
          message: `label key must be [domain/]name, with a name of at most 63 letters, digits and inner -_.; got '${key}'`,
          hint: "write it as 'example.com/role'",
        },
      ];
    }
    if (isLabelValue(value)) return [];
    return [
      {
        id: 'node-label',
        setting: [setting, key],
        message: `label value must be at most 63 letters, digits and inner -_.; got '${value}'`,
        hint: "shorten it, or replace other characters by '-'",
      },
    ];
  });
}

/**
 * Checks taints of nodes, by their key: `{ dedicated: 'transfer:NoSchedule' }`.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export function checkNodeTaints(taints: Readonly<Record<string, string>>, setting = 'taints'): Finding[] {
  return sortedEntries(taints).flatMap(([key, taint]) => {
    if (!isLabelKey(key)) {
      return [
        {
          id: 'node-taint',
          setting: [setting, key],
          message: `taint key must be [domain/]name, with a name of at most 63 letters, digits and inner -_.; got '${key}'`,
          hint: "write it as 'example.com/dedicated'",
        },
      ];
    }
    if (taintValue.test(taint)) return [];
    const [, written = 'true', effect = ''] = /^([\w.-]+)?:?(.*)$/.exec(taint) ?? [];
    const meant = didYouMean(effect, effects);
    // An effect without a value.
    const isEffect = effects.includes(written) || didYouMean(written, effects) !== undefined;
    const value = isEffect ? 'true' : written;
    return [
      {
        id: 'node-taint',
        setting: [setting, key],
        message: `taint must be value:effect with the effect NoSchedule, PreferNoSchedule or NoExecute; got '${taint}'`,
        hint: meant === undefined ? `write '${value}:NoSchedule'` : `did you mean '${value}:${meant}'?`,
      },
    ];
  });
}

/** True for a key of a label or taint: a name, after a domain of at most 253 characters. */
export function isLabelKey(key: string): boolean {
  return labelKeyPattern.test(key) && key.lastIndexOf('/') <= 253;
}

/** True for a value of a label. */
export function isLabelValue(value: string): boolean {
  return labelValuePattern.test(value);
}
