import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import fc from 'fast-check';
import containerImagesSchema from '../../environments/container-images.schema.json';
import environmentSchema from '../../environments/environment.schema.json';
import machineImagesSchema from '../../environments/machine-images.schema.json';
import clusterNodesSchema from '../../lib/platform/constructs/cluster-nodes.schema.json';
import serviceSchema from '../../lib/platform/definitions/service-definition.schema.json';
import webServiceSchema from '../../lib/platform/definitions/standalone-service.schema.json';
import { generatedSchemas } from '../support/generated-schemas';

describe('generated schemas', () => {
  it.each([...generatedSchemas()])('%s: the output of npm run schema', (file, text) => {
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it.each([
    ['environment', environmentSchema],
    ['service definition', serviceSchema],
    ['web service', webServiceSchema],
    ['nodes of a cluster', clusterNodesSchema],
    ['machine images', machineImagesSchema],
    ['container images', containerImagesSchema],
  ])('%s: keywords of JSON schema only', (_, schema) => {
    expect(() => new Ajv({ allErrors: true, discriminator: true, verbose: true }).compile(schema)).not.toThrow();
  });

  it.each([
    ['environment', environmentSchema],
    ['service definition', serviceSchema],
  ])('%s: a pattern or a list of values for each unit', (_, { definitions = {} }) => {
    const texts = Object.entries(definitions).filter(([, schema]) => 'type' in schema && schema.type === 'string');
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.filter(([, schema]) => !('pattern' in schema || 'enum' in schema))).toEqual([]);
  });

  it('environment: every amount of a unit, and no other unit', () => {
    const units: Readonly<Record<string, readonly string[]>> = {
      Cpu: ['', 'm'],
      Duration: ['s', 'm', 'h', 'd'],
      Memory: ['Mi', 'Gi'],
      Storage: ['Gi'],
    };
    const ajv = new Ajv().addSchema(environmentSchema, 'environment');
    const all = ['', 'm', 's', 'h', 'd', 'Mi', 'Gi', 'GB', 'Ki', 'min', 'g'];
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(units)),
        fc.nat(),
        fc.constantFrom(...all),
        (name, amount, unit) =>
          ajv.validate(`environment#/definitions/${name}`, `${amount}${unit}`) === units[name]?.includes(unit),
      ),
    );
  });
});
