import { existsSync, readFileSync } from 'node:fs';
import { conditions } from './conditions';
import { copy, type Facts, replacementFacts, sources, trimmed, typesOf } from './replacement';

const whole = '../shared/terraform/replacement.json';
const facts = replacementFacts();

describe('the facts on replacement', () => {
  it('know every resource that a construct makes', () => {
    expect(typesOf(sources()).filter((type) => !(type in facts))).toEqual([]);
  });

  it('are all that is known of these resources, where the whole is at hand', () => {
    const checkedIn = JSON.parse(readFileSync(copy, 'utf8')) as Facts;
    const known = existsSync(whole) ? (JSON.parse(readFileSync(whole, 'utf8')) as Facts) : checkedIn;
    expect(checkedIn).toEqual(trimmed(known, typesOf(sources())));
  });

  it('have their conditions in code', () => {
    const said = Object.entries(facts).flatMap(([type, { conditionalForceNew }]) =>
      conditionalForceNew.map(({ path, when }) => `${type}.${path}: ${when}`),
    );
    expect(Object.keys(conditions).sort()).toEqual(said.sort());
  });
});
