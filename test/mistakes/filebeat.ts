import { ApiObject } from 'cdk8s';
import type { FilebeatInput, FilebeatProps, FilebeatVersion } from '../../lib/operators/filebeat/props';
import { filebeat, filebeatOutput } from '../support/elastic-samples';
import { inChart, type Mistake } from '../support/mistakes';

const agents = (
  title: string,
  id: string,
  prop: string,
  mistaken: Partial<FilebeatProps>,
  corrected: Partial<FilebeatProps>,
): Mistake => ({
  title: `filebeat: ${title}`,
  id,
  source: `Filebeat: ${prop}`,
  mistaken: inChart((chart) => filebeat(chart, mistaken)),
  corrected: inChart((chart) => filebeat(chart, corrected)),
});

const audit: FilebeatInput = { paths: ['/var/log/audit/*.log'] };

const traces = { container: 'api', firstLine: '^\\S', namespace: 'apps' };

/** Agents in a program with an annotated pod. */
const withAnnotation = (key: string, value: string, place: 'metadata' | 'nodeSets' | 'template' = 'template') =>
  inChart((chart) => {
    const own = { annotations: { [key]: value } };
    const spec =
      place === 'template' ? { template: { metadata: own } } : { nodeSets: [{ podTemplate: { metadata: own } }] };
    filebeat(chart);
    new ApiObject(chart, 'pod', {
      apiVersion: 'example.com/v1',
      kind: 'Set',
      metadata: { name: 'annotated', namespace: 'logging', ...(place === 'metadata' && own) },
      ...(place !== 'metadata' && { spec }),
    });
  });

export const filebeats: readonly Mistake[] = [
  ...['8.13.4', '7.17.28', '10.0.0', '9.1', 'latest', ''].map((version) =>
    agents(
      `version ${version}`,
      'filebeat-version',
      'version',
      { version: version as FilebeatVersion },
      { version: '8.14.0' },
    ),
  ),
  ...(['container', 'log'] as const).map((type) =>
    agents(
      `input of type ${type} from version 9 on`,
      'filebeat-input-type',
      'inputs.audit.type',
      { inputs: { audit: { ...audit, type } } },
      { inputs: { audit: { ...audit, type } }, version: '8.19.2' },
    ),
  ),
  ...['', 'Audit', 'audit log'].map((id) =>
    agents(
      `input with the id '${id}'`,
      'filebeat-input-id',
      id === 'Audit' ? 'inputs.Audit' : `inputs['${id}']`,
      { inputs: { [id]: audit } },
      { inputs: { audit } },
    ),
  ),
  ...[
    '/var/log/containers/*.log',
    '/var/log/*/*.log',
    '/var/log/**/*.log',
    '/var/log/pods/*/*/*.log',
    '/var/log/c*/x.log',
    '/srv/app.log',
    '/var/log/../x.log',
    '/var/log/..',
    '/var/log/.',
    '/var/log/a/',
    '/var/log//a.log',
    '/var/log/[c]ontainers/*',
    '/var/log/{pods,audit}/*',
    '/var/log/pod?/*/*/*.log',
    '/var/log/containers',
    '/var/log/${HOSTNAME}/*.log',
    String.raw`/var/log/\containers/*`,
    '/var/log/',
  ].map((path) =>
    agents(
      `input of ${path}`,
      'filebeat-input-path',
      'inputs.audit.paths[0]',
      { inputs: { audit: { paths: [path] } } },
      { inputs: { audit: { paths: ['/var/log/audit/**/*.log', '/var/log/*.log', '/var/log/a b@1/x?.log'] } } },
    ),
  ),
  ...[
    ['/var/log/kern.log', '/var/log/kern.log'],
    ['/var/log/*.log', '/var/log/kern.log'],
    ['/var/log/audit/a.log', '/var/log/**/*.log'],
  ].map(([one = '', other = '']) =>
    agents(
      `inputs of ${one} and ${other}`,
      'filebeat-input-path',
      'inputs.kernel.paths[0]',
      { inputs: { audit: { paths: [one] }, kernel: { paths: [other.replace('**', 'audit/**')] } } },
      { inputs: { audit: { paths: [one] }, kernel: { paths: ['/var/log/kernel/*.log'] } } },
    ),
  ),
  ...(
    [
      ['firstLine', { firstLine: '^(' }],
      ['firstLine', { firstLine: String.raw`^(?=\d)` }],
      ['firstLine', { firstLine: '^${HOSTNAME}' }],
      ['firstLine', { firstLine: '' }],
      ['container', { container: 'The API' }],
      ['namespace', { namespace: '' }],
    ] as const
  ).map(([key, changes]) =>
    agents(
      `multiline with ${JSON.stringify(changes)}`,
      'filebeat-multiline',
      `multiline[0].${key}`,
      { multiline: [{ ...traces, ...changes }] },
      { multiline: [traces] },
    ),
  ),
  agents(
    'multiline of a container twice',
    'filebeat-multiline',
    'multiline[1].container',
    { multiline: [traces, traces] },
    { multiline: [traces, { ...traces, namespace: 'other' }] },
  ),
  ...(
    [
      ['co.elastic.logs/raw', '[]', 'template'],
      ['co.elastic.logs/processors.0.script.file', '/x', 'nodeSets'],
      ['co.elastic.logs.sidecar/enabled', 'false', 'template'],
      ['co.elastic.logs/enabled', 'no', 'template'],
      ['co.elastic.logs/enabled', 'false', 'metadata'],
    ] as const
  ).map(([key, value, place]) => ({
    title: `filebeat: ${place} with ${key}: ${value}`,
    id: 'filebeat-annotation',
    source: 'Filebeat: name',
    mistaken: withAnnotation(key, value, place),
    corrected: withAnnotation('co.elastic.logs/enabled', 'false'),
  })),
  agents(
    'input without paths',
    'filebeat-input-path',
    'inputs.audit.paths',
    { inputs: { audit: { paths: [] } } },
    { inputs: { audit } },
  ),
  ...['Logs', 'logs'].map((name) =>
    agents(
      `policy ${name}`,
      'filebeat-policy',
      'lifecyclePolicy',
      { lifecyclePolicy: name },
      { lifecyclePolicy: 'container-logs' },
    ),
  ),
  agents(
    'cluster with an underscore',
    'resource-name',
    'output',
    { output: { ...filebeatOutput, name: 'the_logs' } },
    { output: filebeatOutput },
  ),
  agents('no memory', 'resource-quantity', 'resources.memory', { resources: { cpu: '1', memory: '0Mi' } }, {}),
];
