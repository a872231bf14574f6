import { readdirSync } from 'node:fs';
import { cases } from '../../../../support/alerts/cases';
import { clusterAlerts, ruleFile, rulesOf, runbooks, subjects } from '../../../../support/alerts/rules';
import { object } from '../../../../support/manifests';
import { chartWith } from '../../../../support/workload-samples';

const alerts = subjects.flatMap((subject) =>
  rulesOf(subject).flatMap((rule) => (rule.alert === undefined ? [] : [{ ...rule, name: rule.alert, subject }])),
);
const names = [...new Set(alerts.map(({ name }) => name))].sort();

describe('alert rules', () => {
  test('PrometheusRule: has the labels by which a Prometheus selects it', () => {
    const rule = object(chartWith(clusterAlerts), 'PrometheusRule');
    expect(rule.metadata).toMatchObject({
      labels: { 'app.kubernetes.io/managed-by': 'adamant', 'prometheus': 'platform' },
      name: 'cluster',
      namespace: 'monitoring',
    });
  });

  test('runbooks: each alert has its page, and each page its alert', () => {
    const pages = readdirSync('docs/runbooks').filter((file) => file !== 'README.md');
    expect(pages.sort()).toEqual(names.map((name) => `${name}.md`));
    expect(alerts.map(({ annotations }) => annotations?.['runbook_url'])).toEqual(
      alerts.map(({ name }) => `${runbooks}/${name}.md`),
    );
  });

  test('severity: is critical, warning, or none for the alert that always fires', () => {
    const others = alerts.filter(({ labels }) => !['critical', 'warning'].includes(labels?.['severity'] ?? ''));
    expect(others.map(({ labels, name }) => [name, labels])).toEqual([['Watchdog', { severity: 'none' }]]);
  });

  test('alert: belongs to one construct', () => {
    const owners = names.map(
      (name) => new Set(alerts.filter((alert) => alert.name === name).map((one) => one.subject)),
    );
    expect(owners.filter(({ size }) => size !== 1)).toEqual([]);
  });

  test('cases: each alert has one in which it fires, and one in which it does not', () => {
    const all = subjects.flatMap((subject) => cases[subject]);
    const fires = new Set(all.map(({ alert }) => alert));
    const isQuiet = new Set(all.filter(({ quiet }) => quiet.length > 0).map(({ alert }) => alert));
    expect(names.filter((name) => !fires.has(name))).toEqual([]);
    expect(names.filter((name) => !isQuiet.has(name))).toEqual(['Watchdog']);
    expect([...fires].filter((name) => !names.includes(name))).toEqual([]);
  });

  test('annotations: name labels that the alert has', () => {
    const missing = subjects
      .flatMap((subject) => cases[subject].map((each) => ({ ...each, subject })))
      .flatMap(({ alert, labels, subject }) =>
        rulesOf(subject)
          .filter((rule) => rule.alert === alert)
          .flatMap(({ annotations = {} }) => [
            ...Object.values(annotations)
              .join(' ')
              .matchAll(/\$labels\.(\w+)/g),
          ])
          .flatMap(([, label = '']) => (label in labels ? [] : [`${alert}: ${label}`])),
      );
    expect(missing).toEqual([]);
  });

  test('annotations: have a summary and a description in sentences', () => {
    const texts = (annotation: string) => alerts.map(({ annotations }) => annotations?.[annotation] ?? '');
    expect(texts('summary').filter((text) => !/^[A-Z{\d].*[^.]$/.test(text))).toEqual([]);
    expect(texts('description').filter((text) => !/^[A-Z].*\.$/.test(text))).toEqual([]);
  });

  test('groups: have names of their own', () => {
    const repeated = subjects.filter((subject) => {
      const groups = ruleFile(subject).groups.map(({ name }) => name);
      return new Set(groups).size < groups.length;
    });
    expect(repeated).toEqual([]);
  });
});
