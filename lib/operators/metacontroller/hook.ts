import type { KubernetesObject } from './custom-resource';

/**
 * Observed objects by kind and API version (`Job.batch/v1`), and then by namespace and name (`shop/import`). A kind without
 * objects is an empty record.
 */
export type ObservedObjects = Readonly<Record<string, Readonly<Record<string, KubernetesObject>>>>;

/**
 * Request of a sync or finalize hook of a CompositeController.
 *
 * @see https://metacontroller.github.io/metacontroller/api/compositecontroller.html#sync-hook-request
 */
export interface SyncRequest<Parent extends KubernetesObject = KubernetesObject> {
  readonly controller: KubernetesObject;
  readonly parent: Parent;
  /** Children that the parent owns. */
  readonly children: ObservedObjects;
  readonly related: ObservedObjects;
  /** True for a finalize hook. */
  readonly finalizing: boolean;
}

/** Response of a sync hook. Metacontroller rejects other keys. */
export interface SyncResponse<Status = unknown> {
  /** The whole new status, from what was observed. Metacontroller adds `observedGeneration`. */
  readonly status: Status;
  /** All desired children. An observed child that is missing is deleted. */
  readonly children: readonly KubernetesObject[];
  /**
   * Time until another sync of this object, in seconds.
   *
   * @default none: the next change of the object or of a child
   */
  readonly resyncAfterSeconds?: number;
}

/** Response of a finalize hook. */
export interface FinalizeResponse<Status = unknown> extends SyncResponse<Status> {
  /** True if nothing is left to clean up: the parent is deleted. */
  readonly finalized: boolean;
}

/**
 * Request of a sync or finalize hook of a DecoratorController.
 *
 * @see https://metacontroller.github.io/metacontroller/api/decoratorcontroller.html#sync-hook-request
 */
export interface DecorateRequest<Target extends KubernetesObject = KubernetesObject> {
  readonly controller: KubernetesObject;
  readonly object: Target;
  /** Objects that the hook attached. */
  readonly attachments: ObservedObjects;
  readonly related: ObservedObjects;
  /** True for a finalize hook. */
  readonly finalizing: boolean;
}

/** Response of a hook of a DecoratorController. Metacontroller rejects other keys. */
export interface DecorateResponse {
  /**
   * Labels to set. A value of null removes the label.
   *
   * @default none
   */
  readonly labels?: Readonly<Record<string, string | null>>;
  /**
   * Annotations to set. A value of null removes the annotation.
   *
   * @default none
   */
  readonly annotations?: Readonly<Record<string, string | null>>;
  /**
   * The whole new status.
   *
   * @default unchanged
   */
  readonly status?: unknown;
  /** All desired attachments. An observed attachment that is missing is deleted. */
  readonly attachments: readonly KubernetesObject[];
  /**
   * Time until another sync of this object, in seconds.
   *
   * @default none: the next change of the object or of an attachment
   */
  readonly resyncAfterSeconds?: number;
  /**
   * True if nothing is left to clean up, for a finalize hook.
   *
   * @default false
   */
  readonly finalized?: boolean;
}

/**
 * Returns the observed objects of one kind, in the order of their names.
 *
 * @typeParam Observed type of the objects, which the API server has validated
 */
export function observedObjects<Observed extends KubernetesObject>(
  observed: ObservedObjects,
  apiVersion: string,
  kind: string,
): Observed[] {
  const byName = observed[`${kind}.${apiVersion}`] ?? {};
  return Object.keys(byName)
    .sort()
    .map((name) => byName[name] as Observed);
}
