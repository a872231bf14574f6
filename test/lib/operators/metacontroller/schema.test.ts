import type { CustomObject } from '../../../../lib/operators/metacontroller/custom-resource';
import type { SchemaValue } from '../../../../lib/operators/metacontroller/schema';
import type { backup } from '../../../support/operator-samples';

/** True if two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** An object type with the members of an intersection. */
type Flat<T> = { [Key in keyof T]: T[Key] };

describe('schema', () => {
  test('value: keys with a default are present, others are optional', () => {
    const spec: Same<
      Flat<CustomObject<typeof backup>['spec']>,
      { readonly keep: number; readonly volume: string }
    > = true;
    const status: Same<
      Flat<NonNullable<CustomObject<typeof backup>['status']>>,
      { readonly phase?: 'Done' | 'Pending' }
    > = true;
    expect([spec, status]).toEqual([true, true]);
  });

  test('value: lists and maps have the type of their members', () => {
    const same: Same<
      Flat<SchemaValue<Sized>>,
      { readonly labels: Readonly<Record<string, string>>; readonly sizes: readonly number[] }
    > = true;
    expect(same).toBe(true);
  });
});

/** A schema with a map and a list. */
interface Sized {
  readonly type: 'object';
  readonly properties: {
    readonly labels: { readonly type: 'object'; readonly additionalProperties: { readonly type: 'string' } };
    readonly sizes: { readonly type: 'array'; readonly items: { readonly type: 'number' } };
  };
  readonly required: readonly ['labels', 'sizes'];
}
