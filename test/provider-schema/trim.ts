import { readFileSync, writeFileSync } from 'node:fs';
import { factsFile, type Facts, constructSources, trimFacts, importedResourceTypes } from './replacement';

// Updates the checked-in facts from their source: node cli/load.mjs test/provider-schema/trim.ts ../shared/terraform/replacement.json
const [, , sourceFile = ''] = process.argv;
const facts = trimFacts(
  JSON.parse(readFileSync(sourceFile, 'utf8')) as Facts,
  importedResourceTypes(constructSources()),
);
writeFileSync(factsFile, `${JSON.stringify(facts, undefined, 2)}\n`);
