import { another, defined, diagnostics } from './definitions';

// Rejected settings are in test/mistakes/environments.ts.

describe('environment checks', () => {
  it('accept environments with accounts and addresses of their own', () => {
    expect(diagnostics([defined('one'), another('two')])).toEqual([]);
  });

  it('accept the same service addresses in two clusters', () => {
    const cluster = { serviceCidr: '172.21.0.0/16' };
    expect(diagnostics([defined('one', { cluster }), another('two', { cluster })])).toEqual([]);
  });

  it('accept a new zone, service and node group in one environment', () => {
    const zones = { d: { slot: 3 } };
    expect(diagnostics([defined('one', { network: { cidr: '10.1.0.0/16', zones } })])).toEqual([]);
  });
});
