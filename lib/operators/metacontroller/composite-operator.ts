import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Endpoint } from '../../core/contract';
import { addCheck, addFindings } from '../../core/diagnostics';
import { physicalName } from '../../core/naming';
import { managedBy } from '../../kubernetes/pod/labels';
import { checkCompositeOperator } from './checks';
import { customApiVersion, definitionName, definitionSpec } from './custom-resource';
import { createMetacontrollerRole, createUserRoles } from './permissions';
import type { CompositeOperatorProps } from './props';
import { checkCustomObjectWaves } from './wave-check';
import { createWebhook, hooks, resyncPeriodSeconds } from './webhook';

/**
 * An operator of one's own: a custom resource, and a webhook that returns the children of each of its objects. Metacontroller
 * watches, creates, updates and deletes them. Wave `configuration`, after Metacontroller and before the objects.
 *
 * @example
 * const backup = customResource({
 *   group: 'shop.example.com',
 *   version: 'v1',
 *   kind: 'Backup',
 *   plural: 'backups',
 *   scope: 'Namespaced',
 *   spec: { type: 'object', properties: { volume: { type: 'string' } }, required: ['volume'] },
 *   status: { type: 'object', properties: { phase: { type: 'string' } } },
 * });
 * new CompositeOperator(scope, 'backup', {
 *   childResources: [{ apiVersion: 'batch/v1', resource: 'cronjobs', updateStrategy: { method: 'InPlace' } }],
 *   name: 'backup-operator',
 *   namespace: 'operators',
 *   resource: backup,
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
export class CompositeOperator extends Construct {
  /** CompositeController, for `patch`. */
  readonly controller: ApiObject;
  /** Endpoint of the webhook, for `connectsTo` of the addon that installs Metacontroller. */
  readonly endpoint: Endpoint;

  constructor(scope: Construct, id: string, props: CompositeOperatorProps) {
    super(scope, id);
    const { childResources, resource } = props;
    addFindings(this, checkCompositeOperator(props));
    addCheck(this, () => checkCustomObjectWaves(this, resource));
    createDefinition(this, props);
    createUserRoles(this, resource);
    createMetacontrollerRole(this, props, {
      controller: controllerName(props),
      objects: [{ apiVersion: customApiVersion(resource), resource: resource.plural }],
      children: childResources,
    });
    this.endpoint = createWebhook(this, props);
    this.controller = createController(this, props);
  }
}

/**
 * The name follows from the custom resource: Metacontroller's finalizer contains it, and after a rename nothing would remove the
 * finalizer of the old name.
 */
function controllerName({ resource }: CompositeOperatorProps): string {
  return physicalName('metacontroller', resource.plural, ...resource.group.split('.'));
}

function createDefinition(scope: Construct, { resource }: CompositeOperatorProps): void {
  new ApiObject(scope, 'CustomResourceDefinition', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: definitionName(resource), labels: managedBy },
    spec: definitionSpec(resource),
  });
}

function createController(scope: Construct, props: CompositeOperatorProps): ApiObject {
  const { childResources, generateSelector = true, resource } = props;
  return new ApiObject(scope, 'Resource', {
    apiVersion: 'metacontroller.k8s.io/v1alpha1',
    kind: 'CompositeController',
    metadata: { name: controllerName(props), labels: managedBy },
    spec: {
      parentResource: { apiVersion: customApiVersion(resource), resource: resource.plural },
      childResources,
      // The first apply of a parent would otherwise adopt, and delete, every object that an empty selector matches.
      generateSelector,
      hooks: hooks(props),
      ...resyncPeriodSeconds(props),
    },
  });
}
