import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { AcceptedAddresses } from '../lib/core/contract';
import { acceptedAddresses } from '../lib/review/accepted-exposures';

/** Returns the addresses of services in the accepted files below `test/golden`. */
export function readAcceptedAddresses(root: string): AcceptedAddresses {
  const folder = path.join(root, 'test', 'golden');
  if (!existsSync(folder)) return acceptedAddresses(new Map());
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\/(?:Service\.[^/]+\.yaml|main\.tf\.json)$/.test(file),
  );
  return acceptedAddresses(new Map(files.map((file) => [file, readFileSync(path.join(folder, file), 'utf8')])));
}
