import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { checkPromql } from '../../../lib/core/promql';
import { cases } from '../../support/alerts/cases';
import { dashboardQueries } from '../../support/alerts/dashboards';
import { metricsOf } from '../../support/alerts/promql';
import { anyQuery, invalidQueries, validQueries } from '../../support/alerts/promql-samples';
import { ruleFile, type RuleFile, rulesOf, type Subject, subjects } from '../../support/alerts/rules';
import { ruleTests } from '../../support/alerts/rule-tests';
import { cachePath, emptyFolder, filesBelow, root, sharedPath, writeJson } from '../support/project';
import { run } from '../support/process';
import { expect, type Step } from '../support/report';
import { runName } from './monitoring-harness';

/** `promtool` accepts the rules, and each alert fires in the minute of its cases, with its labels, and not before. */
export async function checkRules(step: Step, promtool: string): Promise<void> {
  const folder = emptyFolder(cachePath(runName, 'rules'));
  const log = cachePath(runName, 'promtool.log');
  const execute = (...words: readonly string[]) =>
    run({ program: promtool, arguments: words, folder: root, seconds: 600, log });
  for (const subject of subjects) {
    const { file, tests } = writeRules(folder, subject, ruleFile(subject));
    await step(`promtool: the rules of ${subject} have no mistake`, () =>
      execute('check', 'rules', '--lint=all', '--lint-fatal', file),
    );
    await step(`promtool: ${tests.count} tests of alerts of ${subject}`, () => execute('test', 'rules', tests.file));
  }
  await step('promtool: a threshold that is changed fails the tests', async () => {
    const changed = JSON.parse(JSON.stringify(ruleFile('cluster')).replace('< 0.15', '< 0.14')) as RuleFile;
    const { tests } = writeRules(folder, 'cluster', changed);
    const { output } = await run({
      program: promtool,
      arguments: ['test', 'rules', tests.file],
      folder: root,
      seconds: 600,
      log,
      allow: [1],
    });
    expect(output.includes('VolumeNearlyFull'), 'another alert fails', log);
  });
}

/** Every metric of an object's state in the rules is one of kube-state-metrics, by the pages of its own module. */
export async function checkStateMetricNames(step: Step): Promise<void> {
  const log = cachePath(runName, 'kube-state-metrics.log');
  await step('kube-state-metrics has each metric of the rules and dashboards', async () => {
    const folder = sharedPath('kubernetes', 'operators', 'kube-state-metrics');
    expect(folder !== undefined, 'there is no module of kube-state-metrics');
    const words = ['mod', 'download', '-json', 'k8s.io/kube-state-metrics/v2'];
    const { stdout } = await run({ program: 'go', arguments: words, folder, seconds: 300, log });
    const { Dir: module } = JSON.parse(stdout) as { readonly Dir: string };
    const pages = filesBelow(path.join(module, 'docs', 'metrics'), '.md').map((file) => readFileSync(file, 'utf8'));
    const known = new Set(pages.flatMap((page) => [...page.matchAll(/^\| (kube_\w+)/gm)].map(([, name]) => name)));
    const needed = metricsOf([...subjects.flatMap(rulesOf), ...dashboardQueries]).filter((name) =>
      name.startsWith('kube_'),
    );
    expect(needed.length > 25, `the rules have ${needed.length} metrics only`, log);
    const unknown = needed.filter((name) => !known.has(name));
    expect(unknown.length === 0, `kube-state-metrics does not have ${unknown.join(', ')}`, log);
  });
}

function writeRules(folder: string, subject: Subject, rules: RuleFile) {
  const severities = new Map(rulesOf(subject).map(({ alert = '', labels = {} }) => [alert, labels['severity'] ?? '']));
  const generated = ruleTests(cases[subject], severities);
  const file = path.join(folder, `${subject}.rules.json`);
  const tests = path.join(folder, `${subject}.test.json`);
  writeJson(file, rules);
  writeJson(tests, {
    rule_files: [file],
    evaluation_interval: '1m',
    // Prometheus evaluates groups in any order: those that record come first here.
    group_eval_order: rules.groups.map(({ name }) => name),
    tests: generated,
  });
  return { file, tests: { count: generated.length, file: tests } };
}

/** `promtool` accepts the expressions that our check accepts, and refuses the others. */
export async function checkExpressions(step: Step, promtool: string): Promise<void> {
  const random = fc.sample(anyQuery, 4000).filter((query) => !isUnsettled(query));
  const queries = [...validQueries, ...invalidQueries, ...random];
  await step(`promtool: ${queries.length} expressions, by our check and by Prometheus`, async () => {
    const file = cachePath(runName, 'rules', 'expressions.json');
    // A group with a rule that is the whole expression, and another one as an autoscaler records it.
    const group = (name: string, expr: string) => ({ name, rules: [{ expr, record: 'load' }] });
    const groups = queries.flatMap((query, index) => [
      group(`whole ${index}`, query),
      group(`sum ${index}`, `sum(\n${query}\n)`),
    ]);
    writeJson(file, { groups });
    const { output } = await run({
      program: promtool,
      arguments: ['check', 'rules', file],
      folder: root,
      seconds: 300,
      log: cachePath(runName, 'expressions.log'),
      allow: [0, 1, 3],
    });
    const refused = new Set(
      [...output.matchAll(/group "(?:whole|sum) (\d+)", rule/g)].map(([, index]) => Number(index)),
    );
    expect(refused.size > invalidQueries.length, 'it refuses none', undefined, output.slice(0, 1000));
    const different = queries.filter((query, index) => refused.has(index) !== checkPromql(query, 'query').length > 0);
    expect(different.length === 0, `${different.length} differ: ${different.slice(0, 5).join(' ; ')}`);
  });
}

/** True for numbers without decimals after their dot, and operators of newer versions: our check refuses them, as do older ones. */
function isUnsettled(query: string): boolean {
  return /\d\.(?!\d)|[<>]\s*\//.test(query);
}
