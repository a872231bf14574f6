export { CompositeOperator } from './composite-operator';
export {
  type CustomObject,
  type CustomResource,
  customResource,
  type KubernetesObject,
  type ObjectMetadata,
  type PrinterColumn,
} from './custom-resource';
export { DecoratorOperator } from './decorator-operator';
export {
  type DecorateRequest,
  type DecorateResponse,
  type FinalizeResponse,
  type ObservedObjects,
  observedObjects,
  type SyncRequest,
  type SyncResponse,
} from './hook';
export { type Hook, hookServer, type HookServerOptions } from './hook-server';
export type {
  Attachment,
  ChildResource,
  ChildUpdateStrategy,
  CompositeOperatorProps,
  DecoratedResource,
  DecoratorOperatorProps,
  MetacontrollerInstallation,
  OperatorProps,
  OperatorWebhook,
  ResourceRule,
  SelectorRequirement,
  StatusCondition,
  UpdateMethod,
} from './props';
export {
  type ArraySchema,
  type BooleanSchema,
  labelSelectorSchema,
  type MapSchema,
  type NumberSchema,
  type ObjectSchema,
  type Schema,
  type SchemaValue,
  type StringSchema,
  type ValidationRule,
} from './schema';
