import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { loadAll } from 'js-yaml';
import type { Addon } from '../../lib/addons/addon';
import { type Kustomization, kustomization } from '../../lib/addons/kustomization';
import type { AddonProps } from '../../lib/addons/props';
import type { RenderedObject } from '../../lib/addons/rendered-object';
import { toYaml } from '../../lib/kubernetes/manifests/yaml';

const execute = promisify(execFile);

/** A program that is missing, or that fails: its message is for people. */
export class ToolError extends Error {}

/**
 * Returns the objects that kustomize makes of an addon, and those of its source.
 *
 * @param sources folder with a copy of each repository, such as `<sources>/rabbitmq/cluster-operator`; without it, kubectl fetches
 * the commit from GitHub
 * @throws ToolError if kubectl is missing, or cannot read the source
 */
export async function renderAddon(
  { props }: Addon,
  sources: string | undefined,
): Promise<{ readonly objects: RenderedObject[]; readonly source: RenderedObject[] }> {
  const { resources, ...settings } = kustomization(props);
  return {
    objects: await render(props, { ...settings, resources }, sources),
    source: await render(props, { resources }, sources),
  };
}

async function render(
  { release }: AddonProps,
  file: Pick<Kustomization, 'resources'>,
  sources: string | undefined,
): Promise<RenderedObject[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'adamant-'));
  try {
    const own = path.join(folder, 'addon');
    const { repository, folder: base = '' } = release;
    mkdirSync(own);
    const resources =
      sources === undefined ? file.resources : [localBase(own, path.resolve(sources, repository, base))];
    writeFileSync(
      path.join(own, 'kustomization.yaml'),
      toYaml({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', ...file, resources }),
    );
    const { stdout } = await execute('kubectl', ['kustomize', own], {
      env: process.env,
      maxBuffer: 2 ** 28,
      timeout: 300_000,
    });
    return (loadAll(stdout) as (RenderedObject | null)[]).filter((object) => object !== null);
  } catch (error) {
    throw toolError(error, 'kubectl');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the path of a local folder as kustomize takes it: relative to its own. */
function localBase(own: string, folder: string): string {
  if (!existsSync(folder)) throw new ToolError(`the copy of a repository must be a folder; ${folder} does not exist`);
  return path.relative(own, realpathSync(folder));
}

/** Runs a program, and returns what it prints. */
export async function output(program: string, given: readonly string[]): Promise<string> {
  try {
    return (await execute(program, [...given], { env: process.env, maxBuffer: 2 ** 26, timeout: 120_000 })).stdout;
  } catch (error) {
    throw toolError(error, program);
  }
}

function toolError(error: unknown, program: string): ToolError {
  if (error instanceof ToolError) return error;
  const { code, stderr = '' } = error as { readonly code?: string | number; readonly stderr?: string };
  if (code === 'ENOENT') return new ToolError(`${program} is not on the PATH: install it, and run the command again`);
  return new ToolError(`${program} fails: ${stderr.trim() || String(error)}`);
}
