import { ApiObject } from 'cdk8s';
import { WaveChart } from '../../lib/kubernetes/manifests/wave';
import type {
  Attachment,
  ChildResource,
  CompositeOperatorProps,
  DecoratorOperatorProps,
} from '../../lib/operators/metacontroller/props';
import { labelSelectorSchema, type Schema } from '../../lib/operators/metacontroller/schema';
import { inChart, type Mistake } from '../support/mistakes';
import { backup, compositeOperator, decoratorOperator, webhookSample } from '../support/operator-samples';

type Props = Partial<CompositeOperatorProps>;

export const composite = (title: string, id: string, prop: string, mistaken: Props, corrected: Props): Mistake => ({
  title: `operator: ${title}`,
  id,
  source: `CompositeOperator: ${prop}`,
  mistaken: inChart((chart) => compositeOperator(chart, mistaken)),
  corrected: inChart((chart) => compositeOperator(chart, corrected)),
});

const decorator = (
  title: string,
  id: string,
  prop: string,
  mistaken: Partial<DecoratorOperatorProps>,
  corrected: Partial<DecoratorOperatorProps>,
): Mistake => ({
  title: `decorator: ${title}`,
  id,
  source: `DecoratorOperator: ${prop}`,
  mistaken: inChart((chart) => decoratorOperator(chart, mistaken)),
  corrected: inChart((chart) => decoratorOperator(chart, corrected)),
});

const jobs = { apiVersion: 'batch/v1', resource: 'jobs' };
const child = (rule: object, method = 'InPlace') => ({ ...rule, updateStrategy: { method } }) as ChildResource;
const children = (...childResources: readonly ChildResource[]): Props => ({ childResources });
const conditions = [{ type: 'Ready', status: 'True' }] as const;
export const resource = (changes: object): Props => ({ resource: { ...backup, ...changes } });
export const property = (schema: object): Props =>
  resource({ spec: { type: 'object', properties: { keep: schema as Schema } } });
const selected = { ...backup.spec.properties, selector: labelSelectorSchema };
const anySelector = { ...selected, selector: { type: 'object', properties: {} } };
const services = { apiVersion: 'v1', resource: 'services' };
const namespaces = { apiVersion: 'v1', resource: 'namespaces' };
const labelSelector = { matchLabels: { team: 'shop' } };

