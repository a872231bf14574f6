import type { Finding } from './diagnostics';

/** Checks a TCP port. */
export function checkPort(port: number, setting = 'port'): Finding[] {
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return [];
  return [
    {
      id: 'tcp-port',
      setting,
      message: `${setting} must be a whole number from 1 to 65535; got ${port}`,
      hint: 'write the port that the server listens on',
    },
  ];
}
