import type { ObjectSchema, Schema, SchemaValue } from './schema';

/** A column of `kubectl get`. */
export interface PrinterColumn {
  readonly name: string;
  readonly type: 'boolean' | 'date' | 'integer' | 'number' | 'string';
  /** Path of the value: `.spec.source`. */
  readonly jsonPath: string;
}

/** Names, scope and schema of a custom resource. */
export interface CustomResource<Spec extends ObjectSchema = ObjectSchema, Status extends ObjectSchema = ObjectSchema> {
  /** API group: a domain of the company, such as `transfer.example.com`. */
  readonly group: string;
  /** Version of the API: `v1`, `v1beta2`. */
  readonly version: string;
  /** Kind, in the singular: `ImportJob`. */
  readonly kind: string;
  /** Resource, the plural of the kind in lower case: `importjobs`. */
  readonly plural: string;
  /** Scope of the objects. Children of a namespaced object are in its namespace. */
  readonly scope: 'Cluster' | 'Namespaced';
  /** Desired state, which users write. */
  readonly spec: Spec;
  /** Observed state, which the sync hook returns. Metacontroller adds `observedGeneration`. */
  readonly status: Status;
  /**
   * Short names for kubectl.
   *
   * @default none
   */
  readonly shortNames?: readonly string[];
  /**
   * Columns of `kubectl get`, after the name.
   *
   * @default those of kubectl: the age
   */
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
  /**
   * Maximum length of an object's name, so that names of children, which begin with it, fit into their own limits.
   *
   * @default 253
   */
  readonly maxNameLength?: number;
}

/** Metadata of an object, as far as hooks use it. */
export interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly uid?: string;
}

/** Any object of the API server. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
}

/** An object of a custom resource, as a hook observes it. */
export type CustomObject<Resource> =
  Resource extends CustomResource<infer Spec, infer Status>
    ? KubernetesObject & { readonly spec: SchemaValue<Spec>; readonly status?: SchemaValue<Status> }
    : never;

/**
 * Returns the declaration of a custom resource, with the types of its schemas: `CustomObject<typeof backup>`.
 *
 * @example
 * const backup = customResource({
 *   group: 'shop.example.com',
 *   version: 'v1',
 *   kind: 'Backup',
 *   plural: 'backups',
 *   scope: 'Namespaced',
 *   spec: { type: 'object', properties: { volume: { type: 'string' } }, required: ['volume'] },
 *   status: { type: 'object', properties: { phase: { type: 'string', enum: ['Pending', 'Done'] } } },
 * });
 * type Backup = CustomObject<typeof backup>;
 */
export function customResource<const Spec extends ObjectSchema, const Status extends ObjectSchema>(
  resource: CustomResource<Spec, Status>,
): CustomResource<Spec, Status> {
  return resource;
}

/** Returns the name of the CustomResourceDefinition: `importjobs.transfer.example.com`. */
export function definitionName({ group, plural }: Pick<CustomResource, 'group' | 'plural'>): string {
  return `${plural}.${group}`;
}

/** Returns the `apiVersion` of the objects: `transfer.example.com/v1`. */
export function customApiVersion({ group, version }: Pick<CustomResource, 'group' | 'version'>): string {
  return `${group}/${version}`;
}

/** Returns the spec of the CustomResourceDefinition, with the names that the API server would fill in. */
export function definitionSpec(resource: CustomResource): object {
  const { additionalPrinterColumns, group, kind, plural, scope, shortNames, version } = resource;
  return {
    group,
    names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase(), ...(shortNames && { shortNames }) },
    scope,
    versions: [
      {
        name: version,
        served: true,
        storage: true,
        schema: { openAPIV3Schema: objectSchema(resource) },
        // Without the subresource, an update of the status would raise the generation and start a sync.
        subresources: { status: {} },
        ...(additionalPrinterColumns && { additionalPrinterColumns }),
      },
    ],
  };
}

function objectSchema({ maxNameLength, spec, status }: CustomResource): object {
  return {
    type: 'object',
    required: ['spec'],
    properties: { spec, status: observedStatus(status) },
    ...(maxNameLength !== undefined && {
      'x-kubernetes-validations': [
        {
          rule: `size(self.metadata.name) <= ${maxNameLength}`,
          message: `metadata.name must be at most ${maxNameLength} characters`,
        },
      ],
    }),
  };
}

/**
 * Metacontroller writes `observedGeneration` into every status. The API server would remove a key that the schema does not
 * have, and Metacontroller would write it again with every sync.
 */
function observedStatus(status: ObjectSchema): ObjectSchema {
  const observedGeneration: Schema = { type: 'integer' };
  return { ...status, properties: { ...status.properties, observedGeneration } };
}
