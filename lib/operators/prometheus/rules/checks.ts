import type { Finding } from '../../../core/diagnostics';
import { checkName } from '../../../core/naming';
import { checkRunbooks } from '../../../core/runbooks';
import type { AlertRulesProps } from './props';

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
    ...checkRunbooks(runbooks, 'runbooks'),
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
