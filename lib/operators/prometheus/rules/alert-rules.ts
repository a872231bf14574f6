import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { addFindings, type Finding } from '../../../core/diagnostics';
import { runbookUrl } from '../../../core/runbooks';
import { managedBy } from '../../../kubernetes/pod/labels';
import type { Alert, Recording, RuleGroup } from './alert';
import { checkAlertRules } from './checks';
import type { AlertRulesProps } from './props';

/** Creates the PrometheusRule of a construct. */
export function createRules(
  scope: Construct,
  props: AlertRulesProps,
  groups: readonly RuleGroup[],
  findings: readonly Finding[] = [],
): void {
  const { labels, name, namespace, runbooks } = props;
  addFindings(scope, [...checkAlertRules(props), ...findings]);
  new ApiObject(scope, 'PrometheusRule', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name, namespace, labels: { ...managedBy, 'app.kubernetes.io/part-of': 'monitoring', ...labels } },
    spec: {
      groups: groups.map(({ rules, ...group }) => ({
        ...group,
        rules: rules.map((rule) => ('alert' in rule ? alertingRule(rule, runbooks) : recordingRule(rule))),
      })),
    },
  });
}

function alertingRule({ alert, description, expr, for: pending, labels, severity, summary }: Alert, runbooks: string) {
  return {
    alert,
    expr,
    for: pending,
    labels: { ...labels, severity },
    annotations: { summary, description, runbook_url: runbookUrl(runbooks, alert) },
  };
}

function recordingRule({ expr, labels, record }: Recording) {
  return { record, expr, ...(labels && { labels: { ...labels } }) };
}
