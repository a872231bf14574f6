import type { Json } from '../support/terraform';
import { predictObjectChanges } from './replacement-model-objects';

const object = (kind: string, name: string, fields: Json) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name },
  ...fields,
});
const deployment = (spec: Json, name = 'api') => object('Deployment', name, { spec });

describe('predictObjectChanges', () => {
  it('pod template: its changes create new pods, other changes do not', () => {
    const before = deployment({ minReadySeconds: 1, template: { image: 'a' } });
    const image = deployment({ minReadySeconds: 1, template: { image: 'b' } });
    const ready = deployment({ minReadySeconds: 2, template: { image: 'a' } });
    expect(predictObjectChanges([before], [image])).toMatchObject({
      changed: [],
      replaced: [],
      rolled: ['Deployment'],
    });
    expect(predictObjectChanges([before], [ready])).toMatchObject({
      changed: ['Deployment'],
      replaced: [],
      rolled: [],
    });
  });

  it('immutable field: a change of it or below it replaces the object', () => {
    const selected = (name: string) => deployment({ selector: { matchLabels: { name } } });
    expect(predictObjectChanges([selected('a')], [selected('b')])).toMatchObject({
      everything: true,
      replaced: ['Deployment'],
    });
    const config = (data: string, immutable?: true) => object('ConfigMap', 'api', { data, immutable });
    expect(predictObjectChanges([config('a', true)], [config('b', true)]).replaced).toEqual(['ConfigMap']);
    expect(predictObjectChanges([config('a')], [config('b')])).toMatchObject({ changed: ['ConfigMap'], replaced: [] });
  });

  it('renamed object: is replaced; an added or removed object is not', () => {
    const [a, b] = [deployment({}, 'a'), deployment({}, 'b')];
    expect(predictObjectChanges([a], [b])).toMatchObject({ everything: true, replaced: ['Deployment'] });
    expect(predictObjectChanges([a, b], [a])).toMatchObject({ everything: false, replaced: [] });
    expect(predictObjectChanges([a], [a, b])).toMatchObject({ everything: false, replaced: [] });
  });

  it("namespace: is part of an object's identity", () => {
    const [here, there] = ['a', 'b'].map((namespace) =>
      object('Service', 'api', { metadata: { name: 'api', namespace } }),
    );
    expect(predictObjectChanges([here ?? {}], [there ?? {}]).replaced).toEqual(['Service']);
  });

  it('unknown kind: is an error', () => {
    const [before, after] = [object('Unknown', 'a', { spec: 1 }), object('Unknown', 'a', { spec: 2 })];
    expect(() => predictObjectChanges([before], [after])).toThrow(
      'kind Unknown is unknown; add it to test/provider-schema/kinds.ts',
    );
  });
});
