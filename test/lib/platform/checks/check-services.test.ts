import {
  checkList,
  checkServices,
  hasAddressConflict,
  acceptedFirst,
} from '../../../../lib/platform/checks/check-services';
import {
  sampleAddress as address,
  sampleServices,
  sampleSize,
  serviceDiagnostics,
  sizedEnvironment,
  webDefinition,
  workerDefinition,
} from '../../../support/platform-samples';

// Rejected definitions are in test/mistakes/services.ts.

const web = webDefinition({ publicAddress: address });
const api = webDefinition({
  name: 'api',
  publicAddress: { ...address, nodePort: 30_081, priority: 20, subdomain: 'api' },
});
const accepted = {
  nodePorts: new Map([
    ['api', 30_081],
    ['web', 30_080],
  ]),
  priorities: new Map([
    ['api', 20],
    ['web', 10],
  ]),
};

describe('conflict of addresses', () => {
  const moved = { ...api, publicAddress: { ...api.publicAddress!, nodePort: 30_080 } };
  const prioritized = { ...api, publicAddress: { ...api.publicAddress!, priority: 10 } };

  it('is found for node ports and for priorities of one load balancer', () => {
    expect(hasAddressConflict(sampleServices(api, web))).toBe(false);
    expect(hasAddressConflict(sampleServices(moved, web))).toBe(true);
    expect(hasAddressConflict(sampleServices(prioritized, web))).toBe(true);
    const { publicAddress: internalAddress, ...inner } = prioritized;
    expect(hasAddressConflict(sampleServices({ ...inner, ...(internalAddress && { internalAddress }) }, web))).toBe(
      false,
    );
  });

  it.each([
    ['node port', moved, 'node-port-conflict', 'nodePort'],
    ['priority', prioritized, 'listener-rule-priority', 'priority'],
  ] as const)('%s: is reported for the service whose address is not accepted', (_, changed, id, setting) => {
    const own = [{ id, source: `apps/services/api.ts → publicAddress.${setting}` }];
    const options = { accepted: () => accepted };
    const environment = sizedEnvironment([api, web]);
    expect(serviceDiagnostics([changed, web], environment, options)).toMatchObject(own);
    expect(serviceDiagnostics([web, changed], environment, options)).toMatchObject(own);
  });

  it('is reported for the later service without accepted addresses', () => {
    expect(serviceDiagnostics([moved, web]).map(({ source }) => source)).toEqual([
      'apps/services/web.ts → publicAddress.nodePort',
    ]);
  });

  it('reads accepted addresses only for a conflict', () => {
    const read = jest.fn(() => accepted);
    serviceDiagnostics([api, web], sizedEnvironment([api, web]), { accepted: read });
    expect(read).not.toHaveBeenCalled();
  });

  it('keeps the order of services otherwise', () => {
    expect(acceptedFirst(sampleServices(moved, web, workerDefinition()), accepted).map(({ key }) => key)).toEqual([
      'web',
      'api',
      'loader',
    ]);
  });
});

describe('list of services', () => {
  const malformed = { ...webDefinition({ name: 'shop', publicAddress: address }), prot: 8080 };

  it('goes on without a malformed definition, which others may name', () => {
    const services = sampleServices(malformed, webDefinition({ connectsTo: ['shop'] }));
    const checked = checkList(services);
    expect(checked.services.map(({ key }) => key)).toEqual(['web']);
    expect(checked.rejectedNames).toContain('shop');
    expect(checked.diagnostics).toMatchObject([{ source: 'apps/services/shop.ts → prot' }]);
    expect(checkServices(checked)).toEqual([]);
  });

  it('reports a malformed name once, and continues under the name of the file', () => {
    const found = serviceDiagnostics(
      { api: { ...api, name: 'Api', port: 80 }, web: webDefinition({ connectsTo: ['api'] }) },
      sizedEnvironment([api, webDefinition()]),
    );
    expect(found.map(({ source }) => source)).toEqual(['apps/services/api.ts → name', 'apps/services/api.ts → port']);
  });

  it('reports mistakes of all layers together', () => {
    const environment = sizedEnvironment([api, web], {
      loadBalancer: { maxErrorRatePercent: 500 },
      waivers: [{ construct: 'sample', owner: 'platform', reason: 'none', check: 'nothing' }],
    });
    const found = serviceDiagnostics(
      [{ ...api, connectsTo: ['databse'], port: 80 }, { ...web, nodeGroup: 'fast' }, malformed],
      environment,
      { diagnostics: [{ id: 'lock-file', path: 'lock', message: 'm', source: 'lock.json', hint: 'h' }] },
    );
    expect(found.map(({ source }) => source).sort()).toEqual([
      'apps/services/api.ts → connectsTo[0]',
      'apps/services/api.ts → port',
      'apps/services/shop.ts → prot',
      'apps/services/web.ts → nodeGroup',
      'environments/sample.ts → loadBalancer.maxErrorRatePercent',
      'environments/sample.ts → waivers[0]',
      'lock.json',
    ]);
  });
});

describe('hints', () => {
  const hints = (...[definitions, environment]: Parameters<typeof serviceDiagnostics>) =>
    serviceDiagnostics(definitions, environment).map(({ hint }) => hint);

  it('did you mean: a near name', () => {
    expect(hints([webDefinition({ connectsTo: ['databse'] })])).toEqual(["did you mean 'database'?"]);
    expect(hints([webDefinition({ nodeGroup: 'genral' })])).toEqual(["did you mean 'general'?"]);
  });

  it('renamedFrom: a service that was renamed without it', () => {
    const found = hints([webDefinition({ name: 'front', size: undefined as never })], sizedEnvironment([web]));
    expect(found.join('\n')).toContain("renamedFrom: 'web' in apps/services/front.ts");
  });

  it('renamedFrom: the new name of a service or a node group', () => {
    const { nodeGroups } = sizedEnvironment([]);
    const renamed = { main: { ...nodeGroups['general']!, renamedFrom: 'general' } };
    const environment = sizedEnvironment([web], { nodeGroups: renamed });
    expect(new Set(hints([web], environment))).toEqual(new Set(["write 'main', the new name of 'general'"]));
    const front = webDefinition({ name: 'front', renamedFrom: 'web', size: sampleSize });
    const caller = webDefinition({ name: 'caller', connectsTo: ['web'] });
    expect(hints([front, caller], sizedEnvironment([front, caller]))).toEqual(["write 'front', the new name of 'web'"]);
  });
});
