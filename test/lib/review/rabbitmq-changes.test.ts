import type { App } from 'cdk8s';
import { objectFiles, render } from '../../../lib/kubernetes/manifests/render';
import type { RabbitmqClusterProps } from '../../../lib/operators/rabbitmq/props';
import type { RabbitmqTopology } from '../../../lib/operators/rabbitmq/topology-props';
import { refusedTopologyChanges } from '../../../lib/review/rabbitmq-changes';
import { chartWith, rabbitmqCluster } from '../../support/workload-samples';

const filesOf = (topology: RabbitmqTopology, own: Partial<RabbitmqClusterProps> = {}) =>
  objectFiles(render(chartWith((chart) => rabbitmqCluster(chart, { ...own, topology })).node.root as App));

const changes = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) =>
  refusedTopologyChanges(before, after).map(({ finding, name }) => [name, finding.message.split(' of ')[0]]);

const jobs = { name: 'jobs' };
const events = { name: 'events', type: 'topic' } as const;
const short = { 'x-max-length': 5, 'x-overflow': 'reject-publish' };
const loader = { name: 'loader', permissions: { '/': {} } };

describe('changes of a topology', () => {
  it.each<[string, RabbitmqTopology, RabbitmqTopology, string[]]>([
    ['type of a queue', { queues: [jobs] }, { queues: [{ ...jobs, type: 'stream' }] }, ['broker-jobs', 'type']],
    ['arguments', { queues: [jobs] }, { queues: [{ ...jobs, arguments: short }] }, ['broker-jobs', 'arguments']],
    ['no arguments', { queues: [{ ...jobs, arguments: short }] }, { queues: [jobs] }, ['broker-jobs', 'arguments']],
    ['empty arguments', { queues: [jobs] }, { queues: [{ ...jobs, arguments: {} }] }, ['broker-jobs', 'arguments']],
    [
      'type of an exchange',
      { exchanges: [events] },
      { exchanges: [{ ...events, type: 'fanout' }] },
      ['broker-events', 'type'],
    ],
    [
      'arguments of an exchange',
      { exchanges: [{ ...events, arguments: { 'alternate-exchange': 'a' } }] },
      { exchanges: [{ ...events, arguments: { 'alternate-exchange': 'b' } }] },
      ['broker-events', 'arguments'],
    ],
  ])('refused: %s', (_, before, after, expected) => {
    expect(changes(filesOf(before), filesOf(after))).toEqual([expected]);
  });

  it('refused: another virtual host of the cluster, which all of its objects have', () => {
    const topology = { queues: [jobs], exchanges: [events] };
    expect(changes(filesOf(topology), filesOf(topology, { vhost: 'dts' }))).toEqual([
      ['broker-events', 'vhost'],
      ['broker-jobs', 'vhost'],
    ]);
  });

  it.each<[string, RabbitmqTopology, RabbitmqTopology]>([
    ['the same', { queues: [{ ...jobs, arguments: short }] }, { queues: [{ ...jobs, arguments: { ...short } }] }],
    ['a new queue', {}, { queues: [{ ...jobs, type: 'stream' }] }],
    ['a removed queue', { queues: [jobs] }, {}],
    ['other permissions', { users: [loader] }, { users: [{ ...loader, permissions: { '/': { read: '.*' } } }] }],
    [
      'another queue of the name in another virtual host',
      { queues: [jobs], vhosts: [{ name: 'dts' }] },
      { queues: [jobs, { ...jobs, type: 'stream', vhost: 'dts' }], vhosts: [{ name: 'dts' }] },
    ],
  ])('accepted: %s', (_, before, after) => {
    expect(changes(filesOf(before), filesOf(after))).toEqual([]);
  });
});
