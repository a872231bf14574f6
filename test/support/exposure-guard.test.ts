import { environments, services, synthesizeFixture } from '../fixtures/platform';
import { goldenLayout } from '../golden';
import type { Json } from './terraform';
import { checkExposures } from './exposure-guard';

const { production } = environments;
const before = goldenLayout(synthesizeFixture([production]));
const cluster = 'production/terraform/cluster/main.tf.json';

/** Returns the files of production with a text replaced in those of a folder. */
function changed(folder: string, from: string, to: string) {
  const files = new Map(
    [...before].map(([file, text]) => [
      file,
      file.startsWith(`production/${folder}`) ? text.replaceAll(from, to) : text,
    ]),
  );
  expect(files).not.toEqual(before);
  return files;
}

const found = (after: ReadonlyMap<string, string>) =>
  checkExposures(before, after, [production], services).map(({ id, path, source }) => [id, path, source]);

describe('exposure guard', () => {
  it('accepts an unchanged output, and a new environment', () => {
    expect(found(before)).toEqual([]);
    expect(checkExposures(new Map(), before, [production], services)).toEqual([]);
  });

  it('rejects a new node port of a live service', () => {
    const terraform = changed('', '30081', '30085');
    expect(found(terraform)).toEqual([
      ['live-exposure', 'production: api', 'apps/services/api.ts → publicAddress.nodePort'],
    ]);
  });

  it('rejects a new port of a live service', () => {
    const after = changed('kubernetes/50-workloads/production/Service.api', 'port: 8080', 'port: 9090');
    expect(found(after)).toEqual([['live-exposure', 'production: api', 'apps/services/api.ts → port']]);
  });

  it('rejects a new health check of all live services', () => {
    const after = changed('terraform/cluster', '/health/ready', '/healthy');
    expect(found(after).map(([id]) => id)).toEqual(Array.from({ length: 4 }, () => 'live-exposure'));
  });

  const priorities = (to: Readonly<Record<string, number>>) => {
    const { resource, ...stack } = JSON.parse(before.get(cluster) ?? '{}');
    const rules = Object.entries<Json>(resource.aws_lb_listener_rule).map(([name, rule]) => [
      name,
      { ...rule, priority: to[rule.tags.Name] ?? rule.priority },
    ]);
    const changedStack = { ...stack, resource: { ...resource, aws_lb_listener_rule: Object.fromEntries(rules) } };
    return new Map([...before, [cluster, JSON.stringify(changedStack)]]);
  };

  it('rejects priorities that two services exchange, and accepts both steps over unused ones', () => {
    const { api, web } = Object.fromEntries(
      services.flatMap(({ definition }) =>
        definition.kind === 'web-service' && definition.publicAddress
          ? [[definition.name, definition.publicAddress.priority]]
          : [],
      ),
    ) as Record<'api' | 'web', number>;
    const exchanged = priorities({ api: web, web: api });
    expect(found(exchanged)).toEqual([
      ['moved-priority', 'production: api', 'apps/services/api.ts → publicAddress.priority'],
      ['moved-priority', 'production: web', 'apps/services/web.ts → publicAddress.priority'],
    ]);
    const between = priorities({ api: 901, web: 902 });
    expect(found(between)).toEqual([]);
    expect(checkExposures(between, exchanged, [production], services)).toEqual([]);
  });

  it('rejects the priority of a service that moves, and accepts one on another load balancer', () => {
    expect(found(priorities({ api: 5, web: 20 })).map(([id, path]) => [id, path])).toEqual([
      ['moved-priority', 'production: web'],
    ]);
    expect(found(priorities({ 'dts-scheduler': 20 }))).toEqual([]);
  });

  it('accepts a change of weights', () => {
    const text = before.get(cluster) ?? '';
    const weights = text.replace('"weight": 95', '"weight": 90').replace('"weight": 5', '"weight": 10');
    expect(weights).not.toBe(text);
    expect(found(new Map([...before, [cluster, weights]]))).toEqual([]);
  });
});
