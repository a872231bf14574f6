// Preloaded into a measured program. When the program ends, writes its peak memory in bytes and its CPU time in seconds.
const { readFileSync, writeFileSync } = require('node:fs');

process.on('exit', () => {
  const file = process.env.ADAMANT_BENCH_USAGE;
  if (file) writeFileSync(file, JSON.stringify({ cpu: cpu(), peak: peak() }));
});

function cpu() {
  const { system, user } = process.cpuUsage();
  return (system + user) / 1e6;
}

function peak() {
  try {
    // On Linux, maxRSS includes memory that the parent held when it started this process. VmHWM does not.
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
