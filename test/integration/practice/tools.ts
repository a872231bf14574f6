import { cachePath, findTool, root } from '../support/project';
import { run } from '../support/process';

/** The versions that the exceptions are written for. */
const checkovVersion = '3.3.30';
const goPrograms = {
  'kube-score': { module: 'github.com/zegl/kube-score', version: 'v1.20.0' },
  'kubeconform': { module: 'github.com/yannh/kubeconform', version: 'v0.8.0' },
};

/** Returns installation advice for each tool that is missing or has another version. */
export async function missingTools(log: string): Promise<Readonly<Record<string, string>>> {
  if (findTool('go') === undefined) return { go: 'is not installed' };
  const advice: Record<string, string> = {};
  if ((await installedCheckov(log)) !== checkovVersion) {
    advice['checkov'] =
      `needs checkov ${checkovVersion}: pip install checkov==${checkovVersion}, in a virtual environment of its own`;
  }
  for (const [program, { module, version }] of Object.entries(goPrograms)) {
    if (await isBuiltFrom(program, module, version, log)) continue;
    advice[program] = `needs ${program} ${version}: go install ${module}/cmd/${program}@${version}`;
  }
  return advice;
}

/** Options that keep checkov offline: it would check for updates and fetch guidelines. */
export const checkovOffline = {
  arguments: ['--skip-download'],
  env: {
    // checkov reads settings and credentials from the home folder.
    HOME: cachePath('practice', 'home'),
    // Nothing listens on this port, so that requests fail.
    HTTPS_PROXY: 'http://127.0.0.1:9',
    HTTP_PROXY: 'http://127.0.0.1:9',
    LOG_LEVEL: 'ERROR',
    SKIP_PACKAGE_UPDATE_CHECK: 'true',
  },
};

async function installedCheckov(log: string): Promise<string | undefined> {
  if (findTool('checkov') === undefined) return undefined;
  const { env } = checkovOffline;
  const found = await run({ program: 'checkov', arguments: ['--version'], folder: root, env, seconds: 60, log });
  return found.stdout.trim();
}

/** Returns true if a program was built by `go install` from this version, which Go records in the binary. */
async function isBuiltFrom(program: string, module: string, version: string, log: string): Promise<boolean> {
  const file = findTool(program);
  if (file === undefined) return false;
  const args = ['version', '-m', file];
  const { stdout } = await run({ program: 'go', arguments: args, folder: root, seconds: 60, log, allow: [0, 1] });
  return stdout.includes(`\tmod\t${module}\t${version}\t`);
}
