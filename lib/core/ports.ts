import type { Finding } from './diagnostics';
import { settingName } from './settings-location';

/** Returns true for a TCP port. */
export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

/** Checks a TCP port. */
export function checkPort(port: number, setting = 'port', id = 'tcp-port'): Finding[] {
  if (isPort(port)) return [];
  return [
    {
      id,
      setting,
      message: `${settingName(setting)} must be a whole number from 1 to 65535; got ${port}`,
      hint: 'write the port that the server listens on',
    },
  ];
}
