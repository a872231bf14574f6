import { collectDiagnostics } from '../../../../lib/core/diagnostics';
import type { WebServiceProps } from '../../../../lib/kubernetes/workloads/web-service';
import { rulesIn } from '../../../support/manifests';
import { exposure, webChart } from '../../../support/workload-samples';

describe('WebService', () => {
  const broken: [string, Partial<WebServiceProps>, string][] = [
    [
      'an upper-case name',
      { name: 'Api' },
      `name: a deployment name is lower-case letters, digits and hyphens, starting with a letter and ending with a letter or digit, got 'Api'`,
    ],
    [
      'a name that is too long',
      { name: 'a'.repeat(47) },
      `name: a deployment name has at most 46 characters, got '${'a'.repeat(47)}' (47)`,
    ],
    [
      'min over max',
      { autoscaling: { minReplicas: 4, maxReplicas: 3 } },
      'autoscaling.minReplicas: min must be at most max (3), got 4',
    ],
    [
      'one pod',
      { autoscaling: { minReplicas: 1, maxReplicas: 3 } },
      'autoscaling.minReplicas: min must be at least 2 for a service, got 1',
    ],
    [
      'an autoscaler without room',
      { autoscaling: { minReplicas: 3, maxReplicas: 3 } },
      'autoscaling.maxReplicas: max must be above min (3), got 3',
    ],
    [
      'half a pod',
      { autoscaling: { minReplicas: 2, maxReplicas: 2.5 } },
      'autoscaling.maxReplicas: max must be a whole number of at least 1, got 2.5',
    ],
    [
      'a target over 100 %',
      { autoscaling: { minReplicas: 2, maxReplicas: 3, targetCpuUtilization: 140 } },
      'autoscaling.targetCpuUtilization: targetCpuUtilization must be a whole number of percent from 1 to 100, got 140',
    ],
    [
      'a share of memory that is no share',
      { autoscaling: { minReplicas: 2, maxReplicas: 3, targetMemoryUtilization: 0 } },
      'autoscaling.targetMemoryUtilization: targetMemoryUtilization must be a whole number of percent from 1 to 100, got 0',
    ],
    [
      'pods that go with every lull',
      { autoscaling: { minReplicas: 2, maxReplicas: 3, scaleDownStabilization: '299s' } },
      `autoscaling.scaleDownStabilization: scaleDownStabilization must be at least 5m, got '299s'`,
    ],
    [
      'a CPU limit below what is kept',
      { resources: { cpu: '500m', cpuLimit: '250m', memory: '1Gi' } },
      'resources.cpuLimit: cpuLimit must be at least cpu (500m), got 250m',
    ],
    [
      'a rename from itself',
      { renamedFrom: 'api' },
      `renamedFrom: a workload is renamed from another name, got its own: 'api'`,
    ],
    [
      'a former name that was none',
      { renamedFrom: 'Api' },
      `renamedFrom: a deployment name is lower-case letters, digits and hyphens, starting with a letter and ending with a letter or digit, got 'Api'`,
    ],
    ['a low port', { port: 80 }, 'port: port must be a whole number from 1024 to 65535, got 80'],
    ['a high port', { port: 70000 }, 'port: port must be a whole number from 1024 to 65535, got 70000'],
    [
      'one path for two questions',
      { livenessPath: '/ready' },
      `livenessPath: livenessPath must differ from readinessPath, got '/ready' for both`,
    ],
    ['a relative path', { readinessPath: 'ready' }, `readinessPath: a path must start with '/', got 'ready'`],
    ['a relative writable path', { writablePaths: ['tmp'] }, `writablePaths.0: a path must start with '/', got 'tmp'`],
    [
      'a tag for a digest',
      { image: { repository: 'api', digest: 'latest' } },
      `image.digest: digest must be sha256: and 64 lower-case hexadecimal digits, got 'latest'`,
    ],
    [
      'no CPU',
      { resources: { cpu: '0', memory: '1Gi' } },
      `resources.cpu: cpu must be a positive amount such as '2' or '250m', got '0'`,
    ],
    [
      'negative memory',
      { resources: { cpu: '1', memory: '-1Gi' } },
      `resources.memory: memory must be a positive amount such as '512Mi' or '2Gi', got '-1Gi'`,
    ],
    [
      'no scratch space',
      { resources: { cpu: '1', memory: '1Gi', ephemeralStorage: '0Mi' } },
      `resources.scratch: scratch must be a positive amount such as '512Mi' or '2Gi', got '0Mi'`,
    ],
    ['no drain', { drainTimeout: '0s' }, `drain: drain must be a positive amount such as '30s' or '5m', got '0s'`],
    [
      'no start',
      { startupTimeout: '0m' },
      `startupTimeout: startupTimeout must be a positive amount such as '30s' or '5m', got '0m'`,
    ],
    [
      'a variable with a hyphen',
      { config: { 'log-level': 'info' } },
      `config.log-level: an environment variable is letters, digits and underscores, not starting with a digit, got 'log-level'`,
    ],
    [
      'a variable set twice',
      { config: { A: '1' }, secrets: { A: { secret: 's', key: 'k' } } },
      'secrets.A: an environment variable is set once, got A in both config and secrets',
    ],
    [
      'a taint without effect',
      { placement: { labels: {}, taints: { dedicated: 'transfer' } } },
      `placement.taints.dedicated: a taint is value:effect with effect NoSchedule, PreferNoSchedule or NoExecute, got 'transfer'`,
    ],
    [
      'a low node port',
      { exposure: { ...exposure, nodePort: 29999 }, nodeAddresses: ['10.0.0.0/8'] },
      'exposure.nodePort: nodePort must be a whole number from 30000 to 32767, got 29999',
    ],
    [
      'a high node port',
      { exposure: { ...exposure, nodePort: 32768 }, nodeAddresses: ['10.0.0.0/8'] },
      'exposure.nodePort: nodePort must be a whole number from 30000 to 32767, got 32768',
    ],
    [
      'exposure without nodes',
      { exposure },
      'nodeAddresses: an exposed service must know the addresses of its nodes, got none',
    ],
  ];

  test.each(broken)('refuses %s', (_what, props, rule) => {
    expect(rulesIn(webChart(props))).toEqual([rule]);
  });

  test('accepts what the refusals ask for, at the edges', () => {
    const fixed: Partial<WebServiceProps> = {
      name: 'api',
      autoscaling: { minReplicas: 2, maxReplicas: 3, targetCpuUtilization: 100 },
      port: 1024,
      drainTimeout: '60s',
      exposure: { ...exposure, nodePort: 32767 },
      nodeAddresses: ['10.0.0.0/8'],
      config: { LOG_LEVEL: 'info' },
    };
    expect(rulesIn(webChart(fixed))).toEqual([]);
  });

  test('tells all problems at once, and only numbers of pods can be waived', () => {
    const problems = collectDiagnostics(
      webChart({ port: 80, autoscaling: { minReplicas: 1, maxReplicas: 1 }, livenessPath: '/ready' }),
    );
    expect(problems.map(({ source, id }) => [source, id])).toEqual([
      ['WebService → autoscaling.maxReplicas', 'autoscaler-room'],
      ['WebService → port', undefined],
      ['WebService → livenessPath', undefined],
      ['WebService → autoscaling.minReplicas', 'replicas'],
    ]);
  });
});

test('half a pod at least is told to be written as a whole number, not to be raised', () => {
  const fixes = (min: number) =>
    collectDiagnostics(webChart({ autoscaling: { minReplicas: min, maxReplicas: 6 } })).map(({ hint }) => hint);
  expect(fixes(3.5)).toEqual(['write a whole number']);
  expect(fixes(0)).toContain('raise min to 2');
});
