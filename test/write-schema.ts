import { writeFileSync } from 'node:fs';
import { environmentSchema, schemaFile } from './environments/schema';

// After a change of environments/environment.ts: `npm run schema`.
writeFileSync(schemaFile, environmentSchema());
