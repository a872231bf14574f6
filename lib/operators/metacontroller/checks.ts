import type { Finding } from '../../core/diagnostics';
import { checkLabels } from '../../kubernetes/pod/label-checks';
import { checkAmount } from '../../kubernetes/pod/pod-checks';
import { checkCustomResource } from './custom-resource-checks';
import type { ObjectSchema } from './schema';
import {
  type ChildResource,
  type CompositeOperatorProps,
  type DecoratedResource,
  type DecoratorOperatorProps,
  operatorDefaults,
  type OperatorProps,
  type ResourceRule,
  type SelectorRequirement,
  type UpdateMethod,
} from './props';
import { knownScope } from './scopes';

/** Update methods of children, and of attachments, which have no rolling ones. */
const childMethods: readonly UpdateMethod[] = ['InPlace', 'OnDelete', 'Recreate', 'RollingInPlace', 'RollingRecreate'];
const attachmentMethods: readonly UpdateMethod[] = ['InPlace', 'OnDelete', 'Recreate'];

/** Checks the props of a CompositeOperator. */
export function checkCompositeOperator(props: CompositeOperatorProps): Finding[] {
  const { childResources, resource } = props;
  return [
    ...checkOperator(props),
    ...checkCustomResource(resource),
    ...checkRules(childResources, 'childResources'),
    ...childResources.flatMap((child, index) => checkUpdateStrategy(child, ['childResources', index], childMethods)),
    ...checkParentSelector(props),
    ...(resource.scope === 'Namespaced' ? checkScope(childResources, 'childResources', resource.plural) : []),
  ];
}

/** Checks the props of a DecoratorOperator. */
export function checkDecoratorOperator(props: DecoratorOperatorProps): Finding[] {
  const { attachments, resources } = props;
  const namespaced = resources.find((rule) => knownScope(rule) === 'Namespaced');
  return [
    ...checkOperator(props),
    ...checkRules(resources, 'resources'),
    ...checkRules(attachments, 'attachments'),
    ...resources.flatMap((rule, index) => checkSelectors(rule, ['resources', index])),
    ...attachments.flatMap((rule, index) => checkUpdateStrategy(rule, ['attachments', index], attachmentMethods)),
    ...(namespaced ? checkScope(attachments, 'attachments', namespaced.resource) : []),
  ];
}

/** A setting of an entry in a list. */
type Entry = readonly [list: string, index: number];

function setting([list, index]: Entry, ...keys: readonly string[]): readonly string[] {
  return [list, String(index), ...keys];
}

function checkOperator(props: OperatorProps): Finding[] {
  const { resyncPeriod, timeout } = props;
  return [
    ...checkPaths(props),
    ...(timeout === undefined ? [] : checkAmount(timeout, 'timeout', 'duration')),
    ...(resyncPeriod === undefined ? [] : checkAmount(resyncPeriod, 'resyncPeriod', 'duration')),
  ];
}

/** The path of a probe answers a hook's request with a body that Metacontroller takes as "no children", and deletes all. */
function checkPaths({ finalizePath, syncPath = operatorDefaults.syncPath, webhook }: OperatorProps): Finding[] {
  const { livenessPath, readinessPath } = webhook;
  const paths = [
    ['syncPath', syncPath] as const,
    ...(finalizePath === undefined ? [] : [['finalizePath', finalizePath] as const]),
  ];
  return paths
    .filter(([, path]) => !/^\/[\w./-]+$/.test(path) || path === livenessPath || path === readinessPath)
    .map(([prop, path]) => ({
      id: 'operator-hook-path',
      setting: prop,
      message: `${prop} must begin with / and differ from the paths of the probes (${readinessPath}, ${livenessPath}); got '${path}'`,
      hint: `write it as '/${prop.replace('Path', '')}'`,
    }));
}

/** Checks the names of resources: Metacontroller finds no resource by its kind, and waits for it without end. */
function checkRules(rules: readonly ResourceRule[], list: string): Finding[] {
  const names = rules.map(({ apiVersion, resource }) => `${resource} of ${apiVersion}`);
  return rules.flatMap(({ apiVersion, resource }, index) => {
    const isName =
      // Types are stripped before a program runs.
      typeof resource === 'string' &&
      /^[a-z][a-z0-9]*$/.test(resource) &&
      /^(?:[a-z0-9][a-z0-9.-]*\/)?v[0-9][a-z0-9]*$/.test(apiVersion);
    const isFirst = names.indexOf(names[index] ?? '') === index;
    if (isName && isFirst) return [];
    return [
      {
        id: 'operator-resource',
        setting: setting([list, index], 'resource'),
        message: `resource must be a plural in lower case of an API version, once in ${list}; got '${resource}' of '${apiVersion}'`,
        hint: isName
          ? 'remove one of the two'
          : "write { apiVersion: 'batch/v1', resource: 'jobs' }, as kubectl api-resources prints it",
      },
    ];
  });
}

