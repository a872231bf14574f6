import { readFileSync, writeFileSync } from 'node:fs';
import { copy, type Facts, sources, trimmed, typesOf } from './replacement';

// Writes the checked-in facts anew, from the whole: node cli/load.mjs test/provider-schema/trim.ts ../shared/terraform/replacement.json
const [, , whole = ''] = process.argv;
const facts = trimmed(JSON.parse(readFileSync(whole, 'utf8')) as Facts, typesOf(sources()));
writeFileSync(copy, `${JSON.stringify(facts, undefined, 2)}\n`);
