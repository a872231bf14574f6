import type { AddonRelease } from '../../../lib/addons/props';
import { compareNamespaces, type NamespacedObject } from '../../../lib/addons/verify-namespaces';
import { addonProps, sampleRelease } from '../../support/addons';

const object = (kind: string, name: string, namespace?: string, own: Partial<NamespacedObject> = {}) => ({
  kind,
  metadata: { name, ...(namespace !== undefined && { namespace }) },
  ...own,
});
const reader = (namespace: string, account = 'queues') =>
  object('RoleBinding', 'auth-reader', namespace, {
    roleRef: { kind: 'Role', name: 'extension-apiserver-authentication-reader' },
    subjects: [{ kind: 'ServiceAccount', name: 'adapter', namespace: account }],
  });
const kept = { otherNamespaces: { 'kube-system': ['RoleBinding auth-reader'] } };
const found = (
  rendered: readonly NamespacedObject[],
  source: readonly NamespacedObject[],
  own: Partial<AddonRelease> = {},
) =>
  compareNamespaces({ ...addonProps, release: { ...sampleRelease, ...own } }, rendered, source).map(
    ({ id, message }) => `${id}: ${message}`,
  );

describe('namespaces of an addon', () => {
  it('accepts objects in the namespace of the addon, without one, and declared ones in theirs', () => {
    const objects = [object('Service', 'a', 'queues'), object('ClusterRole', 'b'), reader('kube-system')];
    expect(found(objects, objects, kept)).toEqual([]);
    expect(found([object('Service', 'a', 'queues')], [object('Service', 'a')])).toEqual([]);
  });

  it.each(['kube-system', 'default', 'monitoring'])('reports all objects that were moved out of %s at once', (from) => {
    expect(
      found(
        [object('Role', 'a', 'queues'), object('Service', 'b', 'queues')],
        [object('Role', 'a', from), object('Service', 'b', from)],
      ),
    ).toEqual([
      `addon-namespace: objects must stay in ${from}, where the source has them; got Role a, Service b in queues`,
    ]);
  });

  it('accepts objects of the namespace that the source has for the addon', () => {
    expect(
      found([object('Role', 'a', 'queues')], [object('Role', 'a', 'upstream')], { sourceNamespace: 'upstream' }),
    ).toEqual([]);
  });

  it('reports a RoleBinding without its Role, also if the source has all of the addon in kube-system', () => {
    expect(found([reader('queues')], [reader('kube-system')], { sourceNamespace: 'kube-system' })).toEqual([
      'addon-namespace: RoleBinding auth-reader must be in the namespace of its Role; got queues, which has no Role extension-apiserver-authentication-reader',
    ]);
    expect(
      found([reader('kube-system')], [reader('kube-system')], { ...kept, sourceNamespace: 'kube-system' }),
    ).toEqual([]);
  });

  it('reports a declared object that was moved nevertheless, or that the source has elsewhere', () => {
    const binding = object('RoleBinding', 'auth-reader', 'kube-system');
    const moved = object('RoleBinding', 'auth-reader', 'queues');
    expect(found([moved], [binding], { ...kept, sourceNamespace: 'kube-system' })).toHaveLength(1);
    expect(found([moved], [moved], kept)).toEqual([
      'addon-missing: otherNamespaces must be as in the source; got RoleBinding auth-reader in kube-system, where the source does not have it',
    ]);
  });

  it('reports a kept RoleBinding that names the ServiceAccount where it no longer is', () => {
    const account = object('ServiceAccount', 'adapter', 'upstream');
    const source = [account, reader('kube-system', 'upstream')];
    const own = { ...kept, sourceNamespace: 'upstream' };
    expect(found([reader('kube-system', 'upstream')], source, own)).toEqual([
      'addon-namespace: RoleBinding auth-reader must name ServiceAccount adapter in queues; got upstream',
    ]);
    expect(found([reader('kube-system')], source, own)).toEqual([]);
  });
});
