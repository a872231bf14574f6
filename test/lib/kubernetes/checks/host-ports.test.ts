import { ApiObject, App } from 'cdk8s';
import { checkHostPorts } from '../../../../lib/kubernetes/checks/host-ports';
import { render } from '../../../../lib/kubernetes/manifests/render';
import { WaveChart } from '../../../../lib/kubernetes/manifests/wave';

/** Returns the places of findings about two workloads, whose kinds may be others than DaemonSet. */
function sources(first: object, second: object, kinds: readonly string[] = []): string[] {
  const app = new App();
  const chart = new WaveChart(app, { environment: 'demo', wave: 'workloads' });
  for (const [index, pod] of [first, second].entries()) {
    new ApiObject(chart, `pods-${index}`, {
      apiVersion: 'apps/v1',
      kind: kinds[index] ?? 'DaemonSet',
      metadata: { name: `pods-${index}`, namespace: `apps-${index}` },
      spec: { template: { spec: pod } },
    });
  }
  return checkHostPorts(render(app)).map(({ source }) => source.slice(0, source.indexOf(':')));
}

const port = (fields: object = {}) => [{ ports: [{ containerPort: 80, hostPort: 9100, ...fields }] }];
const agent = { containers: port() };
const group = (name: string, tolerated = false) => ({
  nodeSelector: { group: name },
  ...(tolerated && { tolerations: [{ effect: 'NoSchedule', key: 'group', operator: 'Equal', value: name }] }),
});

describe('host ports', () => {
  test.each<[string, object, object]>([
    ['equal ports', agent, agent],
    ['an address and all', agent, { containers: port({ hostIP: '10.0.0.1' }) }],
    ['host network', agent, { containers: [{ ports: [{ containerPort: 9100 }] }], hostNetwork: true }],
    ['sidecar', agent, { initContainers: port().map((each) => ({ ...each, restartPolicy: 'Always' })) }],
    ['nodes of a group and all nodes', agent, { ...agent, ...group('a') }],
    [
      'a tainted group and all nodes',
      { ...agent, tolerations: [{ operator: 'Exists' }] },
      { ...agent, ...group('a', true) },
    ],
  ])('two DaemonSets, %s: are rejected', (_, first, second) => {
    expect(sources(first, second)).toEqual(['DaemonSet pods-1']);
  });

  test.each<[string, object, object]>([
    ['other ports', agent, { containers: port({ hostPort: 9101 }) }],
    ['other protocols', agent, { containers: port({ protocol: 'UDP' }) }],
    ['two addresses', { containers: port({ hostIP: '10.0.0.2' }) }, { containers: port({ hostIP: '10.0.0.1' }) }],
    ['init container', agent, { initContainers: port() }],
    ['network of the pod', agent, { containers: [{ ports: [{ containerPort: 9100 }] }] }],
    ['two groups', { ...agent, ...group('a') }, { ...agent, ...group('b') }],
    ['a tainted group', agent, { ...agent, ...group('a', true) }],
  ])('two DaemonSets, %s: are accepted', (_, first, second) => {
    expect(sources(first, second)).toEqual([]);
  });

  test('Deployment: may not run on nodes of a DaemonSet with its port alone', () => {
    expect(sources(agent, agent, ['Deployment'])).toEqual(['DaemonSet pods-1']);
    expect(sources({ ...agent, ...group('a') }, agent, ['DaemonSet', 'Deployment'])).toEqual([]);
    expect(sources(agent, agent, ['Deployment', 'Deployment'])).toEqual([]);
  });
});
