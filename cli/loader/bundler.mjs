// What esbuild makes of the project's own modules and of packages. Loaded only where a bundle must be built.
import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';

const common = {
  // A bundle is one function, so that its positions in the source map are those of the running script.
  banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
  footer: { js: '})' },
  bundle: true,
  // Without the condition `module`: a package gives the same files that `require` would find.
  conditions: [],
  format: 'cjs',
  // Diagnostics name constructs by their class, and esbuild would rename a class that refers to itself.
  keepNames: true,
  logLevel: 'error',
  metafile: true,
  outfile: 'bundle.cjs',
  platform: 'node',
  sourcemap: 'external',
  sourcesContent: false,
  target: 'node20',
  write: false,
};

/**
 * The entry and all of the project's own modules that it imports.
 *
 * @param packageModules the imported modules that belong into the bundle of packages
 */
export async function bundleEntry(root, entry, packageModules) {
  const { inputs, outputs, ...built } = await bundle({
    ...common,
    absWorkingDir: root,
    entryPoints: [entry],
    // Lock files are read as text, so that a malformed one gets an error message of its own.
    loader: { '.lock.json': 'text' },
    packages: 'external',
  });
  // A folder's names are part of it: a new file can take the place of one that an import found before.
  const folders = new Set(inputs.map((file) => path.dirname(file)));
  const settings = ['package.json', 'tsconfig.json'];
  const imported = outputs.flatMap(({ imports }) => imports.map((one) => one.path));
  return { ...built, files: [...inputs, ...folders, ...settings].sort(), modules: packageModules(imported) };
}

/** One module whose exports are functions by the name of a package's module; each loads it when it is first called. */
export async function bundlePackages(root, folder, modules) {
  const members = modules.map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(name)}),`);
  const { inputs, code, map } = await bundle({
    ...common,
    absWorkingDir: root,
    minifyWhitespace: true,
    plugins: [ownDirname],
    stdin: { contents: `${withoutStackTraces}\nmodule.exports = {\n${members.join('\n')}\n};`, resolveDir: root },
  });
  const files = inputs.filter((file) => file !== '<stdin>').map((file) => path.relative(folder, path.join(root, file)));
  const installed = path.relative(
    folder,
    path.join(realpathSync(path.join(root, 'node_modules')), '.package-lock.json'),
  );
  return { code, files: [...files, installed].sort(), map, modules };
}

/** cdktf records a stack trace for every token, which is half of the time of a large synthesis, and prints none of them. */
const withoutStackTraces = `require('cdktf/lib/tokens/private/stack-trace').captureStackTrace = () => [];`;

/** A module that reads files of its package finds them where they are, not at the bundle. */
const ownDirname = {
  name: 'own-dirname',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, ({ path: file }) => {
      const contents = readFileSync(file, 'utf8');
      if (!/\b__(dir|file)name\b/.test(contents)) return undefined;
      const [dirname, filename] = [path.dirname(file), file].map((text) => JSON.stringify(text));
      const directive = /^\s*(['"])use strict\1/.test(contents) ? "'use strict';" : '';
      return {
        contents: `${directive}var __dirname = ${dirname}, __filename = ${filename}; ${contents}`,
        loader: 'js',
      };
    });
  },
};

async function bundle(options) {
  const { metafile, outputFiles } = await build(options).catch((error) => {
    // A mistake of syntax has been printed by esbuild, with its place; a stack of the loader would only hide it.
    if (!error.errors) throw error;
    process.exit(1);
  });
  const [map, code] = ['.map', '.cjs'].map((end) => outputFiles.find((file) => file.path.endsWith(end)));
  return {
    code: Buffer.from(withoutRedundantNames(code.text)),
    inputs: Object.keys(metafile.inputs),
    map: map.contents,
    outputs: Object.values(metafile.outputs),
  };
}

/**
 * `keepNames` also gives a declared function the name that it has, and a nested one each time that the outer one is called.
 * That took a fifth of the time of a synthesis, most of it in cdktf. Blanks in its place keep the positions of the source map.
 */
function withoutRedundantNames(code) {
  return code.replaceAll(/(?<=[\s;{}])__name\(([\w$]+),\s?"\1"\)(?=[;}])/g, (call) => ' '.repeat(call.length));
}
