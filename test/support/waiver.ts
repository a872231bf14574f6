import type { Diagnostic } from '../../lib/core/diagnostics';
import type { SourcedWaiver } from '../../lib/rules/waiver';

/** A diagnostic of one RabbitMQ node, and the waiver that suppresses it. */
export const waivedDiagnostic: Diagnostic = {
  id: 'rabbitmq-quorum',
  path: 'lab-40-data/rabbitmq',
  message: 'replicas must be odd and at least 3; got 1',
  source: 'environments/lab.ts → rabbitmq.replicas',
  hint: 'set replicas to 3',
};

export const sampleWaiver: SourcedWaiver = {
  check: 'rabbitmq-quorum',
  construct: 'lab-40-data/rabbitmq',
  reason: 'messages in the lab may be lost',
  owner: 'platform',
  source: 'environments/lab.ts → waivers[0]',
};
