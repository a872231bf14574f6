import { parse } from 'yaml';
import { synthesize } from '../../../apps/synthesize';
import { exposureFor } from '../../../lib/platform/exposures';
import { variantsOfService, deployedServices } from '../../../lib/platform/variants';
import type {
  VariantDefinition,
  ServiceDefinition,
  WebServiceDefinition,
} from '../../../lib/platform/service-definition';
import { checkUniqueNames, checkServices } from '../../../lib/platform/check-services';
import { environments } from '../../../environments';
import type { Environment } from '../../../environments/environment';
import type { VariantSettings } from '../../../lib/platform/service-settings';

/** Manifests and Terraform JSON, as other programs read them. */
type Json = ReturnType<typeof JSON.parse>;

const lab = environments['lab']!;
const production = environments['production']!;
const size = { cpu: '250m', maxReplicas: 10, memory: '512Mi', minReplicas: 4 } as const;

/** Called by nobody from outside of the cluster. */
const inner: WebServiceDefinition = {
  config: { API_URL: 'http://api:8080', LOG: 'info' },
  drainTimeout: '15s',
  kind: 'web-service',
  livenessPath: '/live',
  name: 'web',
  nodeGroup: 'general',
  port: 8080,
  readinessPath: '/ready',
  secrets: { KEY: { key: 'key', secret: 'web' } },
  connectsTo: [],
};
const publicAddress = { nodePort: 30_080, paths: ['/*'], priority: 10, subdomain: 'app' };
const canary = { nodePort: 30_180 };
const web = (own: Partial<WebServiceDefinition> = {}): WebServiceDefinition => ({
  ...inner,
  publicAddress,
  variants: { canary },
  ...own,
});

const running = (variants: Readonly<Record<string, VariantSettings>>): Environment => ({
  ...lab,
  services: { web: { ...size, variants } },
});

/** Production with another weight of the canary, or with none. */
function withCanary(weighted: VariantSettings | undefined): Environment {
  const { cpu, maxReplicas, memory, minReplicas } = production.services['web']!;
  const settings = { cpu, maxReplicas, memory, minReplicas };
  return {
    ...production,
    services: { ...production.services, web: weighted ? { ...settings, variants: { canary: weighted } } : settings },
  };
}

const cluster = (files: ReadonlyMap<string, string>): Json =>
  JSON.parse(files.get('terraform/production/cluster/main.tf.json') ?? '{}');

describe('a variant of a service', () => {
  const definition = (own: Partial<VariantDefinition> = {}) =>
    variantsOfService(web({ variants: { canary: { nodePort: 30_180, ...own } } }), running({ canary: { weight: 5 } }))[
      'canary'
    ]!;

  it('is the service under a name and a node port of its own, and as large', () => {
    expect(definition().workload).toEqual({
      ...inner,
      name: 'web-canary',
      publicAddress: { ...publicAddress, nodePort: 30_180 },
    });
    expect(definition()).toMatchObject({ size, weight: 5 });
  });

  it('differs in what it says itself, and in nothing else', () => {
    const { workload } = definition({
      config: { LOG: 'debug', NEW: 'yes' },
      drainTimeout: '60s',
      port: 9090,
      readinessPath: '/ready2',
      secrets: { TOKEN: { key: 'token', secret: 'web' } },
    });
    expect(workload).toMatchObject({
      config: { API_URL: 'http://api:8080', LOG: 'debug', NEW: 'yes' },
      drainTimeout: '60s',
      livenessPath: '/live',
      port: 9090,
      readinessPath: '/ready2',
      secrets: { KEY: { key: 'key', secret: 'web' }, TOKEN: { key: 'token', secret: 'web' } },
    });
    expect(exposureFor(workload, lab)).toMatchObject({ nodePort: 30_180 });
  });

  it('may be smaller than the service', () => {
    const environment = running({ canary: { maxReplicas: 3, minReplicas: 2, weight: 5 } });
    expect(variantsOfService(web(), environment)['canary']?.size).toEqual({ ...size, max: 3, min: 2 });
  });

  it('runs where the environment gives it a weight, and nowhere else', () => {
    const names = (environment: Environment) =>
      deployedServices(environment, [web()]).map(({ service }) => service.name);
    expect(names(running({}))).toEqual(['web']);
    expect(names(running({ canary: { weight: 0 } }))).toEqual(['web', 'web-canary']);
  });
});