function checkUpdateStrategy(
  {
    resource,
    updateStrategy,
  }: Pick<ChildResource, 'resource'> & { readonly updateStrategy?: Partial<ChildResource['updateStrategy']> },
  entry: Entry,
  methods: readonly UpdateMethod[],
): Finding[] {
  const { method, statusChecks } = updateStrategy ?? {};
  if (method === undefined || !methods.includes(method)) {
    return [
      {
        id: 'operator-update-strategy',
        setting: setting(entry, 'updateStrategy', 'method'),
        message: `method of ${resource} must be one of ${methods.join(', ')}; got ${method === undefined ? "none, which is Metacontroller's OnDelete" : `'${method}'`}`,
        hint: `write updateStrategy: { method: 'InPlace' }, or 'Recreate' for ${resource} that cannot be changed`,
      },
    ];
  }
  if (!method.startsWith('Rolling') || (statusChecks?.conditions ?? []).length > 0) return [];
  return [
    {
      id: 'operator-status-checks',
      setting: setting(entry, 'updateStrategy', 'statusChecks'),
      message: `statusChecks must have a condition for the method ${method} of ${resource}; got none`,
      hint: "write statusChecks: { conditions: [{ type: 'Ready', status: 'True' }] }: nothing else pauses the update",
    },
  ];
}

/** With a selector of their own, objects whose selector is empty would adopt every child of the namespace. */
function checkParentSelector({ generateSelector = true, resource }: CompositeOperatorProps): Finding[] {
  if (generateSelector || requiresLabel(resource.spec)) return [];
  return [
    {
      id: 'operator-selector',
      setting: 'generateSelector',
      message: 'generateSelector must be true unless spec.selector requires a label; got false',
      hint: 'remove it, or add selector: labelSelectorSchema to the properties of spec, and selector to its required keys',
    },
  ];
}

function requiresLabel({ properties, required = [] }: ObjectSchema): boolean {
  const selector = properties['selector'];
  if (!required.includes('selector') || selector?.type !== 'object' || !('properties' in selector)) return false;
  const labels = selector.properties['matchLabels'];
  if (labels?.type !== 'object' || !('minProperties' in labels)) return false;
  return (labels.minProperties ?? 0) >= 1 && (selector.required ?? []).includes('matchLabels');
}

/** Without a selector, a decorator is called for every object of the resource in the cluster, those of the system included. */
function checkSelectors(
  { annotationSelector = {}, labelSelector = {}, resource }: DecoratedResource,
  entry: Entry,
): Finding[] {
  const { matchAnnotations = {}, matchExpressions = [] } = annotationSelector;
  const keys = [
    ...Object.keys({ ...labelSelector.matchLabels, ...matchAnnotations }),
    ...matchExpressions,
    ...(labelSelector.matchExpressions ?? []),
  ];
  if (keys.length > 0) {
    return [
      ...checkSelector(labelSelector.matchLabels, labelSelector.matchExpressions, setting(entry, 'labelSelector')),
      ...checkSelector(matchAnnotations, matchExpressions, setting(entry, 'annotationSelector')),
    ];
  }
  return [
    {
      id: 'operator-selector',
      setting: setting(entry, 'labelSelector'),
      message: `labelSelector or annotationSelector of ${resource} must have a label or an annotation; got none`,
      hint: "write labelSelector: { matchLabels: { 'shop.example.com/backup': 'daily' } }, or an annotationSelector",
    },
  ];
}

/** Metacontroller reads selectors of annotations as those of labels, and calls no hook for one that it cannot read. */
function checkSelector(
  labels: Readonly<Record<string, string>> = {},
  expressions: readonly SelectorRequirement[] = [],
  at: readonly string[],
): Finding[] {
  return [
    ...checkLabels(labels, at),
    ...expressions.flatMap(({ key, operator, values = [] }, index) => {
      const isList = operator === 'In' || operator === 'NotIn';
      const found = checkLabels(Object.fromEntries((isList ? values : ['']).map((value) => [key, value])), at);
      if (found.length > 0 || (isList ? values.length > 0 : values.length === 0)) return found;
      return [
        {
          id: 'operator-selector',
          setting: [...at, 'matchExpressions', String(index), 'values'],
          message: `values of ${operator} must be ${isList ? 'one or more' : 'absent'}; got ${values.length === 0 ? 'none' : values.join(', ')}`,
          hint: isList ? "write { key: 'shop.example.com/tier', operator: 'In', values: ['gold'] }" : 'remove values',
        },
      ];
    }),
  ];
}

/** The garbage collector does not find an owner with a namespace for an object of the cluster, which then is never deleted. */
function checkScope(rules: readonly ResourceRule[], list: string, owner: string): Finding[] {
  return rules.flatMap((rule, index) => {
    if (knownScope(rule) !== 'Cluster') return [];
    return [
      {
        id: 'operator-scope',
        setting: setting([list, index], 'resource'),
        message: `resource must have a namespace, as ${owner} have; got '${rule.resource}', which belong to the cluster`,
        hint:
          list === 'attachments'
            ? 'remove it, or decorate objects of the cluster'
            : "remove it, or give the custom resource the scope 'Cluster'",
      },
    ];
  });
}
