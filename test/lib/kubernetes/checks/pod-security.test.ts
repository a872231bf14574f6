import { App } from 'cdk8s';
import { DaemonService, type DaemonServiceProps } from '../../../../lib/kubernetes/workloads/daemon-service';
import { Namespace, type NamespaceProps } from '../../../../lib/kubernetes/cluster/namespace';
import { checkPodSecurity } from '../../../../lib/kubernetes/checks/pod-security';
import { render } from '../../../../lib/kubernetes/manifests/render';
import { WaveChart } from '../../../../lib/kubernetes/manifests/wave';
import { Worker } from '../../../../lib/kubernetes/workloads/worker';
import { object, rulesIn, testChart } from '../../../support/manifests';

const common = {
  image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: 'registry.example.com/app' },
  name: 'logs',
  namespace: 'agents',
  resources: { cpu: '250m', memory: '512Mi' },
} as const;

type Agents = NonNullable<NamespaceProps['nodeAgents']>;
const agents = (level: Agents['level']): Agents => ({
  level,
  reason: 'what containers print is in files of the machine',
});

function problems(nodeAgents: Agents | undefined, describeIn: (chart: WaveChart) => void) {
  const app = new App();
  const namespaces = new WaveChart(app, { environment: 'lab', wave: 'namespaces' });
  new Namespace(namespaces, 'agents', {
    name: 'agents',
    podSecurityVersion: 'v1.34',
    ...(nodeAgents && { nodeAgents }),
  });
  describeIn(new WaveChart(app, { environment: 'lab', wave: 'workloads' }));
  return checkPodSecurity(render(app)).map(({ path, message, source, hint }) => [path, message, source, hint]);
}

const agent = (host?: DaemonServiceProps['host']) => (chart: WaveChart) => {
  new DaemonService(chart, 'logs', { ...common, ...(host && { host }) });
};

describe('a namespace of node agents', () => {
  test('lets them do more, and says why', () => {
    const chart = testChart();
    new Namespace(chart, 'agents', { name: 'agents', nodeAgents: agents('privileged'), podSecurityVersion: 'v1.34' });
    expect(object(chart, 'Namespace').metadata).toMatchObject({
      annotations: { 'adamant.dev/node-agents': 'what containers print is in files of the machine' },
      labels: { 'pod-security.kubernetes.io/enforce': 'privileged' },
    });
    expect(rulesIn(chart)).toEqual([]);
  });

  test('has a reason and a version that is one', () => {
    const chart = testChart();
    const version = 'latest' as 'v1.34';
    const silent = { level: 'baseline', reason: '' } as const;
    new Namespace(chart, 'agents', { name: 'agents', nodeAgents: silent, podSecurityVersion: version });
    expect(rulesIn(chart)).toEqual([
      `podSecurityVersion: podSecurityVersion must be a minor version such as v1.34, got 'latest'`,
      'nodeAgents.reason: an exception has a reason, got none',
    ]);
  });

  test('holds nothing else that has pods', () => {
    const worker = (chart: WaveChart) =>
      new Worker(chart, 'logs', { ...common, autoscaling: { maxReplicas: 3, minReplicas: 2 } });
    expect(problems(agents('privileged'), worker)).toEqual([
      [
        'lab-50-workloads/logs/Deployment',
        'a namespace of level privileged holds agents of the machines only, got a Deployment',
        'Deployment logs in namespace agents',
        'move it to a namespace of level restricted, or make it a DaemonService',
      ],
    ]);
    expect(problems(undefined, worker)).toEqual([]);
  });

  test('lets an agent do what it asks for, and no other namespace does', () => {
    const root = agent({ reason: 'files of root', root: true });
    const folders = agent({ paths: { '/logs': { path: '/var/log' } }, reason: 'logs' });
    expect(problems(agents('privileged'), folders)).toEqual([]);
    expect(problems(agents('baseline'), root)).toEqual([]);
    expect(problems(undefined, agent())).toEqual([]);
    expect(problems(agents('baseline'), folders)).toEqual([
      [
        'lab-50-workloads/logs/DaemonSet',
        'an agent with access to its machine needs a namespace of level privileged, got baseline',
        'DaemonSet logs in namespace agents',
        `move it to a namespace with nodeAgents: { level: 'privileged', reason: … }`,
      ],
    ]);
    expect(problems(undefined, root).map(([, rule]) => rule)).toEqual([
      'an agent with access to its machine needs a namespace of level baseline, got restricted',
    ]);
    expect(problems(undefined, agent({ network: true, reason: 'x' }))).toHaveLength(1);
    expect(problems(undefined, agent({ processes: true, reason: 'x' }))).toHaveLength(1);
  });
});
