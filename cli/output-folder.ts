import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Moves the output folder of cdktf out of the working directory. cdktf creates it with each app, and a command that renders
 * its apps in memory writes nothing to it.
 */
export function moveOutputFolder(): void {
  const folder = path.join(tmpdir(), 'adamant-cdktf.out');
  // With its subfolder: cdktf does not expect another process to create it at the same time.
  mkdirSync(path.join(folder, 'stacks'), { recursive: true });
  process.env['CDKTF_OUTDIR'] = folder;
}
