import { App, type Chart } from 'cdk8s';
import { WaveChart } from '../../../lib/kubernetes/manifests/wave';
import { CompositeOperator } from '../../../lib/operators/metacontroller/composite-operator';
import { importJob } from './import-job';
import { imageVariable, paths, port } from './settings';

const registry = '333333333333.dkr.ecr.eu-west-1.amazonaws.com';
const digest = `sha256:${'0123456789abcdef'.repeat(4)}` as const;

/** The operator of ImportJobs, as it is applied to a cluster with Metacontroller. */
export function operatorExample(app: App = new App()): Chart {
  const chart = new WaveChart(app, { environment: 'operator', wave: 'configuration' });
  new CompositeOperator(chart, 'import-job', {
    childResources: [
      // A Job runs to its end: the hook names it by its content, and another spec is another Job.
      { apiVersion: 'batch/v1', resource: 'jobs', updateStrategy: { method: 'OnDelete' } },
      { apiVersion: 'networking.k8s.io/v1', resource: 'networkpolicies', updateStrategy: { method: 'InPlace' } },
    ],
    finalizePath: paths.finalize,
    name: 'import-job-operator',
    namespace: 'operators',
    resource: importJob,
    syncPath: paths.sync,
    webhook: {
      autoscaling: { maxReplicas: 4, minReplicas: 2 },
      config: { [imageVariable]: `${registry}/import@${digest}` },
      image: { digest, repository: `${registry}/import-job-operator` },
      livenessPath: paths.liveness,
      port,
      readinessPath: paths.readiness,
      resources: { cpu: '50m', memory: '128Mi' },
    },
  });
  return chart;
}
