import { Construct } from 'constructs';
import { createRules } from './alert-rules';
import { checkName } from '../../../core/naming';
import { checkLabelText, checkMembers } from './checks';
import { elasticsearchAlerts } from './elasticsearch-alerts';
import { filebeatAlerts } from './filebeat-alerts';
import type { ElasticsearchAlertsProps, FilebeatAlertsProps } from './props';

/**
 * Alerts about a cluster of Elasticsearch: its health, lost members, disks and rejected writes. They need an `ElasticsearchExporter`.
 * Wave `data`.
 *
 * @example
 * new ElasticsearchAlerts(scope, 'elasticsearch-alerts', {
 *   cluster: 'logs',
 *   labels: { prometheus: 'platform' },
 *   members: 6,
 *   name: 'elasticsearch',
 *   namespace: 'logging',
 *   runbooks: 'https://git.example.com/infrastructure/docs/runbooks',
 * });
 */
export class ElasticsearchAlerts extends Construct {
  constructor(scope: Construct, id: string, props: ElasticsearchAlertsProps) {
    super(scope, id);
    const { cluster, members } = props;
    createRules(this, props, elasticsearchAlerts(cluster, members), [
      ...checkMembers('members', members),
      ...checkLabelText('cluster', cluster),
    ]);
  }
}

/**
 * Alerts about agents of Filebeat: nodes without one, agents that restart, and logs that do not arrive. They need kube-state-metrics,
 * and an `ElasticsearchExporter` whose user may monitor `filebeat-*`. Wave `data`.
 *
 * @example
 * new FilebeatAlerts(scope, 'filebeat-alerts', {
 *   agents: { name: 'filebeat', namespace: 'logging-agents' },
 *   cluster: 'logs',
 *   labels: { prometheus: 'platform' },
 *   name: 'filebeat',
 *   namespace: 'monitoring',
 *   runbooks: 'https://git.example.com/infrastructure/docs/runbooks',
 * });
 */
export class FilebeatAlerts extends Construct {
  constructor(scope: Construct, id: string, props: FilebeatAlertsProps) {
    super(scope, id);
    const { agents, cluster } = props;
    const { name, namespace } = agents;
    createRules(this, props, filebeatAlerts(name, namespace, cluster), [
      ...checkName('daemon-set', name, 'agents.name'),
      ...checkName('namespace', namespace, 'agents.namespace'),
      ...checkLabelText('cluster', cluster),
    ]);
  }
}
