// What cli/load.mjs does for a run, for jest: no stack trace for every token, which jest would map to its source each time.
require('cdktf/lib/tokens/private/stack-trace').captureStackTrace = () => [];

// What cli/output-folder.ts does for a command. The subfolder exists, so that two workers do not create it at the same time.
const folder = require('node:path').join(require('node:os').tmpdir(), 'adamant-cdktf.out');
require('node:fs').mkdirSync(`${folder}/stacks`, { recursive: true });
process.env.CDKTF_OUTDIR = folder;
