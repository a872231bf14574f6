import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Files } from '../../../apps/synthesize';
import { cache, fresh, root, shared, writeFiles } from '../support/project';
import { run } from '../support/process';

export interface Providers {
  /** Terraform's settings that lead to the stand-in provider. */
  readonly standIn: string;
  /** The same for a real provider of this machine, and its version. */
  readonly real: { readonly settings: string; readonly version: string } | undefined;
}

/** Makes the providers that need no network, once for a run. Undefined where there is nothing to make them of. */
export async function mirrorProviders(of: string, files: Files): Promise<Providers | undefined> {
  const mirror = shared('terraform', 'mirror');
  if (mirror === undefined) return undefined;
  const dist = fresh(cache(of, 'dist'));
  writeFiles(files, '', dist);
  const folder = path.join(root, '.cache', 'terraform');
  await run({
    program: mirror,
    arguments: [folder, path.join('node_modules', '@cdktf', 'provider-aws'), dist],
    folder: root,
    seconds: 300,
    log: cache(of, 'mirror.log'),
  });
  correctFacts(path.join(folder, 'standin'));
  const [settings, version] = [path.join(folder, 'real.tfrc'), path.join(folder, 'real.version')];
  return {
    standIn: path.join(folder, 'standin.tfrc'),
    real: existsSync(version) ? { settings, version: readFileSync(version, 'utf8').trim() } : undefined,
  };
}

/**
 * The stand-in knows what an argument needs beside it, and takes it that both need each other: it refuses every weighted
 * record (a policy needs `set_identifier`) and every network with a block of IPv6 (its border group needs one). AWS's own
 * provider does not.
 */
function correctFacts(mirror: string): void {
  const file = readdirSync(mirror, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('replacement.json'),
  );
  if (file === undefined) return;
  const facts = JSON.parse(readFileSync(path.join(mirror, file), 'utf8')) as Facts;
  for (const type of ['aws_route53_record', 'aws_vpc']) {
    const known = facts.resources[type];
    if (known) known.conflicts = known.conflicts.filter(({ kind }) => kind !== 'requiredWith');
  }
  writeFileSync(path.join(mirror, file), JSON.stringify(facts));
}

interface Facts {
  readonly resources: Record<string, { conflicts: { readonly kind: string }[] }>;
}
