import { parse } from 'yaml';
import { synthesize } from '../../../../apps/synthesize';
import type { VariantSettings } from '../../../../lib/platform/definitions/service-settings';
import {
  sampleAddress as publicAddress,
  sampleEnvironment,
  sampleServices,
  sampleSize,
  webDefinition,
} from '../../../support/platform-samples';
import type { Json } from '../../../support/terraform';

const services = sampleServices(
  webDefinition({ name: 'api' }),
  webDefinition({
    config: { API_URL: 'http://api:8080' },
    connectsTo: ['api'],
    publicAddress,
    variants: { canary: { nodePort: 30_180 } },
  }),
);

/** Files of an environment with these settings of the canary, or without it. */
function synthesized(canary?: VariantSettings) {
  const web = canary ? { ...sampleSize, variants: { canary } } : sampleSize;
  return synthesize([sampleEnvironment({ api: sampleSize, web })], { services });
}

const cluster = (files: ReadonlyMap<string, string>): Json =>
  JSON.parse(files.get('terraform/sample/cluster/main.tf.json') ?? '{}');

describe('variant that is added', () => {
  const without = synthesized();
  const warm = synthesized({ maxReplicas: 4, minReplicas: 2, weight: 0 });

  it('service: keeps all of its objects; only the quota changes', () => {
    const changed = [...without].filter(([file, text]) => warm.get(file) !== text).map(([file]) => file);
    expect(changed.sort()).toEqual([
      'kubernetes/sample/60-limits/sample/ResourceQuota.namespace-quota.yaml',
      'terraform/sample/cluster/main.tf.json',
    ]);
    const added = [...warm.keys()].filter((file) => !without.has(file));
    expect(
      added
        .map((file) =>
          file
            .split('/')
            .at(-1)
            ?.replace(/[0-9a-f]{10}/, '#'),
        )
        .sort(),
    ).toEqual([
      'ConfigMap.web-canary-#.yaml',
      'Deployment.web-canary.yaml',
      'HorizontalPodAutoscaler.web-canary.yaml',
      'NetworkPolicy.api-from-web-canary-#.yaml',
      'NetworkPolicy.web-canary-egress-#.yaml',
      'NetworkPolicy.web-canary-ingress-#.yaml',
      'NetworkPolicy.web-canary.yaml',
      'PodDisruptionBudget.web-canary.yaml',
      'Service.web-canary.yaml',
      'ServiceAccount.web-canary.yaml',
    ]);
  });

  it('AWS: changes only the action of the listener rule, and adds resources', () => {
    const [before, after] = [cluster(without).resource, cluster(warm).resource];
    const blocks = Object.entries<Json>(before).flatMap(([type, named]) =>
      Object.keys(named).map((name) => [type, name] as const),
    );
    const changed = blocks.filter(
      ([type, name]) => JSON.stringify(before[type][name]) !== JSON.stringify(after[type]?.[name]),
    );
    expect(changed).toEqual([['aws_lb_listener_rule', 'service-web_listener-rule']]);
    const [old, fresh] = [before, after].map(({ aws_lb_listener_rule: rules }) => rules['service-web_listener-rule']);
    expect({ ...fresh, action: [] }).toEqual({ ...old, action: [] });
  });

  it('selectors: of service and variant match only their own pods', () => {
    const read = (kind: string, name: string, wave = '50-workloads'): Json =>
      parse(warm.get(`kubernetes/sample/${wave}/sample/${kind}.${name}.yaml`) ?? '');
    for (const [own, other] of [
      ['web', 'web-canary'],
      ['web-canary', 'web'],
    ] as const) {
      const { labels } = read('Deployment', other).spec.template.metadata;
      const selectors: Record<string, string>[] = [
        read('Deployment', own).spec.selector.matchLabels,
        read('Service', own).spec.selector,
        read('PodDisruptionBudget', own).spec.selector.matchLabels,
        read('NetworkPolicy', own, '30-configuration').spec.podSelector.matchLabels,
      ];
      for (const selector of selectors) {
        expect(Object.entries(selector).every(([label, value]) => labels[label] === value)).toBe(false);
      }
      expect(read('HorizontalPodAutoscaler', own).spec.scaleTargetRef.name).toBe(own);
    }
  });

  it('weight: changes only the listener rule', () => {
    const moved = synthesized({ maxReplicas: 4, minReplicas: 2, weight: 5 });
    const changed = [...warm].filter(([file, text]) => moved.get(file) !== text).map(([file]) => file);
    expect(changed).toEqual(['terraform/sample/cluster/main.tf.json']);
    const shares = (files: ReadonlyMap<string, string>) =>
      cluster(files).resource.aws_lb_listener_rule['service-web_listener-rule'].action[0].forward.target_group.map(
        ({ weight }: Json) => weight,
      );
    expect([warm, moved].map(shares)).toEqual([
      [100, 0],
      [95, 5],
    ]);
    const all = synthesized({ weight: 100 });
    expect(shares(all)).toEqual([0, 100]);
  });
});
