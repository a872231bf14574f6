// Runs a TypeScript entry: node cli/load.mjs ENTRY [ARGUMENT ...]
// esbuild strips the types (decisions/0006). There are two bundles: the project's own modules, and the packages they
// import. Each is rebuilt only when something it was made of has changed, and V8 keeps its compiled code.
import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { byContent, byStat, keep, kept } from './bundle-cache.mjs';
import { evaluate } from './evaluate.mjs';
import { printError } from './stack-trace.mjs';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const require = createRequire(path.join(root, 'package.json'));

/** Deep enough to hold the definition that a construct was created from. */
Error.stackTraceLimit = 30;

/** The packages, once for a process: a second entry gets the same instances. */
let packages = { modules: {}, specifiers: [] };

/** Returns what the entry exports. */
export async function load(entry) {
  const own = await ownBundle(path.relative(root, path.resolve(root, entry)));
  const { specifiers } = own.manifest;
  if (!isSubset(specifiers, packages.specifiers)) packages = await loadPackages(specifiers);
  const { modules } = packages;
  const requireFrom = Object.assign(
    (name) => (Object.hasOwn(modules, name) ? modules[name]() : require(name)),
    require,
  );
  return evaluate(own, requireFrom);
}

async function ownBundle(entry) {
  const folder = path.join(root, '.cache', 'program');
  const cache = {
    base: root,
    folder,
    identify: byContent,
    name: entry.replaceAll(path.sep, '-'),
    versions: versions(),
  };
  return kept(cache) ?? keep(cache, async () => (await bundler()).bundleEntry(root, entry));
}

async function loadPackages(wanted) {
  // Below node_modules: an installation empties it, and copies of the project that share packages share their bundle.
  const folder = path.join(realpathSync(path.join(root, 'node_modules')), '.cache', 'adamant');
  const cache = { base: folder, folder, identify: byStat, name: 'packages', versions: versions() };
  const found = kept(cache);
  const known = found?.manifest.specifiers ?? [];
  const specifiers = [...new Set([...known, ...wanted])].sort();
  const build = async () => (await bundler()).bundlePackages(root, folder, specifiers);
  const bundle = isSubset(wanted, known) ? found : await keep(cache, build);
  return { modules: evaluate(bundle, require), specifiers: bundle.manifest.specifiers };
}

function bundler() {
  return import('./bundle.mjs');
}

/** What decides about every bundle besides its files. */
function versions() {
  const files = [require.resolve('esbuild/package.json'), path.join(import.meta.dirname, 'bundle.mjs')];
  return [process.version, ...files.map((file) => readFileSync(file))];
}

function isSubset(some, all) {
  return some.every((one) => all.includes(one));
}

process.on('uncaughtException', (error) => {
  printError(root, error);
  process.exit(1);
});

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const entry = process.argv[2];
  if (!entry || entry.startsWith('-')) {
    const isHelp = entry === '--help' || entry === '-h';
    console[isHelp ? 'log' : 'error']('usage: node cli/load.mjs ENTRY.ts [ARGUMENT ...]');
    process.exit(isHelp ? 0 : 2);
  }
  process.argv.splice(1, 2, path.resolve(root, entry));
  await load(entry);
}
