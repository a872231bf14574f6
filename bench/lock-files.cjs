// Preloaded into ts-node: a lock file is imported as text, as cli/loader/bundler.mjs does it.
const { readFileSync } = require('node:fs');

const json = require.extensions['.json'];

require.extensions['.json'] = (module, file) => {
  if (file.endsWith('.lock.json')) module.exports = readFileSync(file, 'utf8');
  else json(module, file);
};
