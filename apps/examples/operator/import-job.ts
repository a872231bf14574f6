import { type CustomObject, customResource } from '../../../lib/operators/metacontroller/custom-resource';

/** Address and port that an import connects to. */
const connection = {
  type: 'object',
  properties: {
    cidr: { type: 'string', format: 'cidr', maxLength: 43 },
    port: { type: 'integer', minimum: 1, maximum: 65535 },
  },
  required: ['cidr', 'port'],
} as const;

/** A transfer of the rows of one period from a data source to a table of the warehouse. */
export const importJob = customResource({
  group: 'transfer.imp.example',
  version: 'v1',
  kind: 'ImportJob',
  plural: 'importjobs',
  shortNames: ['ij'],
  scope: 'Namespaced',
  // Names of Jobs have 63 characters, the last eleven of which are the hash of the spec.
  maxNameLength: 52,
  spec: {
    type: 'object',
    properties: {
      source: { type: 'string', description: 'Data source.', pattern: '^[a-z0-9-]+$', maxLength: 40 },
      account: { type: 'string', description: 'Account at the data source.', minLength: 1, maxLength: 100 },
      table: { type: 'string', description: 'Table of the warehouse.', pattern: '^[a-z][a-z0-9_.]*$', maxLength: 100 },
      period: {
        'type': 'object',
        'description': 'First and last day of the rows. Existing rows of these days are replaced.',
        'properties': { from: { type: 'string', format: 'date' }, to: { type: 'string', format: 'date' } },
        'required': ['from', 'to'],
        'x-kubernetes-validations': [{ rule: 'self.from <= self.to', message: 'from must not be after to' }],
      },
      credentialsSecret: {
        type: 'string',
        description: 'Secret with the environment variables of the data source.',
        pattern: '^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$',
        maxLength: 253,
      },
      connectsTo: {
        type: 'array',
        description: 'Addresses of the data source and of the warehouse.',
        items: connection,
        minItems: 1,
        maxItems: 20,
      },
      backoffLimit: { type: 'integer', description: 'Retries.', minimum: 0, maximum: 10, default: 2 },
      activeDeadlineSeconds: {
        type: 'integer',
        description: 'Maximum time of all attempts.',
        minimum: 60,
        maximum: 86_400,
        default: 3600,
      },
    },
    required: ['source', 'account', 'table', 'period', 'credentialsSecret', 'connectsTo'],
  },
  status: {
    type: 'object',
    properties: {
      phase: { type: 'string', enum: ['Pending', 'Running', 'Succeeded', 'Failed', 'Deleting'] },
      job: { type: 'string', description: 'Job of the current spec.' },
      attempts: { type: 'integer', description: 'Failed attempts.' },
      startTime: { type: 'string', format: 'date-time' },
      completionTime: { type: 'string', format: 'date-time' },
      message: { type: 'string', description: 'Reason of a failure.' },
    },
    required: ['phase', 'job'],
  },
  additionalPrinterColumns: [
    { name: 'Source', type: 'string', jsonPath: '.spec.source' },
    { name: 'Phase', type: 'string', jsonPath: '.status.phase' },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
});

/** An ImportJob, as the hooks observe it. */
export type ImportJob = CustomObject<typeof importJob>;

/** Status of an ImportJob, without the generation that Metacontroller adds. */
export type ImportJobStatus = NonNullable<ImportJob['status']>;