/** Pitfalls P16 to P18 of Metacontroller, which accepts all of them. */
const pitfalls: readonly Mistake[] = [
  composite(
    'children without an update strategy',
    'operator-update-strategy',
    'childResources[0].updateStrategy.method',
    children(jobs as ChildResource),
    children(child(jobs, 'Recreate')),
  ),
  composite(
    'update strategy without a method',
    'operator-update-strategy',
    'childResources[0].updateStrategy.method',
    children({ ...jobs, updateStrategy: {} } as ChildResource),
    children(child(jobs, 'OnDelete')),
  ),
  composite(
    'misspelt update method',
    'operator-update-strategy',
    'childResources[0].updateStrategy.method',
    children(child(jobs, 'Inplace')),
    children(child(jobs, 'Recreate')),
  ),
  decorator(
    'attachments without an update strategy',
    'operator-update-strategy',
    'attachments[0].updateStrategy.method',
    { attachments: [{ apiVersion: 'v1', resource: 'configmaps' } as Attachment] },
    { attachments: [{ apiVersion: 'v1', resource: 'configmaps', updateStrategy: { method: 'InPlace' } }] },
  ),
  decorator(
    'rolling update of attachments',
    'operator-update-strategy',
    'attachments[0].updateStrategy.method',
    { attachments: [child({ apiVersion: 'v1', resource: 'configmaps' }, 'RollingInPlace') as Attachment] },
    { attachments: [child({ apiVersion: 'v1', resource: 'configmaps' }) as Attachment] },
  ),
  composite(
    'rolling update that nothing pauses',
    'operator-status-checks',
    'childResources[0].updateStrategy.statusChecks',
    children(child({ apiVersion: 'v1', resource: 'pods' }, 'RollingRecreate')),
    children({
      apiVersion: 'v1',
      resource: 'pods',
      updateStrategy: { method: 'RollingRecreate', statusChecks: { conditions } },
    }),
  ),
  composite(
    'objects without a selector',
    'operator-selector',
    'generateSelector',
    { generateSelector: false },
    { generateSelector: true },
  ),
  composite(
    'selector that may be empty',
    'operator-selector',
    'generateSelector',
    {
      generateSelector: false,
      ...resource({ spec: { ...backup.spec, properties: anySelector, required: ['selector'] } }),
    },
    {
      generateSelector: false,
      ...resource({ spec: { ...backup.spec, properties: selected, required: ['selector'] } }),
    },
  ),
  composite(
    'selector that may be missing',
    'operator-selector',
    'generateSelector',
    { generateSelector: false, ...resource({ spec: { ...backup.spec, properties: selected } }) },
    {
      generateSelector: false,
      ...resource({ spec: { ...backup.spec, properties: selected, required: ['selector'] } }),
    },
  ),
  decorator(
    'every object of a resource',
    'operator-selector',
    'resources[0].labelSelector',
    { resources: [services] },
    { resources: [{ ...services, labelSelector }] },
  ),
  ...(
    [
      ['a key with a space', 'label-key', 'labelSelector', { labelSelector: { matchLabels: { 'a b': 'x' } } }],
      [
        'a value with a space',
        'label-value',
        'labelSelector.tier',
        { labelSelector: { matchLabels: { tier: 'x y' } } },
      ],
      [
        'an annotation with a text',
        'label-value',
        'annotationSelector.note',
        { annotationSelector: { matchAnnotations: { note: 'any text' } } },
      ],
      [
        'In without values',
        'operator-selector',
        'labelSelector.matchExpressions[0].values',
        { labelSelector: { matchExpressions: [{ key: 'tier', operator: 'In' as const }] } },
      ],
      [
        'Exists with values',
        'operator-selector',
        'labelSelector.matchExpressions[0].values',
        { labelSelector: { matchExpressions: [{ key: 'tier', operator: 'Exists' as const, values: ['a'] }] } },
      ],
    ] as const
  ).map(([title, id, prop, selector]) =>
    decorator(
      `selector: ${title}`,
      id,
      `resources[0].${prop}`,
      { resources: [{ ...services, ...selector }] },
      { resources: [{ ...services, labelSelector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] } }] },
    ),
  ),
  decorator(
    'resources for resource',
    'operator-resource',
    'attachments[0].resource',
    {
      attachments: [
        { ...child({ apiVersion: 'v1', resource: 'configmaps' }), resource: undefined } as unknown as Attachment,
      ],
    },
    { attachments: [child({ apiVersion: 'v1', resource: 'configmaps' }) as Attachment] },
  ),
  decorator(
    'empty selector',
    'operator-selector',
    'resources[0].labelSelector',
    { resources: [{ ...services, annotationSelector: {}, labelSelector: { matchLabels: {} } }] },
    { resources: [{ ...services, annotationSelector: { matchAnnotations: { team: 'shop' } } }] },
  ),
  composite(
    'child of the cluster with a parent in a namespace',
    'operator-scope',
    'childResources[0].resource',
    children(child(namespaces)),
    { ...children(child(namespaces)), ...resource({ scope: 'Cluster' }) },
  ),
  composite(
    'role of the cluster with a parent in a namespace',
    'operator-scope',
    'childResources[0].resource',
    children(child({ apiVersion: 'rbac.authorization.k8s.io/v1', resource: 'clusterroles' })),
    children(child({ apiVersion: 'rbac.authorization.k8s.io/v1', resource: 'roles' })),
  ),
  decorator(
    'attachment of the cluster to an object in a namespace',
    'operator-scope',
    'attachments[0].resource',
    { attachments: [child({ apiVersion: 'v1', resource: 'persistentvolumes' }) as Attachment] },
    { attachments: [child({ apiVersion: 'v1', resource: 'persistentvolumeclaims' }) as Attachment] },
  ),
];

