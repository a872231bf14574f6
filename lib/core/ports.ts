import type { Finding } from './diagnostics';

/** Returns true for a TCP port. */
export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

/** Checks a TCP port. */
export function checkPort(port: number, setting = 'port', id = 'tcp-port'): Finding[] {
  if (isPort(port)) return [];
  const name = setting.split('.').at(-1) ?? setting;
  return [
    {
      id,
      setting,
      message: `${name} must be a whole number from 1 to 65535; got ${port}`,
      hint: 'write the port that the server listens on',
    },
  ];
}
