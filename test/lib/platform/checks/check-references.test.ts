import { libraryExample, shop } from '../../../../apps/examples/library/library';
import { checkPlatform } from '../../../../lib/platform/checks/check-halves';
import type { DeployedService } from '../../../../lib/platform/definitions/deployed-services';

function diagnostics(changed: Partial<DeployedService['definition']>): [string, string, string][] {
  const definition = { ...shop.definition, ...changed } as DeployedService['definition'];
  const { chart, stack } = libraryExample([{ ...shop, definition }]);
  return checkPlatform(stack, [chart]).map(({ hint, id, source }) => [id, source, hint]);
}

describe('references of services', () => {
  it('node group: is one of the contract', () => {
    expect(diagnostics({ nodeGroup: 'genral' })).toEqual([
      ['service-node-group', "service 'shop' → nodeGroup", "did you mean 'general'?"],
    ]);
  });

  it('connection: has a target that exists', () => {
    expect(diagnostics({ connectsTo: ['internt'] })).toEqual([
      ['connection-target', "service 'shop' → connectsTo[0]", "did you mean 'internet'?"],
    ]);
  });
});
