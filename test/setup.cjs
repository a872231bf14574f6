// What cli/load.mjs does for a run, for jest: no stack trace for every token, which jest would map to its source each time.
require('cdktf/lib/tokens/private/stack-trace').captureStackTrace = () => [];

// cdktf's output folder, as cli/output-folder.ts sets it for a command.
const folder = require('node:path').join(require('node:os').tmpdir(), 'adamant-cdktf.out');
require('node:fs').mkdirSync(`${folder}/stacks`, { recursive: true });
process.env.CDKTF_OUTDIR = folder;
