import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { byCodePoint } from '../../core/canonical';
import { grantClusterRole } from '../../kubernetes/cluster/cluster-role';
import { apiGroup } from '../../kubernetes/manifests/kinds';
import { managedBy } from '../../kubernetes/pod/labels';
import { customApiVersion, type CustomResource, definitionName } from './custom-resource';
import {
  type Attachment,
  type ChildResource,
  defaultMetacontroller,
  type OperatorProps,
  type ResourceRule,
} from './props';

/** Objects that Metacontroller watches and changes for one controller. */
interface ControlledResources {
  /** Name of the controller. */
  readonly controller: string;
  /** Parents, or decorated objects. */
  readonly objects: readonly ResourceRule[];
  /** Children, or attachments. */
  readonly children: readonly (Attachment | ChildResource)[];
}

const readVerbs = ['get', 'list', 'watch'];

/**
 * Creates the role by which Metacontroller may do what this controller needs, and no more. The role of its own manifests permits
 * everything in the cluster.
 */
export function createMetacontrollerRole(
  scope: Construct,
  { metacontroller = defaultMetacontroller }: OperatorProps,
  { children, controller, objects }: ControlledResources,
): void {
  const isRolling = children.some(({ updateStrategy }) => updateStrategy?.method?.startsWith('Rolling'));
  grantClusterRole(scope, {
    account: { name: metacontroller.serviceAccount, namespace: metacontroller.namespace },
    labels: managedBy,
    name: `${controller}-metacontroller`,
    rules: [
      // Labels, annotations and finalizers of the object itself.
      ...rulesFor(objects, '', [...readVerbs, 'update', 'patch']),
      ...rulesFor(objects, '/status', ['get', 'update', 'patch']),
      // An owner reference that blocks the deletion of the owner requires it.
      ...rulesFor(objects, '/finalizers', ['update']),
      ...rulesFor(children, '', [...readVerbs, 'create', 'update', 'patch', 'delete']),
      ...(isRolling ? [revisionRule] : []),
    ],
  });
}

/** A rolling update remembers, in a ControllerRevision, which children belong to which revision of the parent. */
const revisionRule: k8s.PolicyRule = {
  apiGroups: ['metacontroller.k8s.io'],
  resources: ['controllerrevisions'],
  verbs: [...readVerbs, 'create', 'update', 'patch', 'delete'],
};

/** Returns a rule for each group. */
function rulesFor(rules: readonly ResourceRule[], subresource: string, verbs: string[]): k8s.PolicyRule[] {
  const groups = [...new Set(rules.map(apiGroup))].sort(byCodePoint);
  return groups.map((group) => ({
    apiGroups: [group],
    resources: [
      ...new Set(rules.filter((rule) => apiGroup(rule) === group).map(({ resource }) => resource + subresource)),
    ].sort(byCodePoint),
    verbs,
  }));
}

/**
 * Creates the roles of people and pipelines, as parts of `view`, `edit` and `admin` of the cluster. Without them, only an
 * administrator of the cluster can use the custom resource.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
 */
export function createUserRoles(scope: Construct, resource: CustomResource): void {
  const rule: ResourceRule = { apiVersion: customApiVersion(resource), resource: resource.plural };
  const create = (id: string, suffix: string, aggregatedTo: readonly string[], verbs: string[]) => {
    new k8s.KubeClusterRole(scope, id, {
      metadata: {
        name: `${definitionName(resource)}-${suffix}`,
        labels: {
          ...managedBy,
          ...Object.fromEntries(aggregatedTo.map((role) => [`rbac.authorization.k8s.io/aggregate-to-${role}`, 'true'])),
        },
      },
      rules: rulesFor([rule], '', verbs),
    });
  };
  create('ViewRole', 'view', ['admin', 'edit', 'view'], readVerbs);
  create('EditRole', 'edit', ['admin', 'edit'], ['create', 'delete', 'deletecollection', 'patch', 'update']);
}
