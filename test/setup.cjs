// What cli/load.mjs does for a run, for jest: no stack trace for every token, which jest would map to its source each time.
require('cdktf/lib/tokens/private/stack-trace').captureStackTrace = () => [];
