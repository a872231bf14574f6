import path from 'node:path';
import { type Files, synthesize } from '../../apps/synthesize';
import type { Environment } from '../../environments/environment';
import type { ServiceDefinition } from '../../lib/platform/definitions/service-definition';
import { type Service, serviceList } from '../../lib/platform/definitions/service-list';
import { allEnvironments, environments, services } from '../fixtures/platform';
import { dtsCleanup } from '../fixtures/project/apps/services/dts-cleanup';
import { web } from '../fixtures/project/apps/services/web';
import { samplePin } from '../support/platform-samples';

const { lab, production } = environments;
const definitions = Object.fromEntries(services.map(({ definition, key }) => [key, definition]));
const before = synthesize(allEnvironments, { services });

/** The services of the fixture and another one. */
function withService(definition: ServiceDefinition): readonly Service[] {
  return serviceList('apps/services', { ...definitions, [definition.name]: definition });
}

/** Kinds and names of objects in an environment that an output has and the fixture's does not. */
function addedObjects(after: Files, environment: Environment): string[] {
  return [...after.keys()]
    .filter((file) => file.startsWith(`kubernetes/${environment.name}/`) && !before.has(file))
    .map((file) => path.basename(file, '.yaml').replace(/-[0-9a-f]{10}$/, '-#'))
    .sort();
}

function changedFiles(after: Files, folder: string): string[] {
  return [...before]
    .filter(([file, text]) => file.startsWith(folder) && after.get(file) !== text)
    .map(([file]) => file);
}

describe('new task', () => {
  it('adds its objects in every environment', () => {
    const after = synthesize(allEnvironments, { services: withService({ ...dtsCleanup, name: 'shop-report' }) });
    for (const environment of [lab, production]) {
      expect(addedObjects(after, environment)).toEqual([
        'ConfigMap.shop-report-#',
        'CronJob.shop-report',
        'NetworkPolicy.shop-report',
        'NetworkPolicy.shop-report-egress-#',
        'ServiceAccount.shop-report',
      ]);
    }
  });
});

describe('new service', () => {
  const { variants, ...own } = web as Extract<ServiceDefinition, { kind: 'web-service' }>;
  const shop = withService({
    ...own,
    name: 'shop',
    publicAddress: { nodePort: 30_099, paths: ['/*'], priority: 11, subdomain: 'shop' },
    secrets: { SESSION_KEY: { key: 'session-key', secret: 'shop' } },
    size: { cpu: '250m', maxReplicas: 4, memory: '512Mi', minReplicas: 2 },
  });

  it('changes no file before its first release', () => {
    expect(variants).toBeDefined();
    expect(synthesize(allEnvironments, { services: shop })).toEqual(before);
  });

  it('adds its objects to the environment in which it is released', () => {
    const released = { ...lab, containerImages: { ...lab.containerImages, shop: samplePin('shop') } };
    const after = synthesize([released, production], { services: shop });
    expect(addedObjects(after, production)).toEqual([]);
    expect(addedObjects(after, lab)).toEqual([
      'ConfigMap.shop-#',
      'Deployment.shop',
      'ExternalSecret.shop',
      'HorizontalPodAutoscaler.shop',
      'NetworkPolicy.api-from-shop-#',
      'NetworkPolicy.shop',
      'NetworkPolicy.shop-egress-#',
      'NetworkPolicy.shop-ingress-#',
      'PodDisruptionBudget.shop',
      'Service.shop',
      'ServiceAccount.shop',
    ]);
    expect(after.get('terraform/lab/cluster/main.tf.json')).toContain('"shop.lab.imp.example"');
    // No object of the service that it connects to changes. The quota of the namespace includes its pods, and alerts name it.
    expect(changedFiles(after, 'kubernetes/lab/').map((file) => path.basename(file))).toEqual([
      'PrometheusRule.cluster.yaml',
      'ResourceQuota.namespace-quota.yaml',
    ]);
  });
});

describe('renamed service', () => {
  it('keeps every file, in the cluster and in AWS', () => {
    const others = Object.entries(definitions).filter(([key]) => key !== 'web');
    const front: ServiceDefinition = { ...web, name: 'front', renamedFrom: 'web' };
    const list = serviceList('apps/services', { ...Object.fromEntries(others), front });
    // The keys of sizes and pins are the names of services and variants.
    const renamed = <T>(record: Readonly<Record<string, T>>) =>
      Object.fromEntries(Object.entries(record).map(([name, value]) => [name.replace(/^web\b/, 'front'), value]));
    const after = synthesize(
      allEnvironments.map((environment) => ({
        ...environment,
        containerImages: renamed(environment.containerImages),
        services: renamed(environment.services),
      })),
      { services: list },
    );
    expect(new Map([...after].sort())).toEqual(new Map([...before].sort()));
  });
});
