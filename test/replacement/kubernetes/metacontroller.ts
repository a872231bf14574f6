import type {
  CompositeOperatorProps,
  DecoratorOperatorProps,
  OperatorProps,
} from '../../../lib/operators/metacontroller/props';
import { labelSelectorSchema } from '../../../lib/operators/metacontroller/schema';
import type { Own } from '../../provider-schema/agreement';
import { backup, compositeOperator, decoratorOperator, webhookSample } from '../../support/operator-samples';
import { scene, type Scenes } from './change';

const rolls = ['Deployment'];

/** A resource whose objects have selectors of their own. */
const selected = {
  ...backup,
  spec: {
    ...backup.spec,
    properties: { ...backup.spec.properties, selector: labelSelectorSchema },
    required: ['selector', 'volume'],
  },
};

export const metacontroller: Scenes = {
  OperatorProps: scene<OperatorProps>((chart, props) => compositeOperator(chart, props), {
    name: { replaces: webhookKinds(), to: 'other-operator' },
    namespace: { replaces: webhookKinds(), to: 'others' },
    webhook: { rolls, to: { ...webhookSample, resources: { cpu: '500m', memory: '512Mi' } } },
    syncPath: { to: '/hooks/sync' },
    finalizePath: { to: '/finalize' },
    timeout: { to: '5s' },
    resyncPeriod: { to: '5m' },
    metacontroller: {
      replaces: ['NetworkPolicy'],
      rolls,
      to: { namespace: 'control', podLabels: { app: 'metacontroller' }, serviceAccount: 'metacontroller' },
    },
  }),
  CompositeOperatorProps: scene<Own<CompositeOperatorProps, OperatorProps>>(
    (chart, props) => compositeOperator(chart, props),
    {
      resource: [
        { to: { ...backup, shortNames: ['bk'] } },
        {
          replaces: ['ClusterRole', 'ClusterRoleBinding', 'CompositeController', 'CustomResourceDefinition'],
          to: { ...backup, group: 'backup.example.com' },
        },
        { replaces: ['CustomResourceDefinition'], to: { ...backup, scope: 'Cluster' } },
      ],
      childResources: {
        to: [{ apiVersion: 'batch/v1', resource: 'jobs', updateStrategy: { method: 'Recreate' } }],
      },
      generateSelector: { given: { resource: selected }, to: false },
    },
  ),
  DecoratorOperatorProps: scene<Own<DecoratorOperatorProps, OperatorProps>>(
    (chart, props) => decoratorOperator(chart, props),
    {
      resources: {
        to: [{ apiVersion: 'v1', resource: 'services', labelSelector: { matchLabels: { team: 'shop' } } }],
      },
      attachments: {
        to: [{ apiVersion: 'v1', resource: 'secrets', updateStrategy: { method: 'Recreate' } }],
      },
    },
  ),
};

/** Kinds of the objects that have the name of the webhook. */
function webhookKinds(): readonly string[] {
  return ['Deployment', 'HorizontalPodAutoscaler', 'NetworkPolicy', 'PodDisruptionBudget', 'Service', 'ServiceAccount'];
}
