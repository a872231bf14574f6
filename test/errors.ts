import { formatDiagnostic } from '../lib/core/diagnostics';
import { tables } from './mistakes';

/** The list of all error texts, below the golden folder. */
export const errorsFile = 'errors.txt';

/** Returns the diagnostics of all rejected inputs, by area. The only copy of their texts: tests assert id and source. */
export function errorTexts(): string {
  const areas = Object.entries(tables).sort(([a], [b]) => (a < b ? -1 : 1));
  return areas
    .flatMap(([area, table]) =>
      table.map(({ mistaken, title }) => `# ${area}: ${title}\n\n${mistaken().map(formatDiagnostic).join('\n\n')}\n`),
    )
    .join('\n');
}
