import type { App } from 'cdk8s';
import type { Diagnostic } from '../../core/diagnostics';
import { apiGroup, uniqueKind } from '../manifests/kinds';
import { objectsIn } from '../manifests/objects';
import type { Rendered } from '../manifests/render';
import { isWaveChart } from '../manifests/wave';

/** Kinds without a namespace: `kubectl api-resources --namespaced=false`, and those of the operators. */
const clusterScoped = new Set([
  'APIService',
  'CSIDriver',
  'CertificateSigningRequest',
  'ClusterIssuer',
  'ClusterRole',
  'ClusterRoleBinding',
  'ClusterSecretStore',
  'CompositeController',
  'CustomResourceDefinition',
  'DecoratorController',
  'DeviceClass',
  'FlowSchema',
  'IngressClass',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'RuntimeClass',
  'ServiceCIDR',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
  'VolumeAttributesClass',
]);

/** Namespaces that every cluster has. */
const systemNamespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** Checks that every object belongs to a chart with a wave. Objects of other charts are not written to files. */
export function checkObjectsHaveWave(app: App): Diagnostic[] {
  return app.node.children
    .filter((child) => !isWaveChart(child))
    .flatMap(objectsIn)
    .map((object) => ({
      id: 'object-wave',
      path: object.node.path,
      message: `chart of an object must be a WaveChart; got ${object.chart.constructor.name}`,
      source: `${object.kind} ${object.name}: chart`,
      hint: 'create the object in a WaveChart, in a wave after the objects that it depends on',
    }));
}

/** Checks that the namespace of every object exists, and that an object without a namespace may have none. */
export function checkObjectsHaveNamespace(app: App, objects: readonly Rendered[]): Diagnostic[] {
  const withoutNamespace = new Set([...clusterScoped, ...declaredKinds(app), ...objects.flatMap(definedKinds)]);
  const created = objects
    .filter(({ manifest }) => manifest.kind === 'Namespace')
    .map(({ manifest }) => manifest.metadata.name);
  const known = [...created, ...systemNamespaces];
  return objects.flatMap(({ construct, manifest }) => {
    const { kind, metadata } = manifest;
    const { name, namespace } = metadata;
    const fullKind = `${kind}.${apiGroup(manifest)}`;
    const isForeign = uniqueKind(manifest) !== kind;
    const isClusterScoped = withoutNamespace.has(uniqueKind(manifest)) || withoutNamespace.has(fullKind);
    if (isClusterScoped) return namespace === undefined ? [] : [unusedNamespace(construct, kind, name, namespace)];
    if (namespace !== undefined && known.includes(namespace)) return [];
    return [
      {
        id: 'object-namespace',
        path: construct,
        message: `namespace of a ${kind} must be one of ${known.join(', ')}; got ${namespace === undefined ? 'none' : `'${namespace}'`}`,
        source: `${kind} ${name}: metadata.namespace`,
        hint:
          namespace === undefined
            ? `write metadata.namespace: '${created[0] ?? 'default'}'${isForeign ? `, or clusterScopedKinds: ['${fullKind}'] of a WaveChart if the kind has none` : ''}`
            : 'correct the name, or add a Namespace',
      },
    ];
  });
}

function unusedNamespace(construct: string, kind: string, name: string, namespace: string): Diagnostic {
  return {
    id: 'object-namespace',
    path: construct,
    message: `namespace of a ${kind} must not be set: the kind has none; got '${namespace}'`,
    source: `${kind} ${name}: metadata.namespace`,
    hint: 'remove metadata.namespace',
  };
}

/** Returns the kinds that charts declare to have no namespace. */
function declaredKinds(app: App): string[] {
  return app.node.children.filter(isWaveChart).flatMap(({ clusterScopedKinds }) => clusterScopedKinds);
}

interface Definition {
  readonly spec?: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly scope: string;
  };
}

/** Returns the kind without a namespace that a CustomResourceDefinition defines. */
function definedKinds({ manifest }: Rendered): string[] {
  const { spec } = manifest as Definition;
  if (manifest.kind !== 'CustomResourceDefinition' || spec?.scope !== 'Cluster') return [];
  return [`${spec.names.kind}.${spec.group}`];
}
