import { withoutConsequences } from '../../../lib/rules/consequences';

const diagnostic = (id: string, source: string) => ({
  id,
  path: 'lab',
  message: `${id} must hold`,
  source,
  hint: 'fix',
});

describe('consequences', () => {
  it('a consequence is dropped if the mistake at the same setting is reported', () => {
    const mistake = diagnostic('absolute-path', 'api.ts → readinessPath');
    const other = diagnostic('health-check-path', 'web.ts → readinessPath');
    expect(withoutConsequences([diagnostic('health-check-path', mistake.source), mistake, other])).toEqual([
      mistake,
      other,
    ]);
  });

  it('a consequence at another setting is dropped if the mistake is reported at all', () => {
    const mistake = diagnostic('address-capacity', 'base.ts → nodeGroups');
    expect(withoutConsequences([mistake, diagnostic('load-balancer-quota', 'web.ts → nodeGroup')])).toEqual([mistake]);
  });

  it('a consequence without the mistake is reported', () => {
    const quota = diagnostic('load-balancer-quota', 'web.ts → nodeGroup');
    expect(withoutConsequences([quota])).toEqual([quota]);
  });
});
