// Runs a TypeScript entry: node cli/load.mjs ENTRY [ARGUMENT ...]
// esbuild strips the types and joins our own files in some 30 ms; type checking is `npm run types`, not part of every run.
import { buildSync } from 'esbuild';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

export function load(entry) {
  const file = path.resolve(root, entry);
  const outfile = path.join(root, '.cache', 'program', `${path.relative(root, file).replaceAll(path.sep, '-')}.cjs`);
  bundle({
    absWorkingDir: root,
    bundle: true,
    entryPoints: [file],
    // Lock files are read as text, so that a malformed one gets an error message of ours.
    loader: { '.lock.json': 'text' },
    logLevel: 'error',
    outfile,
    packages: 'external',
    platform: 'node',
    sourcemap: 'inline',
    target: 'node20',
  });
  const require = createRequire(import.meta.url);
  // cdktf records a stack trace for every token, which is half of the time of a large synthesis, and prints none of them.
  require('cdktf/lib/tokens/private/stack-trace').captureStackTrace = () => [];
  return require(outfile);
}

/** A mistake of syntax has been printed by esbuild, with its place; our own stack would only hide it. */
function bundle(options) {
  try {
    buildSync(options);
  } catch (error) {
    if (!error.errors) throw error;
    process.exit(1);
  }
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const entry = process.argv[2];
  if (!entry) {
    console.error('usage: node cli/load.mjs ENTRY.ts [ARGUMENT ...]');
    process.exit(2);
  }
  process.argv.splice(1, 2, path.resolve(root, entry));
  load(entry);
}
