import { writeFileSync } from 'node:fs';
import { script } from '../cli/script';
import { generatedSchemas } from './support/generated-schemas';

script(
  'npm run schema',
  'Writes the JSON schemas of environments and service definitions, generated from their types.',
).parse();
for (const [file, text] of generatedSchemas()) writeFileSync(file, text);
