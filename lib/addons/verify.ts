import { isDeepStrictEqual } from 'node:util';
import { byCodePoint, sortedEntries } from '../core/canonical';
import type { Finding } from '../core/diagnostics';
import { usedImages } from './checks';
import type { AddonProps, AddonWorkload } from './props';
import { containersOf, imagesOf, isWorkload, type RenderedObject } from './rendered-object';
import { compareImages } from './verify-images';
import { compareNamespaces } from './verify-namespaces';

/**
 * Returns findings about the objects that kustomize makes of an addon's source: an object, image or custom resource definition
 * that the release does not declare, or that it declares and the source does not have, and an object that was moved out of the
 * namespace that the source means.
 *
 * @param source the objects of the source, without the kustomization
 */
export function compareWithSource(
  props: AddonProps,
  objects: readonly RenderedObject[],
  source: readonly RenderedObject[],
): Finding[] {
  const { release } = props;
  const workloads = objects.filter(isWorkload);
  const crds = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
  const others = objects.filter((object) => !workloads.includes(object) && !crds.includes(object));
  return [
    ...compareNames(
      'crds',
      release.crds,
      crds.map(({ metadata }) => metadata.name),
    ),
    ...compareNames(
      'objects',
      release.objects,
      others.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    ),
    ...compareNames(
      'workloads',
      sortedEntries(release.workloads).map(([name, { kind }]) => `${kind} ${name}`),
      workloads.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    ),
    ...compareNames(
      'images',
      [...declaredImages(props)],
      workloads.flatMap((object) => imagesOf(object, release)),
    ),
    ...workloads.flatMap((object) => {
      const declared = release.workloads[object.metadata.name];
      return declared ? compareWorkload(props, object, declared) : [];
    }),
    ...compareImages(props, objects, source),
    ...compareWebhooks(props, others),
    ...compareNamespaces(props, objects, source),
  ];
}

function declaredImages({ images, release }: AddonProps): Set<string> {
  return new Set(
    usedImages(release).map((name) => {
      const image = images[name];
      return image ? `${image.repository}@${image.digest}` : name;
    }),
  );
}

function compareNames(setting: string, declared: readonly string[], rendered: readonly string[]): Finding[] {
  const undeclared = [...new Set(rendered)].filter((name) => !declared.includes(name)).sort(byCodePoint);
  const missing = declared.filter((name) => !rendered.includes(name)).sort(byCodePoint);
  return [
    ...undeclared.map((name) => ({
      id: 'addon-undeclared',
      setting: ['release', setting],
      message: `${setting} must contain everything that the source has; got no ${name}`,
      hint: 'read what it does, and add it',
    })),
    ...missing.map((name) => ({
      id: 'addon-missing',
      setting: ['release', setting],
      message: `${setting} must be in the source; got ${name}, which it does not have`,
      hint: 'remove it, or correct the commit or the folder',
    })),
  ];
}

/** Compares what the kustomization sets: a patch of a container that does not exist would add a second one. */
function compareWorkload(
  { pods }: AddonProps,
  object: RenderedObject,
  { containers, initContainers = {}, metricsPort, podLabels, webhookPort }: AddonWorkload,
): Finding[] {
  const { name } = object.metadata;
  const at = ['release', 'workloads', name];
  const rendered = containersOf(object);
  const labels = object.spec?.template?.metadata?.labels ?? {};
  const ports = rendered.flatMap((container) => container.ports ?? []).map(({ containerPort }) => containerPort);
  const wrong = (setting: readonly string[], wanted: string, got: string): Finding => ({
    id: 'addon-workload',
    setting,
    message: `${setting.at(-1)} of ${name} must be ${wanted}, as in the source; got ${got}`,
    hint: 'correct the declaration',
  });
  const pod = object.spec?.template?.spec ?? {};
  return [
    ...[
      { setting: 'containers', source: pod.containers ?? [], written: containers },
      { setting: 'initContainers', source: pod.initContainers ?? [], written: initContainers },
    ].flatMap(({ setting, source, written }) => {
      const names = source.map((container) => container.name).sort(byCodePoint);
      const declared = Object.keys(written).sort(byCodePoint);
      const isSame = isDeepStrictEqual(names, declared);
      return isSame ? [] : [wrong([...at, setting], names.join(', ') || 'none', declared.join(', ') || 'none')];
    }),
    ...(Object.entries(podLabels).every(([key, value]) => labels[key] === value) && Object.keys(podLabels).length > 0
      ? []
      : [wrong([...at, 'podLabels'], shown(object.spec?.selector?.matchLabels ?? labels), shown(podLabels))]),
    ...[
      { name: 'metricsPort', port: metricsPort },
      { name: 'webhookPort', port: webhookPort },
    ].flatMap(({ name: setting, port }) =>
      // A container may listen on a port that it does not list.
      port === undefined || ports.length === 0 || ports.includes(port)
        ? []
        : [wrong([...at, setting], `one of ${ports.join(', ')}`, String(port))],
    ),
    ...(object.spec?.replicas === (pods[name]?.replicas ?? 1)
      ? []
      : [wrong(['pods', name, 'replicas'], String(object.spec?.replicas ?? 1), String(pods[name]?.replicas ?? 1))]),
  ];
}

/** A webhook whose port no NetworkPolicy opens blocks every request that it is called for. */
function compareWebhooks({ release }: AddonProps, others: readonly RenderedObject[]): Finding[] {
  const webhooks = others.filter(({ kind }) => /^(?:Mutating|Validating)WebhookConfiguration$/.test(kind));
  const isOpen = Object.values(release.workloads).some(({ webhookPort }) => webhookPort !== undefined);
  if (webhooks.length === 0 || isOpen) return [];
  return [
    {
      id: 'addon-webhook-port',
      setting: 'release.workloads',
      message: `workloads must have a webhookPort for ${webhooks.map(({ metadata }) => metadata.name).join(', ')}; got none`,
      hint: 'add webhookPort to the workload that serves them: its NetworkPolicy admits the API server',
    },
  ];
}

function shown(labels: Readonly<Record<string, string>>): string {
  return sortedEntries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
