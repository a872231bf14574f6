import { parse } from 'yaml';
import { synthesize } from '../../../apps/synthesize';
import { environments } from '../../../environments';
import type { Environment } from '../../../environments/environment';
import { exceptions } from './exceptions';
import { checkov } from './checkov';
import { type Finding, shown, type Tool, unexcused, unneeded } from './findings';
import { kubeconform, kubeScore, type Objects } from './kubernetes';
import { missedBy, spoiltEnvironment, withMistakes } from './planted';
import { type Typed, writeSchemas } from './schemas';
import { toolAdvice } from './tools';
import { cache, fresh, shared, writeFiles } from '../support/project';
import { expect, type Report } from '../support/report';

const name = 'practice';
const [whole, spoilt] = [cache(name, 'whole'), cache(name, 'spoilt')];
const schemasOf = (minor: string): string => cache(name, 'schemas', minor);

/** What others hold to be good practice, asked of every file that is synthesized. */
export async function practice(report: Report): Promise<void> {
  fresh(cache(name));
  const ofOthers = shared('crds', 'json');
  if (ofOthers === undefined) return report.missing(name, 'schemas', 'there are none of custom resources');
  const lacking = Object.entries(await toolAdvice(cache(name, 'versions.log')));
  if (lacking.length > 0) return lacking.forEach(([tool, advice]) => report.missing(name, tool, advice));

  await report.step(name, 'all', 'synthesize', () => prepare());
  await ask(report, 'checkov', (folder) => checkov(folder, cache(name, 'checkov.log')));
  await ask(report, 'kube-score', (folder) => eachOf(folder, 'kube-score', kubeScore));
  await ask(report, 'kubeconform', (folder) =>
    eachOf(folder, 'kubeconform', (objects) => kubeconform(objects, [schemasOf(objects.minor), ofOthers])),
  );
}

/** Everything as it is, one environment with mistakes in it, and the schemas of what is used. */
async function prepare(): Promise<void> {
  const files = synthesize(Object.values(environments));
  writeFiles(files, '', whole);
  writeFiles(withMistakes(files), '', spoilt);
  const objects = [...files].filter(([file]) => file.endsWith('.yaml')).map(([, text]) => parse(text) as Typed);
  const types = new Map(objects.map((object) => [`${object.apiVersion} ${object.kind}`, object]));
  for (const minor of new Set(Object.values(environments).map(minorOf))) {
    await writeSchemas(minor, [...types.values()], schemasOf(minor), cache(name, 'schemas.log'));
  }
}

/** A tool must find the mistakes, so that it means something when it finds nothing where there are none. */
async function ask(report: Report, tool: Tool, find: (folder: string) => Promise<Finding[]>): Promise<void> {
  await report.part(name, tool, async () => {
    const found = await report.step(name, 'all', `${tool} looks at every file`, () => find(whole));
    const known = exceptions.filter((exception) => exception.tool === tool);
    const part = (subject: string, what: string, action: () => Promise<void> | void): Promise<boolean> =>
      report.part(name, subject, () => report.step(name, subject, what, action));
    await part('all', `${tool} finds the mistakes that we planted`, async () => {
      const missed = missedBy(tool, await find(spoilt), found);
      expect(missed.length === 0, `it does not find\n  ${missed.join('\n  ')}`);
    });
    for (const environment of Object.keys(environments)) {
      await part(environment, `${tool} finds nothing but what is excepted`, () => {
        const left = unexcused(found, known).filter((finding) => finding.environment === environment);
        expect(left.length === 0, `mend it, or say in test/integration/practice/exceptions.ts why not\n${shown(left)}`);
      });
    }
    await part('all', `every exception from ${tool} is needed`, () => {
      const surplus = unneeded(known, found);
      expect(surplus.length === 0, `take out of test/integration/practice/exceptions.ts\n  ${surplus.join('\n  ')}`);
    });
  });
}

async function eachOf(folder: string, tool: Tool, find: (objects: Objects) => Promise<Finding[]>): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const environment of Object.values(environments)) {
    if (folder === spoilt && environment.name !== spoiltEnvironment) continue;
    const objects = {
      environment: environment.name,
      folder,
      log: cache(name, `${tool}.log`),
      minor: minorOf(environment),
    };
    findings.push(...(await find(objects)));
  }
  return findings;
}

/** The newest that a machine is made for: an API server is at least as new as its nodes. */
function minorOf({ machineImages }: Environment): string {
  const minors = Object.values(machineImages).map(({ kubernetesVersion }) =>
    kubernetesVersion.split('.').slice(0, 2).join('.'),
  );
  return minors.sort((a, b) => Number(b.split('.')[1]) - Number(a.split('.')[1]))[0] ?? '';
}
