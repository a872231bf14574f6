import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import { kustomization } from '../../../lib/addons/kustomization';
import type { AddonRelease } from '../../../lib/addons/props';
import { compareNamespaces, type NamespacedObject } from '../../../lib/addons/verify-namespaces';
import { toYaml } from '../../../lib/kubernetes/manifests/yaml';
import { addonProps, sampleRelease } from '../../support/addons';
import { removeTemporary, temporary } from '../../support/project-copy';

// Each test starts processes.
jest.setTimeout(30_000);
afterAll(removeTemporary);

const account = { kind: 'ServiceAccount', name: 'adapter', namespace: 'monitoring' };
const other = { kind: 'ServiceAccount', name: 'horizontal-pod-autoscaler', namespace: 'kube-system' };
const binding = (name: string, namespace: string, role: string, subjects: readonly (typeof account)[]) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name, namespace },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
  subjects,
});
const role = (name: string, namespace: string) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  metadata: { name, namespace },
  rules: [{ apiGroups: [''], resources: [namespace], verbs: ['get'] }],
});
const pods = (labels: object) => ({ metadata: { labels }, spec: { containers: [{ name: 'manager', image: 'a' }] } });

/** A metrics adapter: roles with one name in two namespaces, and names with dots and colons. */
const source = [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'adapter', namespace: 'monitoring' } },
  role('reader', 'monitoring'),
  role('reader', 'kube-system'),
  binding('reader', 'monitoring', 'reader', [account]),
  binding('reader', 'kube-system', 'reader', [account]),
  binding('adapter:auth.reader', 'kube-system', 'extension-apiserver-authentication-reader', [account, other]),
  binding('adapter:auth-reader', 'monitoring', 'reader', [account]),
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'queue-operator', namespace: 'monitoring' },
    spec: { selector: { matchLabels: { app: 'a' } }, template: pods({ app: 'a' }) },
  },
];
const objects = [
  'Role reader',
  'RoleBinding adapter:auth-reader',
  'RoleBinding adapter:auth.reader',
  'RoleBinding reader',
];
const declared: Partial<AddonRelease> = {
  sourceNamespace: 'monitoring',
  otherNamespaces: { 'kube-system': ['Role reader', 'RoleBinding adapter:auth.reader', 'RoleBinding reader'] },
};

/** Renders the kustomization of a release with the real kubectl, from a copy of the source. */
function rendered(own: Partial<AddonRelease>) {
  const props = { ...addonProps, release: { ...sampleRelease, objects, ...own } };
  const root = temporary();
  for (const [folder, content] of [
    ['source', { resources: ['objects.yaml'] }],
    ['addon', { ...kustomization(props), resources: ['../source'] }],
  ] as const) {
    mkdirSync(path.join(root, folder));
    writeFileSync(path.join(root, folder, 'kustomization.yaml'), toYaml(content));
  }
  writeFileSync(path.join(root, 'source/objects.yaml'), source.map((object) => toYaml(object)).join('---\n'));
  const text = execFileSync('kubectl', ['kustomize', path.join(root, 'addon')], { encoding: 'utf8' });
  const result = loadAll(text) as NamespacedObject[];
  return { found: compareNamespaces(props, result, source), objects: result };
}

describe('objects of other namespaces', () => {
  it('stay there, with the ServiceAccount where it is now', () => {
    const { found, objects: result } = rendered(declared);
    expect(found).toEqual([]);
    expect(
      result
        .filter(({ kind }) => kind.startsWith('Role'))
        .map(({ kind, metadata, roleRef, subjects = [] }) =>
          [
            `${metadata.namespace} ${kind} ${metadata.name}`,
            roleRef?.name,
            ...subjects.map(({ name, namespace }) => `${namespace}/${name}`),
          ].join(' '),
        )
        .sort(),
    ).toEqual([
      'kube-system Role reader ',
      'kube-system RoleBinding adapter:auth.reader extension-apiserver-authentication-reader queues/adapter kube-system/horizontal-pod-autoscaler',
      'kube-system RoleBinding reader reader queues/adapter',
      'queues Role reader ',
      'queues RoleBinding adapter:auth-reader reader queues/adapter',
      'queues RoleBinding reader reader queues/adapter',
    ]);
  });

  it('are reported if kustomize moves them', () => {
    const roles = ['Role reader', 'RoleBinding reader'];
    const { found } = rendered({ ...declared, otherNamespaces: { 'kube-system': roles } });
    expect(found.map(({ id }) => id)).toEqual(['addon-namespace', 'addon-namespace']);
  });
});
