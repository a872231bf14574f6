import fc from 'fast-check';
import { ExposedService } from '../../../../lib/aws/load-balancing/exposed-service';
import { type ExposedServiceProps } from '../../../../lib/aws/load-balancing/exposed-service-props';
import { HealthCheck } from '../../../../lib/aws/load-balancing/health-check';
import { SecurityGroup } from '../../../../lib/aws/network/security-group';
import type { Stack } from '../../../../lib/aws/stack/stack';
import {
  addressed,
  findingsOf,
  type Json,
  loadBalancer,
  nodeGroup,
  only,
  resources,
  terraformOf,
} from '../../../support/terraform';

type Props = Partial<Pick<ExposedServiceProps, 'healthCheck' | 'variants' | 'weight'>>;

function exposed(props: Props = {}, groups: readonly string[] = ['general']) {
  return (stack: Stack) => {
    const balancer = loadBalancer(stack);
    new ExposedService(stack, 'service', {
      drainTimeout: '60s',
      exposure: {
        host: 'api.lab.imp.example',
        nodePort: 30_081,
        paths: ['/v1/*'],
        priority: 20,
      },
      healthPath: '/health/ready',
      loadBalancer: balancer,
      nodeGroups: Object.fromEntries(groups.map((name) => [name, nodeGroup(stack, { name })])),
      nodes: new SecurityGroup(stack, 'nodes', { displayName: 'nodes', name: 'lab-nodes', vpcId: balancer.vpcId }),
      serviceName: 'api',
      ...props,
    });
  };
}

const green = (weight: number) => ({ green: { nodePort: 30_181, weight } });
const shares = (terraform: Json): [string, number][] =>
  only(terraform, 'aws_lb_listener_rule').action[0].forward.target_group.map(({ arn, weight }: Json) => [arn, weight]);
const [own, other] = [
  '${aws_lb_target_group.service_target-group.arn}',
  '${aws_lb_target_group.service_revision-green_target-group.arn}',
];

describe('a service with another variant beside it', () => {
  const terraform = terraformOf(exposed({ variants: green(0) }));

  it('sends it nothing until it is told, and never makes a client stay', () => {
    expect(only(terraform, 'aws_lb_listener_rule').action).toEqual([
      {
        forward: {
          stickiness: { duration: 1, enabled: false },
          target_group: [
            { arn: own, weight: 100 },
            { arn: other, weight: 0 },
          ],
        },
        type: 'forward',
      },
    ]);
  });

  it('gives it a target group, machines and a way of its own', () => {
    expect(Object.keys(addressed(terraform)).filter((address) => address.includes('variant-green'))).toEqual([
      'aws_autoscaling_traffic_source_attachment.service_revision-green_attachment-general',
      'aws_lb_target_group.service_revision-green_target-group',
      'aws_vpc_security_group_egress_rule.service_revision-green_connection_egress',
      'aws_vpc_security_group_ingress_rule.service_revision-green_connection_ingress',
    ]);
    expect(resources(terraform, 'aws_lb_target_group')['service_revision-green_target-group']).toMatchObject({
      name: expect.stringMatching(/^lab-public-api-green-[0-9a-f]{6}$/),
      port: 30_181,
    });
  });

  it('changes nothing of the service itself but its rule', () => {
    const { 'aws_lb_listener_rule.service_listener-rule': before, ...rest } = addressed(terraformOf(exposed()));
    expect(addressed(terraform)).toMatchObject(rest);
    expect(addressed(terraform)['aws_lb_listener_rule.service_listener-rule']).toMatchObject({
      condition: before.condition,
      priority: before.priority,
    });
  });

  it('moves requests by changing one number, and nothing else with it', () => {
    fc.assert(
      fc.property(fc.integer({ max: 999, min: 0 }), (weight) => {
        const moved = terraformOf(exposed({ variants: green(weight) }, []));
        expect(shares(moved)).toEqual([
          [own, 100],
          [other, weight],
        ]);
        const [a, b] = [moved, terraformOf(exposed({ variants: green(0) }, []))].map((one) => ({
          ...addressed(one),
          'aws_lb_listener_rule.service_listener-rule': {},
        }));
        expect(a).toEqual(b);
      }),
      { numRuns: 10 },
    );
    expect(shares(terraformOf(exposed({ variants: green(100), weight: 0 })))).toEqual([
      [own, 0],
      [other, 100],
    ]);
  });

  it('is asked as it is told', () => {
    const told = terraformOf(exposed({ healthCheck: HealthCheck.http({ matcher: '204', path: '/ok' }) }));
    expect(only(told, 'aws_lb_target_group').health_check).toMatchObject({ matcher: '204', path: '/ok' });
  });
});

describe('variants with a mistake', () => {
  const many = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`r${index}`, { nodePort: 30_100 + index, weight: 1 }]),
    );

  it.each<[string, Props, [string, string, string]]>([
    [
      'weights that add up to nothing',
      { variants: green(0), weight: 0 },
      [
        'variants',
        'weights must add up to more than 0, got 0 for all: every request would fail',
        'give the variant that serves a weight of 1 or more',
      ],
    ],
    [
      'a negative weight',
      { variants: green(-1) },
      ['variants.green.weight', 'a weight is a whole number from 0 to 999, got -1', 'choose one from the range'],
    ],
    [
      'a weight that is too large',
      { variants: green(1), weight: 1000 },
      ['weight', 'a weight is a whole number from 0 to 999, got 1000', 'choose one from the range'],
    ],
    [
      "the service's own node port",
      { variants: { green: { nodePort: 30_081, weight: 1 } } },
      [
        'variants.green.nodePort',
        'variants must have node ports of their own, got 30081 for api and green',
        'choose a free one from 30000 to 32767',
      ],
    ],
    [
      'a port that is no node port',
      { variants: { green: { nodePort: 8080, weight: 1 } } },
      ['variants.green.nodePort', 'a node port is from 30000 to 32767, got 8080', 'choose a free one from the range'],
    ],
    [
      'too many of them',
      { variants: many(5) },
      [
        'variants',
        'requests are shared among at most 5 target groups, got 6',
        'end a variant that takes no requests any more',
      ],
    ],
  ])('such as %s say so', (_, props, finding) => {
    expect(findingsOf(exposed(props, []))).toEqual([finding]);
  });

  it('are none at the ends of the ranges', () => {
    expect(findingsOf(exposed({ variants: many(4), weight: 0 }, []))).toEqual([]);
    expect(findingsOf(exposed({ variants: green(999), weight: 999 }, []))).toEqual([]);
  });
});
