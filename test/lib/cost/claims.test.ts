import { claimedStorage } from '../../../lib/cost/claims';
import { estimate } from '../../../lib/cost/estimate';

const claim = (storage: string) => `{ spec: { resources: { requests: { storage: "${storage}" } } } }`;
const manifests = new Map([
  ['40-data/shop/RabbitmqCluster.broker.yaml', 'spec: { replicas: 3, persistence: { storage: "10Gi" } }'],
  [
    '40-data/monitoring/Prometheus.platform.yaml',
    `spec: { replicas: 2, storage: { volumeClaimTemplate: ${claim('50Gi')} } }`,
  ],
  [
    '40-data/logging/Elasticsearch.logs.yaml',
    `spec: { nodeSets: [{ count: 3, volumeClaimTemplates: [${claim('100Gi')}] }, { count: 1, volumeClaimTemplates: [${claim('1Gi')}] }] }`,
  ],
  ['50-workloads/shop/StatefulSet.cache.yaml', `spec: { replicas: 2, volumeClaimTemplates: [${claim('5Gi')}] }`],
  ['50-workloads/shop/PersistentVolumeClaim.share.yaml', 'spec: { resources: { requests: { storage: "512Mi" } } }'],
  ['40-data/monitoring/PrometheusRule.cluster.yaml', 'spec: { replicas: 100 }'],
]);

describe('claimed storage', () => {
  it('counts the volumes of each replica, of operators too', () => {
    expect(claimedStorage(manifests)).toBe(30 + 100 + 301 + 10 + 0.5);
  });

  it('is part of the cost of an environment, at the price of its region', () => {
    const stack = (region: string) => new Map([['data/main.tf.json', `{"provider":{"aws":[{"region":"${region}"}]}}`]]);
    const [item] = estimate(stack('eu-west-1'), manifests)['kubernetes']?.items ?? [];
    expect(item).toMatchObject({ kind: 'EBS gp3', max: 441.5, min: 441.5, unit: 'GB' });
    expect(item?.each).toBeGreaterThan(0);
    expect(estimate(stack('eu-west-1'))).not.toHaveProperty('kubernetes');
    expect(estimate(stack('mars-1'), manifests)['kubernetes']).toEqual({
      items: [],
      notPriced: ['volumes of pods: no prices for the region mars-1'],
    });
  });
});
