import type { Construct } from 'constructs';
import { CompositeOperator } from '../../lib/operators/metacontroller/composite-operator';
import { customResource } from '../../lib/operators/metacontroller/custom-resource';
import { DecoratorOperator } from '../../lib/operators/metacontroller/decorator-operator';
import type { CompositeOperatorProps, DecoratorOperatorProps } from '../../lib/operators/metacontroller/props';
import { podSample } from './workload-samples';

// One sample of each operator. Tests change the props that they are about.

const { image, resources } = podSample;

export const backup = customResource({
  group: 'shop.example.com',
  version: 'v1',
  kind: 'Backup',
  plural: 'backups',
  scope: 'Namespaced',
  spec: {
    type: 'object',
    properties: { keep: { type: 'integer', default: 7 }, volume: { type: 'string' } },
    required: ['volume'],
  },
  status: { type: 'object', properties: { phase: { type: 'string', enum: ['Pending', 'Done'] } } },
});

export const webhookSample = {
  autoscaling: { maxReplicas: 4, minReplicas: 2 },
  image,
  livenessPath: '/live',
  port: 8080,
  readinessPath: '/ready',
  resources,
} as const;

export const compositeSample: CompositeOperatorProps = {
  childResources: [{ apiVersion: 'batch/v1', resource: 'cronjobs', updateStrategy: { method: 'InPlace' } }],
  name: 'backup-operator',
  namespace: 'operators',
  resource: backup,
  webhook: webhookSample,
};

export const decoratorSample: DecoratorOperatorProps = {
  attachments: [{ apiVersion: 'v1', resource: 'configmaps', updateStrategy: { method: 'InPlace' } }],
  name: 'label-operator',
  namespace: 'operators',
  resources: [
    {
      apiVersion: 'apps/v1',
      resource: 'deployments',
      labelSelector: { matchLabels: { 'shop.example.com/label': 'yes' } },
    },
  ],
  webhook: webhookSample,
};

export function compositeOperator(scope: Construct, props: Partial<CompositeOperatorProps> = {}): CompositeOperator {
  return new CompositeOperator(scope, 'operator', { ...compositeSample, ...props });
}

export function decoratorOperator(scope: Construct, props: Partial<DecoratorOperatorProps> = {}): DecoratorOperator {
  return new DecoratorOperator(scope, 'operator', { ...decoratorSample, ...props });
}
