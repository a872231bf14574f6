import { collectDiagnostics } from '../../lib/core/diagnostics';
import {
  declaredSettings,
  observedEffects,
  type Effect,
  buildProps,
  taggedEffects,
  changedSettings,
} from '../provider-schema/agreement';
import { predictReplacement, resourceType, type ReplacementPrediction } from '../provider-schema/replacement-model';
import { data } from './aws/data';
import { groups } from './aws/groups';
import { loadBalancers } from './aws/load-balancers';
import { network } from './aws/network';
import { others } from './aws/others';
import type { Scene, Scenes } from './aws/change';
import { renderedFiles } from '../support/terraform';

const scenes: Scenes = { ...data, ...groups, ...loadBalancers, ...network, ...others };

const declared = declaredSettings('aws');

const settings = changedSettings(scenes);

describe('effects of changed props', () => {
  it('props: each has a case', () => {
    expect(settings.map(({ setting }) => setting).sort()).toEqual([...declared.keys()].sort());
  });

  it.each(settings)('$setting: has the tags of its effect', ({ cases, name, scene, setting }) => {
    const verdicts = cases.map(({ collides = [], given, inState, replaces = [], to, unwritten = false }) => {
      const before = written(scene, given);
      const after = written(scene, { ...given, [name]: to });
      const verdict = predictReplacement(terraform(before), terraform(after), inState);
      expect({
        collides: types(verdict.collides),
        replaces: types(verdict.replaced),
        unwritten: same(before, after),
      }).toEqual({ collides, replaces, unwritten });
      return verdict;
    });
    const { documentation = '', tags = [] } = declared.get(setting) ?? {};
    const effects = verdicts.map(effect);
    expect(observedEffects(effects)).toEqual(taggedEffects(tags, effects));
    // The documentation of a setting whose change AWS rejects names the alternative.
    const refused = verdicts.some(({ collides }) => collides.length > 0);
    expect(refused ? documentation : 'another name').toContain('another name');
  });
});

function types(addresses: readonly string[]): string[] {
  return [...new Set(addresses.map(resourceType))].sort();
}

/** The effect that a prediction has, in the terms of a prop's tags. */
function effect({ changed, replaced }: ReplacementPrediction): Effect {
  return { changes: changed.length > 0, replaces: replaced.length > 0 };
}

type Files = ReadonlyMap<string, string>;

const usual = new WeakMap<Scene, Files>();

/** Returns the files of a scene. Those of the scene's own props are rendered once. */
function written(scene: Scene, props: object | undefined): Files {
  const known = props === undefined ? usual.get(scene) : undefined;
  if (known) return known;
  const files = renderedFiles(
    (stack) => {
      scene.describe(stack, buildProps(stack, props ?? {}));
      expect(collectDiagnostics(stack)).toEqual([]);
    },
    scene.stack?.(props ?? {}),
  );
  if (props === undefined) usual.set(scene, files);
  return files;
}

function terraform(files: Files) {
  return JSON.parse(files.get('main.tf.json') ?? '{}');
}

function same(before: Files, after: Files): boolean {
  return JSON.stringify([...before]) === JSON.stringify([...after]);
}
