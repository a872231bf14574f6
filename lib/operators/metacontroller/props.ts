import type { PodLabels } from '../../core/contract';
import type { Duration } from '../../core/units';
import type { WebServiceProps } from '../../kubernetes/workloads/web-service';
import type { CustomResource } from './custom-resource';

/** A resource of the API server: `{ apiVersion: 'batch/v1', resource: 'jobs' }`. */
export interface ResourceRule {
  /** Group and version: `batch/v1`, or `v1` for the core group. */
  readonly apiVersion: string;
  /** Plural name in lower case: `jobs`. */
  readonly resource: string;
}

/** A condition of a child's status. */
export interface StatusCondition {
  /** Type of the condition: `Ready`. */
  readonly type: string;
  /**
   * Required status.
   *
   * @default any
   */
  readonly status?: 'False' | 'True' | 'Unknown';
  /**
   * Required reason.
   *
   * @default any
   */
  readonly reason?: string;
}

/**
 * Reaction to a child that differs from the desired state: it is left as it is (`OnDelete`), deleted and created again
 * (`Recreate`) or updated (`InPlace`), all at once or one after the other (`Rolling…`).
 *
 * @see https://metacontroller.github.io/metacontroller/api/compositecontroller.html#child-update-methods
 */
export type UpdateMethod = 'InPlace' | 'OnDelete' | 'Recreate' | 'RollingInPlace' | 'RollingRecreate';

/** Update of children of one kind. */
export interface ChildUpdateStrategy {
  /** Reaction to a child that differs from the desired state. */
  readonly method: UpdateMethod;
  /**
   * Conditions that an updated child must have before the next one is updated. Required for a rolling method.
   *
   * @default none
   */
  readonly statusChecks?: { readonly conditions: readonly StatusCondition[] };
}

/** Children that a hook may return. */
export interface ChildResource extends ResourceRule {
  /** Update of existing children. Metacontroller's own default never updates them, so there is none here. */
  readonly updateStrategy: ChildUpdateStrategy;
}

/** Objects that a hook may attach to another object. */
export interface Attachment extends ResourceRule {
  /** Update of existing attachments. A decorator has no rolling methods. */
  readonly updateStrategy: { readonly method: 'InPlace' | 'OnDelete' | 'Recreate' };
}

/** A requirement of a selector. */
export interface SelectorRequirement {
  readonly key: string;
  readonly operator: 'DoesNotExist' | 'Exists' | 'In' | 'NotIn';
  /**
   * Values for `In` and `NotIn`.
   *
   * @default none
   */
  readonly values?: readonly string[];
}

/** Objects that a decorator adds behavior to. They are selected by labels, annotations or both. */
export interface DecoratedResource extends ResourceRule {
  /**
   * Labels of the objects.
   *
   * @default any, with an `annotationSelector`
   */
  readonly labelSelector?: {
    readonly matchLabels?: Readonly<Record<string, string>>;
    readonly matchExpressions?: readonly SelectorRequirement[];
  };
  /**
   * Annotations of the objects.
   *
   * @default any, with a `labelSelector`
   */
  readonly annotationSelector?: {
    readonly matchAnnotations?: Readonly<Record<string, string>>;
    readonly matchExpressions?: readonly SelectorRequirement[];
  };
}

/** Pods and account of Metacontroller. */
export interface MetacontrollerInstallation {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Labels of its pods, which the webhook admits. */
  readonly podLabels: PodLabels;
}

/** Installation of Metacontroller's own manifests. */
export const defaultMetacontroller: MetacontrollerInstallation = {
  namespace: 'metacontroller',
  serviceAccount: 'metacontroller',
  podLabels: { 'app.kubernetes.io/name': 'metacontroller' },
};

/** Default values of `OperatorProps`. */
export const operatorDefaults = { syncPath: '/sync', timeout: '10s' } as const;

/** Pods of the hooks: a `WebService` that Metacontroller alone may connect to. */
export type OperatorWebhook = Omit<
  WebServiceProps,
  'allowedFrom' | 'exposure' | 'name' | 'namespace' | 'nodeAddresses' | 'physicalName' | 'renamedFrom'
>;

/** Props of every operator. */
export interface OperatorProps {
  /**
   * Name of the webhook's objects, and of a DecoratorController. A CompositeController has the name of its custom resource.
   *
   * @replaces the webhook, and a DecoratorController
   */
  readonly name: string;
  /**
   * Namespace of the webhook.
   *
   * @replaces the webhook
   */
  readonly namespace: string;
  /**
   * Pods of the hooks. Two or more of them: while none answers, no object of the operator is synced.
   *
   * @rolls the pods of the webhook
   */
  readonly webhook: OperatorWebhook;
  /**
   * Path of the sync hook.
   *
   * @default '/sync'
   * @inPlace
   */
  readonly syncPath?: string;
  /**
   * Path of the finalize hook, which is called before an object is deleted. Metacontroller adds a finalizer to every object. Before
   * you remove the operator, delete the objects: without it, nothing removes their finalizers.
   *
   * @default none: children are deleted with their object
   * @inPlace
   */
  readonly finalizePath?: string;
  /**
   * Maximum time for an answer of a hook. Metacontroller repeats a call that takes longer.
   *
   * @default '10s'
   * @inPlace
   */
  readonly timeout?: Duration;
  /**
   * Interval of syncs without a change, for hooks that depend on the time or on other systems.
   *
   * @default none: a sync follows each change of an object or of its children
   * @inPlace
   */
  readonly resyncPeriod?: Duration;
  /**
   * Metacontroller of the cluster.
   *
   * @default the installation of its own manifests
   * @replaces the NetworkPolicies
   * @rolls the pods of the webhook
   */
  readonly metacontroller?: MetacontrollerInstallation;
}

export interface CompositeOperatorProps extends OperatorProps {
  /**
   * Custom resource of the operator, whose definition it creates.
   *
   * @replaces the definition with all of its objects, for another group, plural or scope
   * @inPlace for other changes
   */
  readonly resource: CustomResource;
  /**
   * Kinds of objects that the sync hook returns as children.
   *
   * @inPlace
   */
  readonly childResources: readonly ChildResource[];
  /**
   * True to select children by the unique id of their parent, in a label that Metacontroller adds. With false, every object has
   * a `spec.selector` of its own, and children must have the labels that it selects.
   *
   * @default true
   * @inPlace
   */
  readonly generateSelector?: boolean;
}

export interface DecoratorOperatorProps extends OperatorProps {
  /**
   * Objects that the operator adds behavior to.
   *
   * @inPlace
   */
  readonly resources: readonly DecoratedResource[];
  /**
   * Kinds of objects that the sync hook returns as attachments.
   *
   * @inPlace
   */
  readonly attachments: readonly Attachment[];
}
