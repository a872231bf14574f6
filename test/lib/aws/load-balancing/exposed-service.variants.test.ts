import fc from 'fast-check';
import { ExposedService } from '../../../../lib/aws/load-balancing/exposed-service';
import { type ExposedServiceProps } from '../../../../lib/aws/load-balancing/exposed-service-props';
import { HealthCheck } from '../../../../lib/aws/load-balancing/health-check';
import { SecurityGroup } from '../../../../lib/aws/network/security-group';
import type { Stack } from '../../../../lib/aws/stack/stack';
import {
  addressed,
  type Json,
  loadBalancer,
  nodeGroup,
  only,
  resources,
  terraformJson,
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
const weights = (terraform: Json): [string, number][] =>
  only(terraform, 'aws_lb_listener_rule').action[0].forward.target_group.map(({ arn, weight }: Json) => [arn, weight]);
const [own, other] = [
  '${aws_lb_target_group.service_target-group.arn}',
  '${aws_lb_target_group.service_revision-green_target-group.arn}',
];

describe('variants of an exposed service', () => {
  const terraform = terraformJson(exposed({ variants: green(0) }));

  it('listener rule: forwards by weight, without stickiness', () => {
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

  it('variant: has a target group, attachments and security group rules of its own', () => {
    expect(Object.keys(addressed(terraform)).filter((address) => address.includes('revision-green'))).toEqual([
      'aws_autoscaling_traffic_source_attachment.service_revision-green_attachment-general_attachment-a',
      'aws_lb_target_group.service_revision-green_target-group',
      'aws_vpc_security_group_egress_rule.service_revision-green_connection_egress',
      'aws_vpc_security_group_ingress_rule.service_revision-green_connection_ingress',
    ]);
    expect(resources(terraform, 'aws_lb_target_group')['service_revision-green_target-group']).toMatchObject({
      name: expect.stringMatching(/^lab-public-api-green-[0-9a-f]{6}$/),
      port: 30_181,
    });
  });

  it('variant: changes only the listener rule of the service', () => {
    const { 'aws_lb_listener_rule.service_listener-rule': before, ...rest } = addressed(terraformJson(exposed()));
    expect(addressed(terraform)).toMatchObject(rest);
    expect(addressed(terraform)['aws_lb_listener_rule.service_listener-rule']).toMatchObject({
      condition: before.condition,
      priority: before.priority,
    });
  });

  it('weight: changes only the weights of the listener rule', () => {
    fc.assert(
      fc.property(fc.integer({ max: 999, min: 0 }), (weight) => {
        const moved = terraformJson(exposed({ variants: green(weight) }, []));
        expect(weights(moved)).toEqual([
          [own, 100],
          [other, weight],
        ]);
        const [a, b] = [moved, terraformJson(exposed({ variants: green(0) }, []))].map((one) => ({
          ...addressed(one),
          'aws_lb_listener_rule.service_listener-rule': {},
        }));
        expect(a).toEqual(b);
      }),
      { numRuns: 10 },
    );
    expect(weights(terraformJson(exposed({ variants: green(100), weight: 0 })))).toEqual([
      [own, 0],
      [other, 100],
    ]);
  });

  it('health check: is used for the target group', () => {
    const terraformWithCheck = terraformJson(
      exposed({ healthCheck: HealthCheck.http({ matcher: '204', path: '/ok' }) }),
    );
    expect(only(terraformWithCheck, 'aws_lb_target_group').health_check).toMatchObject({ matcher: '204', path: '/ok' });
  });
});
