import { ApiObject, type App } from 'cdk8s';
import type { Diagnostic } from '../../core/diagnostics';
import type { Rendered } from '../manifests/render';
import { isWaveChart } from '../manifests/wave';

/** Kinds that stand in no namespace. Source: `kubectl api-resources --namespaced=false`, and the operators' own. */
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
const given = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** Objects of charts that no wave applies: they would be written nowhere. */
export function checkObjectsHaveWave(app: App): Diagnostic[] {
  return app.node.children
    .filter((child) => !isWaveChart(child))
    .flatMap((child) => child.node.findAll().filter((construct) => ApiObject.isApiObject(construct)))
    .map(({ node }) => ({
      hint: 'make the chart a WaveChart, with the wave that what it needs is in before',
      path: node.path,
      message: 'an object is applied with a wave, got one in a chart that has none',
      source: node.path.split('/')[0] ?? node.path,
    }));
}

/** Objects in a namespace that nobody makes, or in none at all: an apply would end half-way, or put them anywhere. */
export function checkObjectsHaveNamespace(objects: readonly Rendered[]): Diagnostic[] {
  const made = objects
    .filter(({ manifest }) => manifest.kind === 'Namespace')
    .map(({ manifest }) => manifest.metadata.name);
  const known = [...made, ...given];
  return objects.flatMap(({ construct, manifest: { kind, metadata } }) => {
    const { name, namespace } = metadata;
    if (namespace === undefined ? clusterScoped.has(kind) : known.includes(namespace)) return [];
    return [
      {
        hint:
          namespace === undefined
            ? `write metadata.namespace: '${made[0] ?? 'default'}'`
            : 'correct the name, or make the namespace',
        path: construct,
        message: `a ${kind} stands in one of the namespaces ${known.join(', ')}, got ${namespace === undefined ? 'none' : `'${namespace}'`}`,
        source: `${kind} ${name} → metadata.namespace`,
      },
    ];
  });
}
