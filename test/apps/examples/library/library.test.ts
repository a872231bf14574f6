import { readFileSync } from 'node:fs';
import { libraryExample, shop } from '../../../../apps/examples/library/library';
import { checkPlatform } from '../../../../lib/platform/checks/check-halves';
import type { App } from 'cdk8s';
import type { DeployedService } from '../../../../lib/platform/definitions/deployed-services';

/** Id and source of each diagnostic of the example with other workloads than the load balancer expects. */
function misfits(...services: readonly DeployedService[]): [string, string][] {
  const { chart, stack } = libraryExample(services);
  return checkPlatform(stack, [chart]).map(({ id, source }) => [id, source]);
}

describe('library example', () => {
  it('imports: are those of a foreign program', () => {
    const text = readFileSync('apps/examples/library/library.ts', 'utf8');
    const packages = [...text.matchAll(/from '([^']+)'/g)].map(([, name = '']) => name);
    expect(packages.filter((name) => !/^(adamant\/|cdk8s$|cdktf$)/.test(name))).toEqual([]);
  });

  it('halves: fit each other', () => {
    expect(misfits(shop)).toEqual([]);
  });

  it('target group: has a node port of the charts', () => {
    expect(misfits()).toEqual([['target-group-backend', 'aws_lb_target_group.service-shop_target-group → port']]);
    const moved = { ...shop, ...(shop.exposure && { exposure: { ...shop.exposure, nodePort: 30_081 } }) };
    expect(misfits(moved)).toEqual([
      ['target-group-backend', 'aws_lb_target_group.service-shop_target-group → port'],
      ['node-port-target-group', "service 'shop' → exposure.nodePort"],
    ]);
  });

  it('health check: has the readiness path of the pods', () => {
    const { definition } = shop;
    const other = { ...shop, definition: { ...definition, readinessPath: '/healthy' } as typeof definition };
    expect(misfits(other)).toEqual([
      ['health-check-mismatch', 'aws_lb_target_group.service-shop_target-group → health_check.path'],
    ]);
  });

  it('synth: of the charts alone fails with a misfit', () => {
    const { chart, stack } = libraryExample([]);
    expect(checkPlatform(stack, [chart])).toHaveLength(1);
    expect(() => (chart.node.root as App).synth()).toThrow('target-group-backend');
  });
});
