import { serviceNodePorts } from '../../../lib/core/service-ports';

const service = (ports: string) => `kind: Service\nmetadata:\n  name: web\nspec:\n  ports: ${ports}\n`;

describe('node ports of Services', () => {
  it('ports: those of NodePort Services, with the port of the Service', () => {
    const files = new Map([
      ['50-workloads/lab/Service.web.yaml', service('[{ port: 80, nodePort: 30080 }, { port: 81 }]')],
      ['50-workloads/lab/Deployment.web.yaml', 'kind: Deployment\n'],
    ]);
    expect(serviceNodePorts(files)).toEqual([{ name: 'web', nodePort: 30_080, port: 80 }]);
  });

  it('empty file: has no ports', () => {
    expect(serviceNodePorts(new Map([['50-workloads/lab/Service.web.yaml', '']]))).toEqual([]);
  });
});
