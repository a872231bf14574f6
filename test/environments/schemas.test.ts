import Ajv from 'ajv';
import environmentSchema from '../../environments/environment.schema.json';
import imagesSchema from '../../environments/machine-images.schema.json';
import releasesSchema from '../../environments/container-images.schema.json';

// What the program leaves out where it compiles them: see environments/schemas.ts.
const strict = () => new Ajv({ allErrors: true, verbose: true });

test.each([
  ['environment', environmentSchema],
  ['images', imagesSchema],
  ['releases', releasesSchema],
])('the schema of %s is one, with no word that a schema does not have', (_, schema) => {
  expect(() => strict().compile(schema)).not.toThrow();
});

test('a schema that is none is told', () => {
  expect(() => strict().compile({ properties: { max: { typ: 'number' } }, type: 'object' })).toThrow('"typ"');
});
