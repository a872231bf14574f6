import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Files } from '../../../apps/synthesize';
import { cachePath, emptyFolder, root, sharedPath, writeFiles } from '../support/project';
import { run } from '../support/process';

export interface Providers {
  /** CLI configuration file that selects the stand-in provider. */
  readonly standIn: string;
  /** CLI configuration file that selects the installed AWS provider, and its version. */
  readonly real: { readonly settings: string; readonly version: string } | undefined;
}

/** Builds provider mirrors that need no network. Returns undefined without ../shared/terraform. */
export async function mirrorProviders(runName: string, files: Files): Promise<Providers | undefined> {
  const mirror = sharedPath('terraform', 'mirror');
  if (mirror === undefined) return undefined;
  const dist = emptyFolder(cachePath(runName, 'dist'));
  writeFiles(files, '', dist);
  const folder = path.join(root, '.cache', 'terraform');
  await run({
    program: mirror,
    arguments: [folder, path.join('node_modules', '@cdktf', 'provider-aws'), dist],
    folder: root,
    seconds: 300,
    log: cachePath(runName, 'mirror.log'),
  });
  removeRequiredWith(path.join(folder, 'standin'));
  const [settings, version] = [path.join(folder, 'real.tfrc'), path.join(folder, 'real.version')];
  return {
    standIn: path.join(folder, 'standin.tfrc'),
    real: existsSync(version) ? { settings, version: readFileSync(version, 'utf8').trim() } : undefined,
  };
}

/**
 * Removes the `requiredWith` facts of two resource types. The stand-in requires both arguments of such a pair, so that it
 * refuses a weighted record (`set_identifier` without another policy) and a VPC with an IPv6 block (without its border
 * group), which the real provider accepts.
 */
function removeRequiredWith(mirror: string): void {
  const file = readdirSync(mirror, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('replacement.json'),
  );
  if (file === undefined) return;
  const facts = JSON.parse(readFileSync(path.join(mirror, file), 'utf8')) as ReplacementFacts;
  for (const type of ['aws_route53_record', 'aws_vpc']) {
    const known = facts.resources[type];
    if (known) known.conflicts = known.conflicts.filter(({ kind }) => kind !== 'requiredWith');
  }
  writeFileSync(path.join(mirror, file), JSON.stringify(facts));
}

interface ReplacementFacts {
  readonly resources: Record<string, { conflicts: { readonly kind: string }[] }>;
}
