import type { AddonProps, AddonRelease, KubernetesMinor } from '../../lib/addons/props';
import { addon, addonProps, sampleImage, sampleRelease } from '../support/addons';
import { inChart, type Mistake } from '../support/mistakes';

const row = (
  title: string,
  [id, prop]: readonly [id: string, prop: string],
  mistaken: Partial<AddonProps>,
  corrected: Partial<AddonProps> = {},
): Mistake => ({
  title: `addon: ${title}`,
  id,
  source: `Addon: ${prop}`,
  mistaken: inChart((chart) => addon(chart, mistaken)),
  corrected: inChart((chart) => addon(chart, corrected)),
});
const from = (own: Partial<AddonRelease>): Partial<AddonProps> => ({ release: { ...sampleRelease, ...own } });
const image = (own: Partial<typeof sampleImage>): Partial<AddonProps> => ({
  images: { 'ghcr.io/example/queue-operator': { ...sampleImage, ...own } },
});
const manager = { cpu: '100m', memory: '256Mi' } as const;
const pods = (own: Partial<AddonProps['pods'][string]>): Partial<AddonProps> => ({
  pods: { 'queue-operator': { containers: { manager }, ...own } },
});
const nodes = {
  capacity: {
    architecture: 'amd64',
    cpu: 1930,
    instanceType: 'm6i.large',
    maxNodes: 3,
    memory: 7000,
    pods: 29,
  },
  labels: {},
  taints: {},
} as const;

/** An addon with two containers, the second of which has version v2 of the image. */
const twoVersions = (first: string): Partial<AddonProps> => {
  const second = 'ghcr.io/example/queue-operator:v2';
  const workload = { kind: 'Deployment', podLabels: { app: 'queue-operator' } } as const;
  return {
    images: { [first]: sampleImage, [second]: sampleImage },
    ...from({ workloads: { 'queue-operator': { ...workload, containers: { manager: first, proxy: second } } } }),
    ...pods({ containers: { manager, proxy: manager } }),
  };
};

/** Mistakes in the declaration of an addon. */
export const addons: readonly Mistake[] = [
  row(
    'addresses of the API server with host bits',
    ['endpoint-addresses', 'apiServerAddresses'],
    { apiServerAddresses: ['10.0.0.1/16'] },
    { apiServerAddresses: ['10.0.0.0/16'] },
  ),
  row('a tag in place of a commit', ['addon-commit', 'release.commit'], from({ commit: 'v1.2.0' })),
  row('a branch in place of a commit', ['addon-commit', 'release.commit'], from({ commit: 'main' })),
  row('a shortened commit', ['addon-commit', 'release.commit'], from({ commit: '0123456' })),
  row('an address in place of a repository', ['addon-source', 'release.repository'], {
    ...from({ repository: 'https://github.com/example/queue-operator' }),
  }),
  row('a folder outside of the repository', ['addon-source', 'release.repository'], from({ folder: '../config' })),
  row(
    'a Kubernetes version above those of the release',
    ['addon-kubernetes-version', 'kubernetesVersion'],
    { kubernetesVersion: '1.36' },
    { kubernetesVersion: '1.35' },
  ),
  row(
    'a Kubernetes version below those of the release',
    ['addon-kubernetes-version', 'kubernetesVersion'],
    { kubernetesVersion: '1.9' },
    { kubernetesVersion: '1.33' },
  ),
  row('a Kubernetes version that is none', ['addon-kubernetes-version', 'kubernetesVersion'], {
    kubernetesVersion: '1.x' as KubernetesMinor,
  }),
  row(
    'an object of another namespace that the release does not have',
    ['addon-declaration', "release.otherNamespaces['kube-system']"],
    from({ otherNamespaces: { 'kube-system': ['RoleBinding queues'] } }),
    from({ otherNamespaces: { 'kube-system': ['ServiceAccount queue-operator'] } }),
  ),
  row(
    'a workload in another namespace',
    ['addon-declaration', "release.otherNamespaces['kube-system']"],
    from({ otherNamespaces: { 'kube-system': ['Deployment queue-operator'] } }),
  ),
  row(
    'its own namespace as another one',
    ['addon-declaration', 'release.otherNamespaces.queues'],
    from({ otherNamespaces: { queues: ['ServiceAccount queue-operator'] } }),
  ),
  row('no digest', ['image-digest', "images['ghcr.io/example/queue-operator'].digest"], image({ digest: '1.2.0' })),
  row(
    'a repository with a scheme',
    ['image-repository', "images['ghcr.io/example/queue-operator'].repository"],
    image({ repository: 'https://registry.example.com/queue-operator' }),
  ),
  row('no image', ['addon-declaration', 'images'], { images: {} }),
  row('an image that no container has', ['addon-declaration', 'images'], {
    images: { ...addonProps.images, 'ghcr.io/example/other': sampleImage },
  }),
  row('no pods', ['addon-declaration', 'pods'], { pods: {} }),
  row(
    'a container without resources',
    ['addon-declaration', "pods['queue-operator'].containers"],
    pods({ containers: {} }),
  ),
  row(
    'resources of an unknown container',
    ['addon-declaration', "pods['queue-operator'].containers"],
    pods({ containers: { manager, proxy: manager } }),
  ),
  ...[0, 1e10, 1.5].map((replicas) =>
    row(`${replicas} replicas`, ['addon-replicas', "pods['queue-operator'].replicas"], pods({ replicas })),
  ),
  row(
    'an image with and without a tag',
    ['addon-declaration', 'release.workloads'],
    twoVersions('ghcr.io/example/queue-operator'),
    twoVersions('ghcr.io/example/queue-operator:v1'),
  ),
  row(
    'memory in MB',
    ['resource-quantity', "pods['queue-operator'].containers.manager.memory"],
    pods({ containers: { manager: { cpu: '100m', memory: '256M' as '256Mi' } } }),
  ),
  row(
    'a container that is larger than a node',
    ['pod-size', "pods['queue-operator'].containers.manager.cpu"],
    { ...pods({ containers: { manager: { cpu: '4', memory: '256Mi' } } }), placement: nodes },
    { placement: nodes },
  ),
  row('a name with an underscore', ['resource-name', 'name'], { name: 'queue_operator' }),
];
