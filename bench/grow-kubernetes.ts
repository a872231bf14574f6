import { App } from 'cdk8s';
import { collectDiagnostics, ValidationError } from '../lib/core/diagnostics';
import { checkDuplicateObjects, objectFiles, render } from '../lib/kubernetes/manifests/render';
import { WaveChart } from '../lib/kubernetes/manifests/wave';
import { WebService } from '../lib/kubernetes/workloads/web-service';
import { Worker } from '../lib/kubernetes/workloads/worker';
import { workloadEndpoint } from '../lib/kubernetes/workloads/workload';

/** A whole app of workloads: charts of 20 objects each, one chart an environment. */
export function growKubernetes(charts: number): { count(): number } {
  const app = new App();
  for (let index = 0; index < charts; index += 1) chartOf20(app, `e${index}`);
  const objects = render(app);
  const problems = [...collectDiagnostics(app), ...checkDuplicateObjects(objects)];
  if (problems.length > 0) throw new ValidationError(problems);
  const files = objectFiles(objects);
  // One file names the waves, the others hold one object each.
  return { count: () => files.size - 1 };
}

/** 2 web services of 7 objects and a worker of 6. */
function chartOf20(app: App, environment: string): void {
  const chart = new WaveChart(app, { environment, wave: 'workloads' });
  const health = { livenessPath: '/live', readinessPath: '/ready' };
  new WebService(chart, 'api', { ...common('api', environment), ...health, port: 8080 });
  new WebService(chart, 'web', {
    ...common('web', environment),
    ...health,
    exposure: { host: `web.${environment}.example`, nodePort: 30080, paths: ['/*'], priority: 100 },
    nodeAddresses: ['10.10.128.0/20', '10.10.144.0/20'],
    port: 8080,
    connectsTo: [workloadEndpoint('api', 8080)],
  });
  new Worker(chart, 'worker', {
    ...common('worker', environment),
    health: { ...health, port: 8081 },
    connectsTo: [workloadEndpoint('api', 8080), workloadEndpoint('web', 8080)],
  });
}

function common(name: string, namespace: string) {
  return {
    config: { LOG_LEVEL: 'info', QUEUE: `${namespace}-${name}` },
    image: { digest: `sha256:${'0123456789abcdef'.repeat(4)}`, repository: `registry.example/${name}` },
    name,
    namespace,
    placement: { labels: { group: 'general' }, taints: { dedicated: 'general:NoSchedule' } },
    resources: { cpu: '250m', memory: '512Mi' },
    autoscaling: { maxReplicas: 6, minReplicas: 3 },
    secrets: { PASSWORD: { key: 'password', secret: `${name}-database` } },
  } as const;
}
