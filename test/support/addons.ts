import { Addon } from '../../lib/addons/addon';
import type { AddonProps, AddonRelease } from '../../lib/addons/props';
import type { Construct } from 'constructs';

/** A release with an operator that has a webhook and metrics. */
export const sampleRelease: AddonRelease = {
  repository: 'example/queue-operator',
  folder: 'config',
  tag: 'v1.2.0',
  commit: '0123456789abcdef0123456789abcdef01234567',
  kubernetes: { min: '1.33', max: '1.35' },
  crds: ['queues.example.com'],
  objects: ['ServiceAccount queue-operator', 'ValidatingWebhookConfiguration queues'],
  workloads: {
    'queue-operator': {
      kind: 'Deployment',
      podLabels: { app: 'queue-operator' },
      containers: { manager: 'ghcr.io/example/queue-operator' },
      metricsPort: 8080,
      webhookPort: 9443,
    },
  },
};

export const sampleImage = { repository: 'registry.example.com/queue-operator', digest: `sha256:${'ab'.repeat(32)}` };

/** Props of an addon in its namespace. */
export const addonProps: AddonProps = {
  apiServer: [{ name: 'api-server', ports: [443], peer: { addresses: ['172.20.0.1/32'] } }],
  apiServerAddresses: ['10.0.1.0/24'],
  images: { 'ghcr.io/example/queue-operator': sampleImage },
  kubernetesVersion: '1.34',
  name: 'queue-operator',
  namespace: 'queues',
  pods: { 'queue-operator': { containers: { manager: { cpu: '100m', memory: '256Mi' } }, replicas: 2 } },
  release: sampleRelease,
};

/** Adds the sample addon to a chart. */
export function addon(scope: Construct, own: Partial<AddonProps> = {}, id = 'queue-operator'): Addon {
  return new Addon(scope, id, { ...addonProps, ...own });
}

/** Objects of the sample's source, as the kustomization renders them. */
export function sampleObjects(container: object = {}) {
  const { digest, repository } = sampleImage;
  return [
    { kind: 'CustomResourceDefinition', metadata: { name: 'queues.example.com' } },
    { kind: 'ServiceAccount', metadata: { name: 'queue-operator' } },
    { kind: 'ValidatingWebhookConfiguration', metadata: { name: 'queues' } },
    {
      kind: 'Deployment',
      metadata: { name: 'queue-operator' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'queue-operator' } },
        template: {
          metadata: { labels: { app: 'queue-operator' } },
          spec: {
            containers: [
              {
                name: 'manager',
                image: `${repository}@${digest}`,
                ports: [{ containerPort: 8080 }, { containerPort: 9443 }],
                ...container,
              },
            ],
          },
        },
      },
    },
  ];
}