/** Mistakes in a custom resource, whose definition the API server rejects. */
const definitions: readonly Mistake[] = [
  composite('group without a domain', 'custom-resource-name', 'resource.group', resource({ group: 'shop' }), {}),
  composite('group of Kubernetes', 'custom-resource-name', 'resource.group', resource({ group: 'shop.k8s.io' }), {}),
  composite('version without v', 'custom-resource-name', 'resource.version', resource({ version: '1' }), {}),
  composite('kind in lower case', 'custom-resource-name', 'resource.kind', resource({ kind: 'backup' }), {}),
  composite('plural with a capital', 'custom-resource-name', 'resource.plural', resource({ plural: 'Backups' }), {}),
  composite(
    'short name with a capital',
    'custom-resource-name',
    'resource.shortNames',
    resource({ shortNames: ['BK'] }),
    resource({ shortNames: ['bk'] }),
  ),
  composite(
    'names of no length',
    'custom-resource-name',
    'resource.maxNameLength',
    resource({ maxNameLength: 0 }),
    resource({ maxNameLength: 52 }),
  ),
  composite(
    'required key that is not declared',
    'custom-resource-schema',
    'resource.spec.required',
    resource({ spec: { ...backup.spec, required: ['volumes'] } }),
    {},
  ),
  composite(
    'default above the maximum',
    'custom-resource-schema',
    'resource.spec.properties.keep.default',
    property({ default: 20, maximum: 10, type: 'integer' }),
    property({ default: 10, maximum: 10, type: 'integer' }),
  ),
  composite(
    'default that is not a value of the enum',
    'custom-resource-schema',
    'resource.spec.properties.keep.default',
    property({ default: 'weekly', enum: ['daily', 'monthly'], type: 'string' }),
    property({ default: 'daily', enum: ['daily', 'monthly'], type: 'string' }),
  ),
  composite(
    'default of another type',
    'custom-resource-schema',
    'resource.spec.properties.keep.items.default',
    property({ type: 'array', items: { default: 'yes', type: 'boolean' } }),
    property({ type: 'array', items: { default: true, type: 'boolean' } }),
  ),
  ...['^(?!default$).*', '[^]', 'a{1001}', String.raw`\u0041`, String.raw`(a)\1`].map((pattern) =>
    composite(
      `pattern ${pattern}, which Go does not have`,
      'custom-resource-schema',
      'resource.spec.properties.keep.pattern',
      property({ pattern, type: 'string' }),
      property({ default: 'Daily', pattern: '(?i)^[a-z]+$', type: 'string' }),
    ),
  ),
  composite(
    'unknown type of a value',
    'custom-resource-schema',
    'resource.spec.properties.keep.additionalProperties.type',
    property({ type: 'object', additionalProperties: { type: 'text' } }),
    property({ type: 'object', additionalProperties: { type: 'string' } }),
  ),
  composite(
    'column without a dot',
    'custom-resource-schema',
    'resource.additionalPrinterColumns[0].jsonPath',
    resource({ additionalPrinterColumns: [{ jsonPath: 'status.phase', name: 'Phase', type: 'string' }] }),
    resource({ additionalPrinterColumns: [{ jsonPath: '.status.phase', name: 'Phase', type: 'string' }] }),
  ),
];

export const metacontroller: readonly Mistake[] = [
  ...pitfalls,
  ...definitions,
  composite(
    'kind instead of a resource',
    'operator-resource',
    'childResources[0].resource',
    children(child({ apiVersion: 'batch/v1', resource: 'CronJob' })),
    {},
  ),
  composite(
    'group instead of an API version',
    'operator-resource',
    'childResources[0].resource',
    children(child({ apiVersion: 'batch', resource: 'cronjobs' })),
    {},
  ),
  composite(
    'resource twice',
    'operator-resource',
    'childResources[1].resource',
    children(child(jobs, 'Recreate'), child(jobs, 'OnDelete')),
    children(child(jobs, 'Recreate')),
  ),
  composite(
    'hook at the path of a probe',
    'operator-hook-path',
    'syncPath',
    { syncPath: webhookSample.readinessPath },
    { syncPath: '/hooks/sync' },
  ),
  composite(
    'path without a slash',
    'operator-hook-path',
    'finalizePath',
    { finalizePath: 'finalize' },
    { finalizePath: '/finalize' },
  ),
  composite('timeout of zero', 'duration', 'timeout', { timeout: '0s' }, { timeout: '5s' }),
  composite('interval of zero', 'duration', 'resyncPeriod', { resyncPeriod: '0s' }, { resyncPeriod: '5m' }),
  composite(
    'name of a webhook with an underscore',
    'resource-name',
    'name',
    { name: 'backup_operator' },
    { name: 'backup-operator' },
  ),
  {
    title: 'operator: in the wave of its objects',
    id: 'custom-resource-wave',
    source: 'CompositeOperator: resource',
    mistaken: inChart((chart) => {
      compositeOperator(chart);
      createBackup(chart);
    }),
    corrected: inChart((chart) => {
      compositeOperator(new WaveChart(chart.node.root, { environment: 'lab', wave: 'configuration' }));
      createBackup(chart);
    }),
  },
];

function createBackup(chart: WaveChart): void {
  const metadata = { name: 'nightly', namespace: 'shop' };
  new ApiObject(chart, 'backup', { apiVersion: 'shop.example.com/v1', kind: 'Backup', metadata });
}
