// The two bundles of a program, from the cache where it is fresh.
import { readFileSync, realpathSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { byContent, byStat, keep, kept } from './cache.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

export const require = createRequire(path.join(root, 'package.json'));

/** The bundle of an entry and the project's own modules. Its manifest lists the modules of packages that they import. */
export async function ownBundle(entry) {
  const folder = path.join(root, '.cache', 'program');
  const name = entry.replaceAll(path.sep, '-');
  const cache = { base: root, folder, identify: byContent, name, versions: versions() };
  return kept(cache) ?? keep(cache, async () => (await bundler()).bundleEntry(root, entry, packageModules));
}

/** The bundle of modules of packages: those that it had before, and the wanted ones. */
export async function packageBundle(wanted) {
  // Below node_modules: an installation empties it, and copies of the project that share packages share their bundle.
  const folder = path.join(realpathSync(path.join(root, 'node_modules')), '.cache', 'adamant');
  const cache = { base: folder, folder, identify: byStat, name: 'packages', versions: versions() };
  const found = kept(cache);
  const known = found?.manifest.modules ?? [];
  if (found && isSubset(wanted, known)) return found;
  const modules = [...new Set([...known, ...wanted])].sort();
  return keep(cache, async () => (await bundler()).bundlePackages(root, folder, modules));
}

/** Modules of the packages that the program depends on. Those of tools (devDependencies) stay outside: some read their own files. */
function packageModules(imported) {
  const dependencies = Object.keys(require('./package.json').dependencies);
  const isOf = (name) => dependencies.some((dependency) => `${name}/`.startsWith(`${dependency}/`));
  return [...new Set(imported)].filter((name) => isOf(name) && !builtinModules.includes(name)).sort();
}

export function isSubset(some, all) {
  return some.every((one) => all.includes(one));
}

/** esbuild is loaded only where something must be built. */
function bundler() {
  return import('./bundler.mjs');
}

/** Inputs of every bundle besides its files. */
function versions() {
  const files = [require.resolve('esbuild/package.json'), path.join(root, 'cli', 'loader', 'bundler.mjs')];
  return [process.version, ...files.map((file) => readFileSync(file))];
}
