import { capacityCases } from './capacity-cases';
import type { AlertCase } from './case';
import { controlPlaneCases } from './control-plane-cases';
import { elasticsearchCases, filebeatCases } from './log-cases';
import { monitoringCases } from './monitoring-cases';
import { nodeCases } from './node-cases';
import { operatorCases } from './operator-cases';
import { rabbitmqCases } from './rabbitmq-cases';
import type { Subject } from './rules';
import { serviceLevelCases } from './service-level-cases';
import { workloadCases } from './workload-cases';

/** Cases of all alerts, by the construct that has the alert. */
export const cases: Readonly<Record<Subject, readonly AlertCase[]>> = {
  'cluster': [...workloadCases, ...capacityCases, ...nodeCases],
  'control-plane': controlPlaneCases,
  'elasticsearch': elasticsearchCases,
  'filebeat': filebeatCases,
  'monitoring': monitoringCases,
  'operator': operatorCases,
  'rabbitmq': rabbitmqCases,
  'service-level': serviceLevelCases,
};
