import { writeFileSync } from 'node:fs';
import { script } from '../cli/script';
import { environmentSchema, schemaFile } from './environments/schema';

script(
  'npm run schema',
  'Writes the JSON schema of environments from the types in environments/environment.ts.',
).parse();
writeFileSync(schemaFile, environmentSchema());
