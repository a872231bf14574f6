// What cli/load.mjs does for a run, for jest: strips types with esbuild, and reads lock files as text.
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { transformSync, version } = require('esbuild');

const self = readFileSync(__filename);

module.exports = {
  getCacheKey: (source, file) =>
    createHash('sha256').update(self).update(version).update(file).update(source).digest('hex'),
  process(source, file) {
    if (file.endsWith('.lock.json')) return { code: JSON.stringify(source) };
    return transformSync(source, {
      format: 'cjs',
      loader: 'ts',
      platform: 'node',
      sourcefile: file,
      sourcemap: 'inline',
      target: 'node20',
    });
  },
};
