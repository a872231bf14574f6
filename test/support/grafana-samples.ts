import type { Construct } from 'constructs';
import { Grafana } from '../../lib/operators/grafana/grafana';
import type { GrafanaProps } from '../../lib/operators/grafana/props';
import { rabbitmqDashboard } from '../../lib/operators/grafana/rabbitmq-dashboard';
import { digest } from './workload-samples';

const key = (name: string) => ({ key: name, secret: 'grafana' });

export const grafanaSample: GrafanaProps = {
  admin: { password: key('password'), username: key('username') },
  dashboards: [rabbitmqDashboard({ name: 'broker', namespace: 'shop' })],
  database: {
    endpoint: { name: 'database', peer: { addresses: ['10.0.64.0/20'] }, ports: [5432] },
    url: key('url'),
  },
  encryptionKey: key('encryption-key'),
  image: { digest, repository: 'registry.example.com/grafana' },
  name: 'grafana',
  namespace: 'monitoring',
  prometheus: { name: 'platform', namespace: 'monitoring' },
  resources: { cpu: '250m', memory: '512Mi' },
};

export function grafana(chart: Construct, props: Partial<GrafanaProps> = {}): Grafana {
  return new Grafana(chart, 'grafana', { ...grafanaSample, ...props });
}