describe('a variant that comes and goes', () => {
  const without = synthesize([withCanary(undefined)]);
  const warm = synthesize([withCanary({ maxReplicas: 4, minReplicas: 2, weight: 0 })]);

  it('leaves every object of the service as it was, and of others who may call the API and how much may run', () => {
    const changed = [...without].filter(([file, text]) => warm.get(file) !== text).map(([file]) => file);
    expect(changed.sort()).toEqual([
      'kubernetes/production/30-configuration/production/ResourceQuota.namespace-quota.yaml',
      'kubernetes/production/50-workloads/production/NetworkPolicy.api.yaml',
      'terraform/production/cluster/main.tf.json',
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
      'NetworkPolicy.web-canary.yaml',
      'PodDisruptionBudget.web-canary.yaml',
      'Service.web-canary.yaml',
      'ServiceAccount.web-canary.yaml',
    ]);
  });

  it('changes one resource of AWS, the listener rule in place, and adds its own', () => {
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

  it('is never selected by what selects the service, nor the other way round', () => {
    const read = (kind: string, name: string): Json =>
      parse(warm.get(`kubernetes/production/50-workloads/production/${kind}.${name}.yaml`) ?? '');
    for (const [own, other] of [
      ['web', 'web-canary'],
      ['web-canary', 'web'],
    ] as const) {
      const { labels } = read('Deployment', other).spec.template.metadata;
      const selectors: Record<string, string>[] = [
        read('Deployment', own).spec.selector.matchLabels,
        read('Service', own).spec.selector,
        read('PodDisruptionBudget', own).spec.selector.matchLabels,
        read('NetworkPolicy', own).spec.podSelector.matchLabels,
      ];
      for (const selector of selectors) {
        expect(Object.entries(selector).every(([label, value]) => labels[label] === value)).toBe(false);
      }
      expect(read('HorizontalPodAutoscaler', own).spec.scaleTargetRef.name).toBe(own);
    }
  });

  it('gets requests by one number, which changes the shares of one rule and not a line of Kubernetes', () => {
    const moved = synthesize([withCanary({ maxReplicas: 4, minReplicas: 2, weight: 5 })]);
    const changed = [...warm].filter(([file, text]) => moved.get(file) !== text).map(([file]) => file);
    expect(changed).toEqual(['terraform/production/cluster/main.tf.json']);
    const shares = (files: ReadonlyMap<string, string>) =>
      cluster(files).resource.aws_lb_listener_rule['service-web_listener-rule'].action[0].forward.target_group.map(
        ({ weight }: Json) => weight,
      );
    expect([warm, moved].map(shares)).toEqual([
      [100, 0],
      [95, 5],
    ]);
    const all = synthesize([withCanary({ weight: 100 })]);
    expect(shares(all)).toEqual([0, 100]);
  });
});

describe('variants with a mistake', () => {
  /** What is told of them, as rule, place and fix. */
  const told = (variants: Readonly<Record<string, VariantSettings>>, service: ServiceDefinition = web()) =>
    checkServices([service], [running(variants)]).map(({ message, source, hint }) => [message, source, hint]);

  it.each<[string, Readonly<Record<string, VariantSettings>>, [string, string, string]]>([
    [
      'more than all requests',
      { canary: { weight: 101 } },
      [
        'a weight is a whole number of percent from 0 to 100, got 101',
        'lab → services.web.variants.canary.weight',
        'write 0 to keep the variant warm, 100 to send it everything',
      ],
    ],
    [
      'half a percent',
      { canary: { weight: 0.5 } },
      [
        'a weight is a whole number of percent from 0 to 100, got 0.5',
        'lab → services.web.variants.canary.weight',
        'write 0 to keep the variant warm, 100 to send it everything',
      ],
    ],
    [
      'too few pods for its share',
      { canary: { maxReplicas: 4, weight: 50 } },
      [
        "max must be its share of the service's max (50 % of 10 is 5), got 4",
        'lab → services.web.variants.canary.max',
        'raise max to 5, or leave it out to have as many as the service',
      ],
    ],
    [
      'too few pods to begin with',
      { canary: { minReplicas: 2, weight: 51 } },
      [
        "min must be its share of the service's min (51 % of 4 is 3), got 2",
        'lab → services.web.variants.canary.min',
        'raise min to 3, or leave it out to have as many as the service',
      ],
    ],
    [
      'no node port',
      { green: { weight: 0 } },
      [
        "a variant has a node port of its own, got none for 'green' (variants of web: canary)",
        'lab → services.web.variants.green',
        'write one to apps/services/web.ts → variants.green.nodePort',
      ],
    ],
  ])('such as %s say so', (_, variants, problem) => {
    expect(told(variants)).toEqual([problem]);
  });

  it('are none at the ends of the ranges', () => {
    expect(told({ canary: { weight: 0 } })).toEqual([]);
    expect(told({ canary: { weight: 100 } })).toEqual([]);
    expect(told({ canary: { maxReplicas: 5, minReplicas: 2, weight: 50 } })).toEqual([]);
  });

  it('have no more than all requests together', () => {
    const two = web({ variants: { blue: { nodePort: 30_181 }, canary: { nodePort: 30_180 } } });
    expect(told({ blue: { weight: 60 }, canary: { weight: 41 } }, two)).toEqual([
      [
        'weights are percent and add up to at most 100, got 101',
        'lab → services.web.variants',
        "what they leave is the service's own",
      ],
    ]);
    expect(told({ blue: { weight: 60 }, canary: { weight: 40 } }, two)).toEqual([]);
  });

  it('need a load balancer that shares requests among them', () => {
    expect(told({ canary: { weight: 0 } }, { ...inner, variants: { canary } })).toEqual([
      [
        'requests are shared by a load balancer, got variants of web, which is behind none',
        'lab → services.web.variants',
        'give the service an address, or change its image as a whole',
      ],
    ]);
  });

  it('have node ports of their own, among all services and variants', () => {
    const shop = web({
      name: 'shop',
      publicAddress: { nodePort: 30_180, paths: ['/shop'], priority: 5, subdomain: 'app' },
      variants: { canary: { nodePort: 30_080 } },
    });
    const environment = { ...lab, services: { shop: size, web: size } };
    expect(checkServices([web(), shop], [environment]).map(({ message, source }) => [message, source])).toEqual([
      ['nodePort 30180 is taken by canary of web', 'apps/services/shop.ts → publicAddress.nodePort'],
      ['nodePort 30080 is taken by web', 'apps/services/shop.ts → variants.canary.nodePort'],
    ]);
  });

  it('have names of their own in the cluster', () => {
    expect(
      checkUniqueNames([web(), web({ name: 'web-canary', variants: {} })]).map(({ message, source }) => [
        message,
        source,
      ]),
    ).toEqual([["a service's name is its own, got 'web-canary' twice", 'apps/services/web-canary.ts → name']]);
    expect(
      checkUniqueNames([web({ name: 'web-canary', variants: {} }), web()]).map(({ message, source }) => [
        message,
        source,
      ]),
    ).toEqual([
      [
        "a variant's name in the cluster is its own, got 'web-canary', which is a service",
        'apps/services/web.ts → variants',
      ],
    ]);
  });

  it('such as a service with two addresses say so', () => {
    const both = web({ internalAddress: { nodePort: 30_081, paths: ['/*'], priority: 10, subdomain: 'app' } });
    expect(told({}, both)).toEqual([
      [
        'a service has one address, got a public and an internal one',
        'apps/services/web.ts → internalAddress',
        'keep one, or make a second service for the other',
      ],
    ]);
  });
});
