import type { Exposure } from '../../lib/core/contract';
import { WebService, type WebServiceProps } from '../../lib/kubernetes/workloads/web-service';
import { Worker, type WorkerProps } from '../../lib/kubernetes/workloads/worker';
import { testChart } from './manifests';

export const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

const base = {
  name: 'api',
  namespace: 'apps',
  image: { repository: 'registry.example.com/api', digest },
  autoscaling: { minReplicas: 3, maxReplicas: 6 },
  resources: { cpu: '250m', memory: '512Mi' },
} as const;

export const web: WebServiceProps = { ...base, port: 8080, readinessPath: '/ready', livenessPath: '/alive' };
export const worker: WorkerProps = { ...base, name: 'loader', autoscaling: { minReplicas: 2, maxReplicas: 4 } };

export const exposure: Exposure = {
  host: 'api.example.com',
  paths: ['/*'],
  priority: 10,
  nodePort: 30080,
};

export function webChart(props: Partial<WebServiceProps> = {}) {
  const chart = testChart();
  new WebService(chart, 'api', { ...web, ...props });
  return chart;
}

export function workerChart(props: Partial<WorkerProps> = {}) {
  const chart = testChart();
  new Worker(chart, 'loader', { ...worker, ...props });
  return chart;
}
