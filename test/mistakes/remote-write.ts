import { collectDiagnostics } from '../../lib/core/diagnostics';
import type { RemoteWrite } from '../../lib/operators/prometheus/remote-write';
import type { Mistake } from '../support/mistakes';
import { prometheus } from '../support/monitoring-samples';
import { chartWith } from '../support/workload-samples';

const url = 'https://metrics.example.com/api/v1/push';
const endpoint = { name: 'store', peer: { addresses: ['10.9.0.0/24'] }, ports: [443] } as const;
const corrected: RemoteWrite = { credentials: { token: { key: 'token', secret: 'store' } }, endpoint, url };

const written = (remoteWrite: readonly RemoteWrite[]) => () =>
  collectDiagnostics(chartWith((chart) => prometheus(chart, { remoteWrite })));

const one = (title: string, id: string, setting: string, changed: Partial<RemoteWrite>): Mistake => ({
  title: `remote write: ${title}`,
  id,
  source: `Prometheus: remoteWrite[0].${setting}`,
  mistaken: written([{ ...corrected, ...changed }]),
  corrected: written([corrected]),
});

/** Values that the operator or Prometheus would refuse, or by which credentials would be read on the way. */
export const remoteWrite: readonly Mistake[] = [
  ...[
    '',
    'http://metrics.example.com',
    'metrics.example.com',
    'https://',
    'https://user:password@metrics.example.com',
    'https://metrics.example.com/a b',
    'https://metrics.example.com:99999',
  ].map((address) => one(`address '${address}'`, 'prometheus-remote-write-url', 'url', { url: address })),
  ...['', '(?!go_).*', 'a{1001}', '['].map((metrics) =>
    one(`metrics '${metrics}'`, 'prometheus-remote-write-metrics', 'metrics', { metrics }),
  ),
  one('name of a Secret in upper case', 'resource-name', 'credentials.token.secret', {
    credentials: { token: { key: 'token', secret: 'Store' } },
  }),
  {
    title: 'remote write: one address twice',
    id: 'prometheus-remote-write-url',
    source: 'Prometheus: remoteWrite[1].url',
    mistaken: written([corrected, corrected]),
    corrected: written([corrected, { ...corrected, url: `${url}/2` }]),
  },
];
