import { ApiObject, type App } from 'cdk8s';
import type { Diagnostic } from '../../core/diagnostics';
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
    .flatMap((child) => child.node.findAll().filter((construct) => ApiObject.isApiObject(construct)))
    .map((object) => ({
      id: 'object-wave',
      path: object.node.path,
      message: `chart of an object must be a WaveChart; got ${object.chart.constructor.name}`,
      source: `${object.kind} ${object.name}: chart`,
      hint: 'create the object in a WaveChart, in a wave after the objects that it depends on',
    }));
}

/** Checks that the namespace of every object exists. */
export function checkObjectsHaveNamespace(objects: readonly Rendered[]): Diagnostic[] {
  const created = objects
    .filter(({ manifest }) => manifest.kind === 'Namespace')
    .map(({ manifest }) => manifest.metadata.name);
  const known = [...created, ...systemNamespaces];
  const withoutNamespace = new Set([...clusterScoped, ...clusterScopedKinds(objects)]);
  return objects.flatMap(({ construct, manifest: { kind, metadata } }) => {
    const { name, namespace } = metadata;
    if (namespace === undefined ? withoutNamespace.has(kind) : known.includes(namespace)) return [];
    return [
      {
        id: 'object-namespace',
        path: construct,
        message: `namespace of a ${kind} must be one of ${known.join(', ')}; got ${namespace === undefined ? 'none' : `'${namespace}'`}`,
        source: `${kind} ${name}: metadata.namespace`,
        hint:
          namespace === undefined
            ? `write metadata.namespace: '${created[0] ?? 'default'}'`
            : 'correct the name, or add a Namespace',
      },
    ];
  });
}

/** Returns the kinds that custom resource definitions of the app give to the cluster. */
function clusterScopedKinds(objects: readonly Rendered[]): string[] {
  return objects
    .filter(({ manifest }) => manifest.kind === 'CustomResourceDefinition')
    .map(({ manifest }) => (manifest as unknown as Definition).spec)
    .filter(({ scope }) => scope === 'Cluster')
    .map(({ names }) => names.kind);
}

interface Definition {
  readonly spec: { readonly names: { readonly kind: string }; readonly scope: string };
}
