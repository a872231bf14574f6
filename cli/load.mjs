// Runs a TypeScript entry: node cli/load.mjs ENTRY [ARGUMENT ...]
// esbuild strips the types (decisions/0006). There are two bundles: the project's own modules, and the packages that they
// import. Each is rebuilt only when something it was made of has changed, and V8 keeps its compiled code.
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
import { isSubset, ownBundle, packageBundle, require, root } from './loader/bundles.mjs';
import { evaluate } from './loader/evaluate.mjs';
import { printError } from './loader/stack-trace.mjs';

export { root };

/** Deep enough to hold the definition that a construct was created from. */
Error.stackTraceLimit = 30;

// Node 20 optimizes a function after fifteen times as many calls as by default. A program of less than a second hardly uses
// optimized code: a synthesis takes a quarter less CPU time, and programs that take seconds do not take more than before.
// Newer versions have a compiler between both, and no such flag.
if (process.versions.node.startsWith('20.')) v8.setFlagsFromString('--interrupt-budget=1000000');

process.on('uncaughtException', (error) => {
  printError(root, error);
  process.exit(1);
});

/** The packages, once for a process: a second entry gets the same instances. */
let packages = { exports: {}, modules: [] };

/** Returns what the entry exports. */
export async function load(entry) {
  const own = await ownBundle(path.relative(root, path.resolve(root, entry)));
  const { modules } = own.manifest;
  if (!isSubset(modules, packages.modules)) {
    const bundle = await packageBundle(modules);
    packages = { exports: evaluate(bundle, require), modules: bundle.manifest.modules };
  }
  const { exports } = packages;
  const resolve = (name) => (Object.hasOwn(exports, name) ? exports[name]() : require(name));
  return evaluate(own, Object.assign(resolve, require));
}

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
