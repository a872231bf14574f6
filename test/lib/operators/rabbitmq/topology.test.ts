import fc from 'fast-check';
import { rabbitmqUserCredentials, topologyId } from '../../../../lib/operators/rabbitmq/topology';
import type { RabbitmqClusterProps } from '../../../../lib/operators/rabbitmq/props';
import type { RabbitmqTopology } from '../../../../lib/operators/rabbitmq/topology-props';
import { namesIn, object, objects } from '../../../support/manifests';
import { chartWith, rabbitmqCluster } from '../../../support/workload-samples';

const chart = (topology: RabbitmqTopology, own: Partial<RabbitmqClusterProps> = {}) =>
  chartWith((scope) => rabbitmqCluster(scope, { topology, vhost: 'dts', ...own }));
const cluster = { name: 'broker' };

describe('topology', () => {
  it('virtual host and queue: stay in the cluster when they are removed from the code', () => {
    const created = chart({ queues: [{ name: 'imports' }], vhosts: [{ defaultQueueType: 'stream', name: 'audit' }] });
    expect(object(created, 'Vhost')).toMatchObject({
      metadata: { name: 'broker-audit' },
      spec: { name: 'audit', defaultQueueType: 'stream', deletionPolicy: 'retain', rabbitmqClusterReference: cluster },
    });
    expect(object(created, 'Queue')).toMatchObject({
      metadata: { name: 'broker-imports' },
      spec: { name: 'imports', deletionPolicy: 'retain', durable: true, type: 'quorum', vhost: 'dts' },
    });
  });

  it('user: has permissions by virtual host, and none that are not given', () => {
    const created = chart({
      exchanges: [{ name: 'events', type: 'topic' }],
      users: [
        {
          name: 'loader',
          permissions: { dts: { read: '^imports$', write: '^events$' } },
          topicPermissions: { dts: [{ exchange: 'events', write: '^imports\\.' }] },
        },
      ],
    });
    const userReference = { name: 'broker-loader' };
    expect(object(created, 'User').spec).toEqual({ rabbitmqClusterReference: cluster });
    expect(object(created, 'Permission').spec).toEqual({
      permissions: { read: '^imports$', write: '^events$' },
      rabbitmqClusterReference: cluster,
      userReference,
      vhost: 'dts',
    });
    expect(object(created, 'TopicPermission').spec).toEqual({
      permissions: { exchange: 'events', write: '^imports\\.' },
      rabbitmqClusterReference: cluster,
      userReference,
      vhost: 'dts',
    });
    expect(rabbitmqUserCredentials('broker', 'loader').password).toEqual({
      secret: 'broker-loader-user-credentials',
      key: 'password',
    });
  });

  it.each(['loader', 'shop.api', 'Loader', 'a_b', 'x'.repeat(151), 'é'])(
    'user %s: its credentials are in the Secret that the operator names by the object',
    (name) => {
      const user = object(chart({ users: [{ name, permissions: {} }] }), 'User');
      const { password, username } = rabbitmqUserCredentials('broker', name);
      const secret = `${user.metadata.name}-user-credentials`;
      expect([password.secret, username.secret]).toEqual([secret, secret]);
    },
  );

  it('topic permissions: have an object for each exchange', () => {
    const topics = [{ exchange: 'events' }, { exchange: 'audit' }];
    const users = [{ name: 'loader', permissions: { dts: {} }, topicPermissions: { dts: topics } }];
    const created = objects(chart({ users }), 'TopicPermission');
    expect(created.map(({ spec }) => spec.permissions.exchange)).toEqual(['events', 'audit']);
  });

  it('binding: is named by its content, since none of its fields can change', () => {
    const bound = (routingKey: string) =>
      object(
        chart({
          bindings: [{ exchange: 'amq.topic', routingKey, to: { queue: 'imports' } }],
          queues: [{ name: 'imports' }],
        }),
        'Binding',
      );
    expect(bound('a').spec).toEqual({
      destination: 'imports',
      destinationType: 'queue',
      rabbitmqClusterReference: cluster,
      routingKey: 'a',
      source: 'amq.topic',
      vhost: 'dts',
    });
    expect(bound('b').metadata.name).not.toBe(bound('a').metadata.name);
    expect(bound('a').metadata.name).toBe(bound('a').metadata.name);
  });

  it('plugins: of shovels and federations are enabled with the first one', () => {
    const plugins = (topology: RabbitmqTopology) =>
      object(chart(topology), 'RabbitmqCluster').spec.rabbitmq.additionalPlugins;
    expect(plugins({ queues: [{ name: 'imports' }] })).toBeUndefined();
    const uriSecret = 'uris';
    const both = { federations: [{ name: 'upstream', uriSecret }] };
    const shovels = [{ destinationQueue: 'b', name: 'move', sourceQueue: 'a', uriSecret }];
    expect(plugins({ ...both, shovels })).toEqual([
      'rabbitmq_federation',
      'rabbitmq_federation_management',
      'rabbitmq_shovel',
      'rabbitmq_shovel_management',
    ]);
    expect(objects(chart({ shovels }), 'Shovel')[0]?.spec).toMatchObject({
      ackMode: 'on-confirm',
      uriSecret: { name: 'uris' },
    });
  });

  it('order of a list: has no effect on any object', () => {
    const queues = [{ name: 'a' }, { name: 'B' }, { name: 'c.d' }];
    expect(namesIn(chart({ queues: [...queues].reverse() })).sort()).toEqual(namesIn(chart({ queues })).sort());
  });

  it('names of objects: are valid, and differ for names and virtual hosts that differ', () => {
    const props = { ...cluster, image: { repository: 'rabbitmq', tag: '4.2.9' }, namespace: 'shop' };
    const named = { ...props, priorityClass: 'data', replicas: 3, storage: '20Gi', vhost: 'dts' } as const;
    const text = fc.string({ maxLength: 60, minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, fc.constantFrom('dts', 'other', undefined), (one, other, vhost) => {
        const id = topologyId(named, one, vhost === undefined ? {} : { vhost });
        expect(id).toMatch(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/);
        if (one !== other) expect(topologyId(named, other, vhost === undefined ? {} : { vhost })).not.toBe(id);
        expect(topologyId(named, one, { vhost: 'other' })).not.toBe(topologyId(named, one, { vhost: 'dts' }));
      }),
    );
  });
});
