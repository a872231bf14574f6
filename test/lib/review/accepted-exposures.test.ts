import { acceptedAddresses } from '../../../lib/review/accepted-exposures';

describe('accepted addresses', () => {
  const service = (nodePort: string) =>
    `kind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n    - port: 8080${nodePort}\n`;
  const rules = { web: { priority: 10, tags: { Name: 'web' } } };

  it('node ports: are those of Services', () => {
    const files = new Map([
      ['lab/kubernetes/50-workloads/lab/Service.web.yaml', service('\n      nodePort: 30080')],
      ['lab/kubernetes/50-workloads/lab/Deployment.web.yaml', 'kind: Deployment'],
    ]);
    expect(acceptedAddresses(files).nodePorts).toEqual(new Map([['web', 30_080]]));
    expect(acceptedAddresses(new Map([['lab/Service.web.yaml', service('')]])).nodePorts.size).toBe(0);
  });

  it('priorities: are those of listener rules', () => {
    const stack = JSON.stringify({ resource: { aws_lb_listener_rule: rules } });
    const files = new Map([['lab/terraform/cluster/main.tf.json', stack]]);
    expect(acceptedAddresses(files).priorities).toEqual(new Map([['web', 10]]));
    expect(acceptedAddresses(new Map([['lab/network/main.tf.json', '{}']])).priorities.size).toBe(0);
  });
});
