import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { operatorExample } from '../../../../apps/examples/operator/operator';
import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import { object } from '../../../support/manifests';

const request: unknown = JSON.parse(
  readFileSync(path.resolve(__dirname, '../../../../apps/examples/operator/sync-request.json'), 'utf8'),
);

describe('example of an operator', () => {
  test('objects: have no mistakes', () => {
    expect(collectDiagnostics(operatorExample())).toEqual([]);
  });

  test('children: Jobs run to their end, NetworkPolicies are updated', () => {
    const { childResources } = object(operatorExample(), 'CompositeController').spec;
    expect(childResources).toEqual([
      { apiVersion: 'batch/v1', resource: 'jobs', updateStrategy: { method: 'OnDelete' } },
      { apiVersion: 'networking.k8s.io/v1', resource: 'networkpolicies', updateStrategy: { method: 'InPlace' } },
    ]);
  });

  test('sample request: has an object that the definition accepts', () => {
    const [{ schema }] = object(operatorExample(), 'CustomResourceDefinition').spec.versions;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema.openAPIV3Schema);
    const { parent } = request as { readonly parent: { readonly spec: object } };
    expect([validate(parent), validate.errors]).toEqual([true, null]);
    expect(validate({ ...parent, spec: { ...parent.spec, backoffLimit: 11 } })).toBe(false);
  });
});
