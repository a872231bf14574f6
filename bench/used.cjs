// Preloaded into a measured program: at its end it writes the most memory that it held, in bytes, and its CPU time in seconds.
const { readFileSync, writeFileSync } = require('node:fs');

process.on('exit', () => {
  const file = process.env.ADAMANT_BENCH_USED;
  if (file) writeFileSync(file, JSON.stringify({ cpu: cpu(), peak: peak() }));
});

function cpu() {
  const { system, user } = process.cpuUsage();
  return (system + user) / 1e6;
}

function peak() {
  try {
    // maxRSS may be what the parent held when it started us: Linux passes it on. This one is the program's own.
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
