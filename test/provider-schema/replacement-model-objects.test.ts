import type { Json } from '../support/terraform';
import { judgeObjects } from './replacement-model-objects';

const object = (kind: string, name: string, fields: Json) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name },
  ...fields,
});
const deployment = (spec: Json, name = 'api') => object('Deployment', name, { spec });

describe('the judge of objects', () => {
  it('makes new pods for what is in their template, and for nothing else', () => {
    const before = deployment({ minReadySeconds: 1, template: { image: 'a' } });
    const image = deployment({ minReadySeconds: 1, template: { image: 'b' } });
    const ready = deployment({ minReadySeconds: 2, template: { image: 'a' } });
    expect(judgeObjects([before], [image])).toMatchObject({ changed: [], replaced: [], rolled: ['Deployment'] });
    expect(judgeObjects([before], [ready])).toMatchObject({ changed: ['Deployment'], replaced: [], rolled: [] });
  });

  it('replaces for a field that nobody may change, below it too', () => {
    const selected = (name: string) => deployment({ selector: { matchLabels: { name } } });
    expect(judgeObjects([selected('a')], [selected('b')])).toMatchObject({
      everything: true,
      replaced: ['Deployment'],
    });
    const config = (data: string, immutable?: true) => object('ConfigMap', 'api', { data, immutable });
    expect(judgeObjects([config('a', true)], [config('b', true)]).replaced).toEqual(['ConfigMap']);
    expect(judgeObjects([config('a')], [config('b')])).toMatchObject({ changed: ['ConfigMap'], replaced: [] });
  });

  it('takes objects that go while others come for replaced, and those that only go or come for nothing of the kind', () => {
    const [a, b] = [deployment({}, 'a'), deployment({}, 'b')];
    expect(judgeObjects([a], [b])).toMatchObject({ everything: true, replaced: ['Deployment'] });
    expect(judgeObjects([a, b], [a])).toMatchObject({ everything: false, replaced: [] });
    expect(judgeObjects([a], [a, b])).toMatchObject({ everything: false, replaced: [] });
  });

  it('knows an object by its namespace as well', () => {
    const [here, there] = ['a', 'b'].map((namespace) =>
      object('Service', 'api', { metadata: { name: 'api', namespace } }),
    );
    expect(judgeObjects([here ?? {}], [there ?? {}]).replaced).toEqual(['Service']);
  });

  it('does not guess', () => {
    const [before, after] = [object('Unknown', 'a', { spec: 1 }), object('Unknown', 'a', { spec: 2 })];
    expect(() => judgeObjects([before], [after])).toThrow(
      'nothing is known of Unknown: see test/provider-schema/kinds.ts',
    );
  });
});
