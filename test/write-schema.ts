import { writeFileSync } from 'node:fs';
import { generatedSchemas } from './support/generated-schemas';

// After a change of the types in environments/environment.ts or lib/platform/service-definition.ts: `npm run schema`.
for (const [file, text] of generatedSchemas()) writeFileSync(file, text);
