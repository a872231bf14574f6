import { backendsByRule } from '../../../lib/rules/backends';

const group = (port: number, version?: string) => ({
  port,
  ...(version !== undefined && { protocol_version: version }),
  health_check: { path: '/ready' },
});
const arn = (name: string) => `\${aws_lb_target_group.${name}.arn}`;

const terraform = new Map([
  ['network/main.tf.json', JSON.stringify({ resource: { aws_vpc: { network: {} } } })],
  [
    'cluster/main.tf.json',
    JSON.stringify({
      resource: {
        aws_lb_listener_rule: {
          api: { action: [{ type: 'forward', target_group_arn: arn('api') }] },
          grpc: { action: [{ type: 'forward', target_group_arn: arn('grpc') }] },
          redirect: { action: [{ type: 'redirect' }] },
          web: {
            action: [
              {
                type: 'forward',
                forward: {
                  target_group: [
                    { arn: arn('web'), weight: 95 },
                    { arn: arn('canary'), weight: 5 },
                  ],
                },
              },
            ],
          },
        },
        aws_lb_target_group: {
          api: group(30_081),
          canary: group(30_180),
          grpc: group(30_090, 'GRPC'),
          web: group(30_080),
        },
      },
    }),
  ],
]);

const service = (name: string, nodePort: number, port: number) =>
  [
    `50-workloads/lab/Service.${name}.yaml`,
    `kind: Service\nmetadata:\n  name: ${name}\nspec:\n  ports:\n    - nodePort: ${nodePort}\n      port: ${port}\n`,
  ] as const;
const kubernetes = new Map([
  service('api', 30_081, 8080),
  service('web', 30_080, 8081),
  service('web-canary', 30_180, 8082),
  [
    '50-workloads/lab/Service.internal.yaml',
    'kind: Service\nmetadata:\n  name: internal\nspec:\n  ports:\n    - port: 80\n',
  ],
]);

describe('backends', () => {
  const backends = backendsByRule({ kubernetes, terraform });
  const http = { healthPath: '/ready', protocol: 'http' };

  it('of a rule with one target group: all requests', () => {
    expect(backends.get('cluster api')).toEqual([{ ...http, name: 'api', nodePort: 30_081, port: 8080, weight: 100 }]);
  });

  it('of a rule with weights: their share', () => {
    expect(backends.get('cluster web')).toEqual([
      { ...http, name: 'web', nodePort: 30_080, port: 8081, weight: 95 },
      { ...http, name: 'web-canary', nodePort: 30_180, port: 8082, weight: 5 },
    ]);
  });

  it('of a gRPC target group without a Service: the name of the group', () => {
    expect(backends.get('cluster grpc')).toEqual([
      { healthPath: '/ready', name: 'grpc', nodePort: 30_090, port: 30_090, protocol: 'grpc', weight: 100 },
    ]);
  });

  it('of a redirect: none', () => {
    expect(backends.get('cluster redirect')).toEqual([]);
  });
});
