import { workloadEndpoint } from '../../../lib/kubernetes/workloads/workload';
import type { GrafanaProps } from '../../../lib/operators/grafana/props';
import { grafana as createGrafana, grafanaSample } from '../../support/grafana-samples';
import { scene, type Scenes } from './change';

const rolls = ['Deployment'];
const { admin, database, image } = grafanaSample;
const other = { key: 'other', secret: 'other' };

/** All objects except the Service of the Prometheus, which is in another namespace. */
const own = [
  ...['ConfigMap', 'Deployment', 'HorizontalPodAutoscaler', 'NetworkPolicy', 'PodDisruptionBudget', 'Service'],
  'ServiceAccount',
];

export const grafana: Scenes = {
  GrafanaProps: scene<GrafanaProps>(createGrafana, {
    name: { replaces: 'everything', to: 'other' },
    namespace: { replaces: own, to: 'others' },
    image: { rolls, to: { ...image, digest: `sha256:${'f'.repeat(64)}` } },
    resources: { rolls, to: { cpu: '500m', memory: '512Mi' } },
    admin: { rolls, to: { ...admin, password: other } },
    encryptionKey: { rolls, to: other },
    database: [
      { rolls, to: { ...database, url: other } },
      {
        replaces: ['NetworkPolicy'],
        rolls,
        to: { ...database, endpoint: { ...database.endpoint, peer: { addresses: ['10.1.0.0/20'] } } },
      },
    ],
    prometheus: {
      replaces: ['ConfigMap', 'NetworkPolicy', 'Service'],
      rolls,
      to: { name: 'other', namespace: 'others' },
    },
    dashboards: { replaces: ['ConfigMap'], rolls, to: [] },
    url: { replaces: ['ConfigMap'], rolls, to: 'https://grafana.example.com' },
    autoscaling: { to: { maxReplicas: 8, minReplicas: 3 } },
    allowedFrom: { rolls, to: [workloadEndpoint('proxy')] },
    priorityClass: { rolls, to: 'serving' },
    placement: { rolls, to: { labels: { role: 'web' }, taints: {} } },
  }),
};
