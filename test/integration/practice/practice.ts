import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { synthesize } from '../../../apps/synthesize';
import { environments } from '../../../environments';
import type { Environment } from '../../../environments/environment';
import { exceptions } from './exceptions';
import { checkov } from './checkov';
import { type Finding, formatFindings, type Tool, unexceptedFindings, unusedExceptions } from './findings';
import { kubeconform, kubeScore, type Objects } from './kubernetes';
import { undetectedMistakes, seededEnvironment, seedMistakes } from './seeded-mistakes';
import { type TypedObject, writeSchemas } from './schemas';
import { missingTools } from './tools';
import { renderAddons } from '../support/addon-sources';
import { cachePath, emptyFolder, filesBelow, sharedPath, writeFiles } from '../support/project';
import { expect, type Report } from '../support/report';

const name = 'practice';
const [originalFolder, seededFolder] = [cachePath(name, 'original'), cachePath(name, 'seeded')];
const schemaFolder = (minor: string): string => cachePath(name, 'schemas', minor);

/** Runs checkov, kube-score and kubeconform on every synthesized file. */
export async function practice(report: Report): Promise<void> {
  emptyFolder(cachePath(name));
  const customResources = sharedPath('crds', 'json');
  if (customResources === undefined) return report.missingTool(name, 'schemas', 'needs ../shared/crds');
  const missing = Object.entries(await missingTools(cachePath(name, 'versions.log')));
  if (missing.length > 0) return missing.forEach(([tool, advice]) => report.missingTool(name, tool, advice));

  await report.step(name, 'all', 'synthesize', () => prepare());
  await runTool(report, 'checkov', (folder) => checkov(folder, cachePath(name, 'checkov.log')));
  await runTool(report, 'kube-score', (folder) => forEachEnvironment(folder, 'kube-score', kubeScore));
  await runTool(report, 'kubeconform', (folder) =>
    forEachEnvironment(folder, 'kubeconform', (objects) =>
      kubeconform(objects, [schemaFolder(objects.minor), customResources]),
    ),
  );
}

/** Writes the synthesized files, a copy of one environment with seeded mistakes, and the JSON schemas. */
async function prepare(): Promise<void> {
  const files = synthesize(Object.values(environments));
  writeFiles(files, '', originalFolder);
  writeFiles(seedMistakes(files), '', seededFolder);
  for (const folder of [originalFolder, seededFolder]) {
    await renderAddons(folder, cachePath(name, 'addons.log'));
    // Definitions are the largest files, and their projects' own.
    for (const file of filesBelow(folder, '.yaml').filter(isDefinition)) rmSync(file);
  }
  const objects = filesBelow(originalFolder, '.yaml').map((file) => parse(readFileSync(file, 'utf8')) as TypedObject);
  const types = new Map(objects.map((object) => [`${object.apiVersion} ${object.kind}`, object]));
  for (const minor of new Set(Object.values(environments).map(kubernetesMinor))) {
    await writeSchemas(minor, [...types.values()], schemaFolder(minor), cachePath(name, 'schemas.log'));
  }
}

function isDefinition(file: string): boolean {
  return path.basename(file).startsWith('CustomResourceDefinition.');
}

/** Runs a tool on both folders: it must find every seeded mistake and nothing but declared exceptions. */
async function runTool(report: Report, tool: Tool, check: (folder: string) => Promise<Finding[]>): Promise<void> {
  await report.part(name, tool, async () => {
    const found = await report.step(name, 'all', `${tool} checks every file`, () => check(originalFolder));
    const declared = exceptions.filter((exception) => exception.tool === tool);
    const part = (subject: string, title: string, action: () => Promise<void> | void): Promise<boolean> =>
      report.part(name, subject, () => report.step(name, subject, title, action));
    await part('all', `${tool} finds the seeded mistakes`, async () => {
      const missed = undetectedMistakes(tool, await check(seededFolder), found);
      expect(missed.length === 0, `undetected:\n  ${missed.join('\n  ')}`);
    });
    for (const environment of Object.keys(environments)) {
      await part(environment, `${tool} finds nothing but declared exceptions`, () => {
        const remaining = unexceptedFindings(found, declared).filter((finding) => finding.environment === environment);
        expect(
          remaining.length === 0,
          `fix these, or add an exception with a reason to test/integration/practice/exceptions.ts\n${formatFindings(remaining)}`,
        );
      });
    }
    await part('all', `every exception for ${tool} is used`, () => {
      const unused = unusedExceptions(declared, found);
      expect(unused.length === 0, `remove from test/integration/practice/exceptions.ts\n  ${unused.join('\n  ')}`);
    });
  });
}

async function forEachEnvironment(
  folder: string,
  tool: Tool,
  check: (objects: Objects) => Promise<Finding[]>,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const environment of Object.values(environments)) {
    if (folder === seededFolder && environment.name !== seededEnvironment) continue;
    const objects = {
      environment: environment.name,
      folder,
      log: cachePath(name, `${tool}.log`),
      minor: kubernetesMinor(environment),
    };
    findings.push(...(await check(objects)));
  }
  return findings;
}

/** The newest minor version of the machine images: the API server is not older than its nodes. */
function kubernetesMinor({ machineImages }: Environment): string {
  const minors = Object.values(machineImages).map(({ kubernetesVersion }) =>
    kubernetesVersion.split('.').slice(0, 2).join('.'),
  );
  return minors.sort((a, b) => Number(b.split('.')[1]) - Number(a.split('.')[1]))[0] ?? '';
}
