import { cache, findTool, root } from '../support/project';
import { run } from '../support/process';

/** The versions whose checks the exceptions know. */
const checkovVersion = '3.3.30';
const goPrograms = {
  'kube-score': { module: 'github.com/zegl/kube-score', version: 'v1.20.0' },
  'kubeconform': { module: 'github.com/yannh/kubeconform', version: 'v0.8.0' },
};

/** What to do about each tool that is not there, or is another version. */
export async function toolAdvice(log: string): Promise<Readonly<Record<string, string>>> {
  if (findTool('go') === undefined) return { go: 'is not installed' };
  const advice: Record<string, string> = {};
  if ((await checkovFound(log)) !== checkovVersion) {
    advice['checkov'] =
      `needs checkov ${checkovVersion}: pip install checkov==${checkovVersion}, in an environment of its own`;
  }
  for (const [program, { module, version }] of Object.entries(goPrograms)) {
    if (await isBuiltFrom(program, module, version, log)) continue;
    advice[program] = `needs ${program} ${version}: go install ${module}/cmd/${program}@${version}`;
  }
  return advice;
}

/** What keeps checkov on this machine: it would ask for a newer self, and for the guidelines of who sells it. */
export const checkovAlone = {
  arguments: ['--skip-download'],
  env: {
    // Its settings and credentials are looked for there.
    HOME: cache('practice', 'home'),
    // Nobody listens: what asks nevertheless gets no answer.
    HTTPS_PROXY: 'http://127.0.0.1:9',
    HTTP_PROXY: 'http://127.0.0.1:9',
    LOG_LEVEL: 'ERROR',
    SKIP_PACKAGE_UPDATE_CHECK: 'true',
  },
};

async function checkovFound(log: string): Promise<string | undefined> {
  if (findTool('checkov') === undefined) return undefined;
  const { env } = checkovAlone;
  const found = await run({ program: 'checkov', arguments: ['--version'], folder: root, env, seconds: 60, log });
  return found.stdout.trim();
}

/** A program that `go install` made does not know its own version, but Go does. */
async function isBuiltFrom(program: string, module: string, version: string, log: string): Promise<boolean> {
  const file = findTool(program);
  if (file === undefined) return false;
  const given = ['version', '-m', file];
  const { stdout } = await run({ program: 'go', arguments: given, folder: root, seconds: 60, log, allow: [0, 1] });
  return stdout.includes(`\tmod\t${module}\t${version}\t`);
}
