import { existsSync, readFileSync } from 'node:fs';
import { conditions } from './conditions';
import {
  factsFile,
  type Facts,
  replacementFacts,
  constructSources,
  trimFacts,
  importedResourceTypes,
} from './replacement';

const sourceFile = '../shared/terraform/replacement.json';
const facts = replacementFacts();

describe('replacement facts', () => {
  it('contain every resource type of the constructs', () => {
    expect(importedResourceTypes(constructSources()).filter((type) => !(type in facts))).toEqual([]);
  });

  it('equal the trimmed source, if it is available', () => {
    const checkedIn = JSON.parse(readFileSync(factsFile, 'utf8')) as Facts;
    const known = existsSync(sourceFile) ? (JSON.parse(readFileSync(sourceFile, 'utf8')) as Facts) : checkedIn;
    expect(checkedIn).toEqual(trimFacts(known, importedResourceTypes(constructSources())));
  });

  it('have an implementation for each condition', () => {
    const documented = Object.entries(facts).flatMap(([type, { conditionalForceNew }]) =>
      conditionalForceNew.map(({ path, when }) => `${type}.${path}: ${when}`),
    );
    expect(Object.keys(conditions).sort()).toEqual(documented.sort());
  });
});
