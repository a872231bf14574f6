import { ApiObject, type App, Testing } from 'cdk8s';
import { collectDiagnostics } from '../../lib/core/diagnostics';
import { declaredSettings, buildProps, changedSettings } from '../provider-schema/agreement';
import { predictObjectChanges, type ObjectsPrediction } from '../provider-schema/replacement-model-objects';
import { effectTags } from '../support/tags';
import type { Named } from '../support/terraform';
import { elastic } from './kubernetes/elastic';
import { grafana } from './kubernetes/grafana';
import { metacontroller } from './kubernetes/metacontroller';
import { monitoring } from './kubernetes/monitoring';
import { others } from './kubernetes/others';
import type { Scene, Scenes } from './kubernetes/change';
import { workloads } from './kubernetes/workloads';

const scenes: Scenes = { ...elastic, ...grafana, ...metacontroller, ...monitoring, ...others, ...workloads };

const declared = declaredSettings('kubernetes', 'operators');

const settings = changedSettings(scenes);

describe('effects of changed props', () => {
  it('props: each has a case', () => {
    expect(settings.map(({ setting }) => setting).sort()).toEqual([...declared.keys()].sort());
  });

  it.each(settings)('$setting: has the tags of its effect', ({ cases, name, scene, setting }) => {
    const predictions = cases.map(({ given = {}, replaces = [], rolls = [], to, unwritten = false }) => {
      const before = manifests(scene, given);
      const after = manifests(scene, { ...given, [name]: to });
      const prediction = predictObjectChanges(before, after);
      expect({
        replaces: replaces === 'everything' && prediction.everything ? 'everything' : prediction.replaced,
        rolls: prediction.rolled,
        unwritten: JSON.stringify(before) === JSON.stringify(after),
      }).toEqual({ replaces, rolls, unwritten });
      return prediction;
    });
    const { documentation = '', tags = [] } = declared.get(setting) ?? {};
    const expected = new Set(predictions.flatMap(expectedTags));
    expect(effectTags.filter((tag) => tags.includes(tag))).toEqual(effectTags.filter((tag) => expected.has(tag)));
    const words = replacedObjects(documentation);
    expect(words.run).toBe(predictions.some(({ replaced }) => replaced.includes('Job')));
    expect(!words.everyObject || predictions.some(({ everything }) => everything)).toBe(true);
  });
});

/** Returns the tags of a prediction. A CronJob with another pod template is updated in place: its running pods finish. */
function expectedTags({ replaced, rolled }: ObjectsPrediction): (typeof effectTags)[number][] {
  const isRolled = rolled.some((kind) => kind !== 'CronJob');
  if (replaced.length === 0 && !isRolled) return ['@inPlace'];
  return [...(replaced.length > 0 ? (['@replaces'] as const) : []), ...(isRolled ? (['@rolls'] as const) : [])];
}

/** Returns the objects that the sentences after @replaces name. */
function replacedObjects(documentation: string): Words {
  const words = documentation
    .split('@replaces')
    .slice(1)
    .join(' ')
    .replaceAll(/@(?:default|inPlace|rolls)[^@]*/g, '');
  return { everyObject: words.includes('every object'), run: /\brun\b/.test(words) };
}

interface Words {
  readonly everyObject: boolean;
  readonly run: boolean;
}

/** Returns the objects of a scene, as they are written to files. */
function manifests(scene: Scene, props: object): Named[] {
  const app: App = Testing.app();
  scene.describe(app, buildProps(app, props));
  expect(collectDiagnostics(app)).toEqual([]);
  return app.node
    .findAll()
    .filter((construct) => construct instanceof ApiObject)
    .map((object) => JSON.parse(JSON.stringify(object.toJson())) as Named);
}
