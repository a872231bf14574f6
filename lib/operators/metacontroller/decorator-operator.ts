import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Endpoint } from '../../core/contract';
import { addFindings } from '../../core/diagnostics';
import { physicalName } from '../../core/naming';
import { managedBy } from '../../kubernetes/pod/labels';
import { checkDecoratorOperator } from './checks';
import { createMetacontrollerRole } from './permissions';
import type { DecoratorOperatorProps } from './props';
import { createWebhook, hooks, resyncPeriodSeconds } from './webhook';

/**
 * An operator that adds labels, annotations and attached objects to objects of other owners, by a webhook that Metacontroller
 * calls. Wave `configuration`, after Metacontroller.
 *
 * @example
 * new DecoratorOperator(scope, 'certificates', {
 *   attachments: [
 *     { apiVersion: 'cert-manager.io/v1', resource: 'certificates', updateStrategy: { method: 'InPlace' } },
 *   ],
 *   name: 'certificate-operator',
 *   namespace: 'operators',
 *   resources: [
 *     {
 *       apiVersion: 'v1',
 *       resource: 'services',
 *       annotationSelector: { matchExpressions: [{ key: 'shop.example.com/host', operator: 'Exists' }] },
 *     },
 *   ],
 *   webhook: {
 *     autoscaling: { maxReplicas: 4, minReplicas: 2 },
 *     image,
 *     livenessPath: '/live',
 *     port: 8080,
 *     readinessPath: '/ready',
 *     resources: { cpu: '50m', memory: '128Mi' },
 *   },
 * });
 */
export class DecoratorOperator extends Construct {
  /** DecoratorController, for `patch`. */
  readonly controller: ApiObject;
  /** Endpoint of the webhook, for `connectsTo` of the addon that installs Metacontroller. */
  readonly endpoint: Endpoint;

  constructor(scope: Construct, id: string, props: DecoratorOperatorProps) {
    super(scope, id);
    const { attachments, resources } = props;
    addFindings(this, checkDecoratorOperator(props));
    createMetacontrollerRole(this, props, {
      controller: controllerName(props),
      objects: resources,
      children: attachments,
    });
    this.endpoint = createWebhook(this, props);
    this.controller = createController(this, props);
  }
}

/** The name is part of Metacontroller's finalizer, whose length is limited. */
function controllerName({ name }: DecoratorOperatorProps): string {
  return physicalName('metacontroller', name);
}

function createController(scope: Construct, props: DecoratorOperatorProps): ApiObject {
  const { attachments, resources } = props;
  return new ApiObject(scope, 'Resource', {
    apiVersion: 'metacontroller.k8s.io/v1alpha1',
    kind: 'DecoratorController',
    metadata: { name: controllerName(props), labels: managedBy },
    spec: { resources, attachments, hooks: hooks(props), ...resyncPeriodSeconds(props) },
  });
}
