import type { Diagnostic } from '../../lib/core/diagnostics';
import { type Backend, checkExposureChange } from '../../lib/rules/live-exposure';
import { applyWaivers } from '../../lib/rules/waiver';
import type { Mistake } from '../support/mistakes';
import { sampleWaiver as waiver, waivedDiagnostic as rejected } from '../support/waiver';

const inWaiver = (title: string, id: string, mistaken: () => readonly Diagnostic[]): Mistake => ({
  title,
  id,
  source: waiver.source,
  mistaken,
  corrected: () => applyWaivers([rejected], [waiver]),
});

const web: Backend = { healthPath: '/ready', name: 'web', nodePort: 30_080, port: 8080, weight: 100 };
const canary: Backend = { ...web, name: 'web-canary', nodePort: 30_180, weight: 0 };

/** A change of a live service, in which the backends after it are mistaken. */
function inChange(
  title: string,
  source: string,
  {
    after,
    before = [web],
    corrected,
  }: Readonly<Record<'after' | 'corrected', readonly Backend[]>> & { readonly before?: readonly Backend[] },
): Mistake {
  const diagnostics = (backends: readonly Backend[]) =>
    checkExposureChange(before, backends).map(({ hint, id, message, setting }) => ({
      id,
      path: 'web',
      message,
      source: `backend: ${[...setting].join('.')}`,
      hint,
    }));
  return {
    title,
    id: 'live-exposure',
    source: `backend: ${source}`,
    mistaken: () => diagnostics(after),
    corrected: () => diagnostics(corrected),
  };
}

const withCanary = [
  { ...web, weight: 0 },
  { ...canary, weight: 100 },
];

/** Rejected waivers, and changes of live services that lose requests. */
export const rules: readonly Mistake[] = [
  inWaiver('waiver: a misspelt check', 'unused-waiver', () =>
    applyWaivers([], [{ ...waiver, check: 'rabitmq-quorum' }]),
  ),
  inWaiver('waiver: a corrected mistake', 'unused-waiver', () => applyWaivers([], [waiver])),
  ...['secret-in-config', 'setting-value', 'cidr-special-use'].map((check) =>
    inWaiver(`waiver: of ${check}`, 'waiver-check', () => applyWaivers([], [{ ...waiver, check }])),
  ),
  inWaiver('waiver: no reason', 'waiver-reason', () => applyWaivers([rejected], [{ ...waiver, reason: ' ' }])),
  inWaiver('waiver: no owner', 'waiver-reason', () => applyWaivers([rejected], [{ ...waiver, owner: '' }])),
  inChange('live service: another node port', 'web.nodePort', {
    after: [{ ...web, nodePort: 30_081 }],
    corrected: [web, { ...canary, nodePort: 30_081 }],
  }),
  inChange('live service: another port', 'web.port', {
    after: [{ ...web, port: 9090 }],
    corrected: [web, { ...canary, port: 9090 }],
  }),
  inChange('live service: another health path', 'web.healthPath', {
    after: [{ ...web, healthPath: '/healthy' }],
    corrected: [web, { ...canary, healthPath: '/healthy' }],
  }),
  inChange('live service: another protocol', 'web.protocol', {
    after: [{ ...web, protocol: 'grpc' }],
    corrected: [web],
  }),
  inChange('live service: changed while its requests are moved away', 'web.nodePort', {
    before: [web, canary],
    after: [
      { ...web, nodePort: 30_081, weight: 0 },
      { ...canary, weight: 100 },
    ],
    corrected: withCanary,
  }),
  inChange('live service: changed while requests are moved back to it', 'web.nodePort', {
    before: withCanary,
    after: [{ ...web, nodePort: 30_081 }, canary],
    corrected: [
      { ...web, nodePort: 30_081, weight: 0 },
      { ...canary, weight: 100 },
    ],
  }),
  inChange('variant: added with requests', 'web-canary.weight', {
    after: [web, { ...canary, weight: 5 }],
    corrected: [web, canary],
  }),
  inChange('variant: removed with requests', 'web-canary.weight', {
    before: [web, { ...canary, weight: 5 }],
    after: [web],
    corrected: [web, canary],
  }),
];
