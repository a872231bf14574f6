import { checkPodResources } from '../../../../lib/kubernetes/checks/pod-resources';
import { noDefaults, type ContainerDefaults } from '../../../../lib/kubernetes/checks/limit-range';
import type { PodFields } from '../../../../lib/kubernetes/manifests/pods';

const defaults: ContainerDefaults = {
  limits: { memory: '256Mi' },
  requests: { cpu: '100m', memory: '256Mi' },
};

const fields = (pod: PodFields, used = defaults) => checkPodResources(pod, used).map(({ field }) => field.join('.'));
const containers = [{ name: 'a' }];

describe('pod resources', () => {
  test.each<[string, PodFields, string[]]>([
    ['none', { containers }, []],
    ['limit at the default limit', { containers, resources: { limits: { memory: '256Mi' } } }, []],
    [
      'limit below the default limit',
      { containers, resources: { limits: { memory: '255Mi' } } },
      ['resources.limits.memory'],
    ],
    [
      'request below the default requests of two containers',
      { containers: [{}, {}], resources: { requests: { memory: '511Mi' } } },
      ['resources.requests.memory'],
    ],
    ['request at those of two containers', { containers: [{}, {}], resources: { requests: { memory: '512Mi' } } }, []],
    [
      'request without that of a second container, which the LimitRange adds',
      {
        containers: [{ resources: { requests: { cpu: '1' } } }, {}],
        resources: { limits: { cpu: '2' } },
      },
      ['resources.requests.cpu'],
    ],
    [
      'request below that of a sidecar and an init container after it',
      {
        containers: [{ resources: { requests: { cpu: '100m' } } }],
        initContainers: [
          { resources: { requests: { cpu: '100m' } }, restartPolicy: 'Always' },
          { resources: { requests: { cpu: '300m' } } },
        ],
        resources: { requests: { cpu: '399m' } },
      },
      ['resources.requests.cpu'],
    ],
    [
      'limit below the request',
      { containers, resources: { limits: { cpu: '200m' }, requests: { cpu: '300m' } } },
      ['resources.limits.cpu'],
    ],
    [
      'limit below that of a container',
      {
        containers: [{ resources: { limits: { cpu: '2' }, requests: { cpu: '1' } } }],
        resources: { limits: { cpu: '1' } },
      },
      ['resources.limits.cpu'],
    ],
  ])('%s', (_, pod, expected) => {
    expect(fields(pod)).toEqual(expected);
  });

  test('a limit without a LimitRange: may be of any size', () => {
    expect(fields({ containers, resources: { limits: { memory: '1Mi' } } }, noDefaults)).toEqual([]);
  });
});
