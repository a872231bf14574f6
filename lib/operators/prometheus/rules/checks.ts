import { sortedEntries } from '../../../core/canonical';
import type { Finding } from '../../../core/diagnostics';
import { checkName } from '../../../core/naming';
import { hasHalfSurrogatePair } from '../../../core/unicode';
import { checkRunbooks } from '../../../core/runbooks';
import type { SettingPath } from '../../../core/settings-location';
import { checkLabels } from '../../../kubernetes/pod/label-checks';
import type { AlertRulesProps, ClusterAlertsProps } from './props';

export function checkAlertRules({ labels, name, runbooks }: AlertRulesProps): Finding[] {
  return [
    ...checkName('prometheus-rule', name),
    ...(Object.keys(labels).length > 0
      ? []
      : [
          {
            id: 'alert-labels',
            setting: 'labels',
            message: 'labels must have at least one label; got {}',
            hint: "set the labels of the Prometheus' selector, such as { prometheus: 'platform' }",
          },
        ]),
    ...checkLabels(labels, 'labels'),
    ...checkRunbooks(runbooks, 'runbooks'),
  ];
}

/** Checks the names of workloads, and of their namespaces. */
export function checkServing(serving: ClusterAlertsProps['serving'] = {}): Finding[] {
  return sortedEntries<string, readonly string[]>(serving).flatMap(([namespace, names]) => [
    ...at(['serving', namespace], checkName('namespace', namespace)),
    ...names.flatMap((name, index) => at(['serving', namespace, String(index)], checkName('endpoint', name))),
    ...(names.length > 0
      ? []
      : [
          {
            id: 'alert-serving',
            setting: ['serving', namespace],
            message: 'serving must name a workload in each namespace; got []',
            hint: 'name the Deployments that serve customers, or remove the namespace',
          },
        ]),
  ]);
}

function at(setting: SettingPath, findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, setting }));
}

/** Checks the value of a label that an alert selects: an empty one selects series without the label. */
export function checkLabelText(setting: string, value: string): Finding[] {
  if (value.trim() !== '' && !hasHalfSurrogatePair(value)) return [];
  return [
    {
      id: 'alert-label-value',
      setting,
      message: `${setting} must be the value of a label; got '${value}'`,
      hint: 'write it as Prometheus shows it',
    },
  ];
}

/** Checks a number of members that an alert compares with those that answer. */
export function checkMembers(setting: string, members: number): Finding[] {
  if (Number.isInteger(members) && members >= 1) return [];
  return [
    {
      id: 'alert-members',
      setting,
      message: `${setting} must be a whole number of at least 1; got ${members}`,
      hint: 'write the number of members that the cluster has when all of them run',
    },
  ];
}
