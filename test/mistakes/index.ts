import type { Mistake } from '../support/mistakes';
import { addons } from './addons';
import { alertRules } from './alert-rules';
import { alertmanagers } from './alertmanager';
import { awsCompute } from './aws-compute';
import { awsDatabase } from './aws-database';
import { awsFoundation } from './aws-foundation';
import { awsLoadBalancing } from './aws-load-balancing';
import { awsNetwork } from './aws-network';
import { cluster } from './cluster';
import { customResources } from './custom-resources';
import { elastic } from './elastic';
import { environments } from './environments';
import { filebeats } from './filebeat';
import { locks } from './locks';
import { metacontroller } from './metacontroller';
import { monitoring } from './monitoring';
import { operators } from './operators';
import { platform } from './platform';
import { rabbitmq } from './rabbitmq';
import { rabbitmqDependentKeys } from './rabbitmq-dependent-keys';
import { remoteWrite } from './remote-write';
import { rules } from './rules';
import { serviceDefinitions } from './service-definitions';
import { services } from './services';
import { workloads } from './workloads';

/** Tables of rejected inputs by area. Each area has a file of this folder. */
export const tables: Readonly<Record<string, readonly Mistake[]>> = {
  addons,
  'alert-rules': alertRules,
  'alertmanager': alertmanagers,
  'aws-compute': awsCompute,
  'aws-database': awsDatabase,
  'aws-foundation': awsFoundation,
  'aws-load-balancing': awsLoadBalancing,
  'aws-network': awsNetwork,
  cluster,
  'custom-resources': customResources,
  elastic,
  environments,
  'filebeat': filebeats,
  locks,
  metacontroller,
  monitoring,
  operators,
  platform,
  rabbitmq,
  'rabbitmq-dependent-keys': rabbitmqDependentKeys,
  'remote-write': remoteWrite,
  rules,
  'service-definitions': serviceDefinitions,
  services,
  workloads,
};
