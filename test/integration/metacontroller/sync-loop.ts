import type { KubernetesObject, ObjectMetadata } from '../../../lib/operators/metacontroller/custom-resource';
import { expect } from '../support/report';
import type { Outcome } from '../support/process';
import type { Controller } from './program';

interface Metadata extends ObjectMetadata {
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly { readonly uid: string }[];
}

interface LiveObject extends KubernetesObject {
  readonly metadata: Metadata;
  readonly status?: object;
}

interface Hook {
  readonly version: 'v1' | 'v2';
  readonly webhook: { readonly path: string };
}

interface CompositeController extends KubernetesObject {
  readonly spec: {
    readonly parentResource: { readonly apiVersion: string; readonly resource: string };
    readonly childResources: readonly {
      readonly apiVersion: string;
      readonly resource: string;
      readonly updateStrategy: { readonly method: string };
    }[];
    readonly generateSelector: boolean;
    readonly hooks: { readonly finalize?: Hook; readonly sync: Hook };
  };
}

/** Access to the cluster, with the permissions of Metacontroller. */
interface SyncTools {
  readonly kubectl: (args: readonly string[]) => Promise<Outcome>;
  readonly log: string;
  /** Writes an object to a file, and returns its path. */
  readonly writeObject: (name: string, object: object) => string;
}

interface Response {
  readonly children: readonly LiveObject[];
  readonly finalized?: boolean;
  readonly status: object;
}

/** Kinds of the resources that the example has as children. */
const kinds: Readonly<Record<string, string>> = { jobs: 'Job', networkpolicies: 'NetworkPolicy' };

/** Keys that Metacontroller accepts in a response of version 2. */
const responseKeys = ['children', 'finalized', 'resyncAfterSeconds', 'status'];

/**
 * Syncs the objects of CompositeControllers as Metacontroller does, one pass at a time and with its permissions: it observes the children that a
 * parent owns, calls the hook, and creates, updates and deletes children.
 *
 * @see https://github.com/metacontroller/metacontroller/blob/v4.17.2/pkg/controller/composite/controller.go
 */
export class SyncLoop implements Controller {
  constructor(
    private readonly url: string,
    private readonly tools: SyncTools,
  ) {}

  async pass(): Promise<void> {
    const controllers = await this.list<CompositeController>('compositecontrollers.metacontroller.k8s.io');
    for (const controller of controllers) {
      const parents = await this.list<LiveObject>(resourceName(controller.spec.parentResource));
      for (const parent of parents) await this.sync(controller, parent);
    }
  }

  async stop(): Promise<void> {
    // Nothing runs between two passes.
  }

  private async sync(controller: CompositeController, found: LiveObject): Promise<void> {
    const { spec } = controller;
    const finalizer = `metacontroller.io/compositecontroller-${controller.metadata.name}`;
    const finalizers = found.metadata.finalizers ?? [];
    const isDeleted = found.metadata.deletionTimestamp !== undefined;
    if (isDeleted && !finalizers.includes(finalizer)) return;
    if (spec.hooks.finalize && !isDeleted && !finalizers.includes(finalizer)) {
      await this.setFinalizers(spec, found, [...finalizers, finalizer]);
      return;
    }
    const observed = await this.observe(spec, found);
    const hook = isDeleted ? (spec.hooks.finalize ?? spec.hooks.sync) : spec.hooks.sync;
    const response = await this.call(hook, {
      controller,
      parent: found,
      children: observed,
      related: {},
      finalizing: isDeleted,
    });
    if (response.finalized) {
      await this.setFinalizers(
        spec,
        found,
        finalizers.filter((name) => name !== finalizer),
      );
      return;
    }
    await this.manageChildren(spec, found, observed, response.children);
    await this.updateStatus(spec, found, response.status);
  }

  /** Returns the children that the parent owns, with an entry for each kind, and with their namespaces in their names. */
  private async observe({ childResources }: CompositeController['spec'], parent: LiveObject) {
    const observed: Record<string, Record<string, LiveObject>> = {};
    for (const child of childResources) {
      const objects = (await this.list<LiveObject>(resourceName(child))).filter(
        ({ metadata }) =>
          metadata.ownerReferences?.some(({ uid }) => uid === parent.metadata.uid) &&
          metadata.labels?.['controller-uid'] === parent.metadata.uid,
      );
      observed[`${kinds[child.resource]}.${child.apiVersion}`] = Object.fromEntries(
        objects.map((object) => [`${object.metadata.namespace}/${object.metadata.name}`, object]),
      );
    }
    return observed;
  }

  private async call({ version, webhook }: Hook, request: object): Promise<Response> {
    expect(version === 'v2', `the hook has version ${version}`);
    const response = await fetch(this.url + webhook.path, {
      body: JSON.stringify(request),
      headers: { 'content-type': 'application/json' },
      method: 'POST',
    });
    const text = await response.text();
    expect(response.status === 200, `the hook ${webhook.path} answers ${response.status}`, this.tools.log, text);
    const body = JSON.parse(text) as Response;
    const unknown = Object.keys(body).filter((key) => !responseKeys.includes(key));
    expect(unknown.length === 0, `the hook ${webhook.path} answers with ${unknown.join(', ')}`, this.tools.log, text);
    return body;
  }

  private async manageChildren(
    { childResources }: CompositeController['spec'],
    parent: LiveObject,
    observed: Readonly<Record<string, Readonly<Record<string, LiveObject>>>>,
    desired: readonly LiveObject[],
  ): Promise<void> {
    const nameOf = ({ apiVersion, kind, metadata }: LiveObject) => [kind, apiVersion, metadata.name].join(' ');
    const existing = Object.values(observed).flatMap((objects) => Object.values(objects));
    for (const child of existing) {
      if (desired.some((object) => nameOf(object) === nameOf(child)) || child.metadata.deletionTimestamp) continue;
      await this.run(
        'delete',
        `${child.kind}/${child.metadata.name}`,
        ...inNamespace(child),
        '--wait=false',
        '--cascade=background',
      );
    }
    for (const child of desired) {
      const rule = childResources.find(
        ({ apiVersion, resource }) => apiVersion === child.apiVersion && kinds[resource] === child.kind,
      );
      expect(rule !== undefined, `${child.kind} is no child resource of the controller`);
      const file = this.tools.writeObject(`${child.kind}-${child.metadata.name}`, owned(child, parent));
      const exists = existing.some((object) => nameOf(object) === nameOf(child));
      if (!exists) await this.run('create', '-f', file);
      else if (rule.updateStrategy.method === 'InPlace') {
        await this.run('apply', '--server-side', '--force-conflicts', '--field-manager=metacontroller', '-f', file);
      }
    }
  }

  private async updateStatus(
    { parentResource }: CompositeController['spec'],
    parent: LiveObject,
    status: object,
  ): Promise<void> {
    const wanted = { ...status, observedGeneration: parent.metadata.generation };
    const { metadata } = parent;
    const patch = [{ op: 'add', path: '/status', value: wanted }];
    await this.run(
      'patch',
      resourceName(parentResource),
      metadata.name,
      ...inNamespace(parent),
      '--subresource=status',
      '--type=json',
      '-p',
      JSON.stringify(patch),
    );
  }

  private async setFinalizers(
    { parentResource }: CompositeController['spec'],
    parent: LiveObject,
    finalizers: readonly string[],
  ): Promise<void> {
    const patch = JSON.stringify({ metadata: { finalizers } });
    await this.run(
      'patch',
      resourceName(parentResource),
      parent.metadata.name,
      ...inNamespace(parent),
      '--type=merge',
      '-p',
      patch,
    );
  }

  private async list<Found>(resource: string): Promise<readonly Found[]> {
    const { stdout } = await this.run('get', resource, '--all-namespaces', '-o', 'json');
    return (JSON.parse(stdout) as { readonly items: readonly Found[] }).items;
  }

  private run(...args: readonly string[]): Promise<Outcome> {
    return this.tools.kubectl(args);
  }
}

/** Returns a child with the label and the owner that Metacontroller adds. */
function owned(child: LiveObject, { apiVersion, kind, metadata }: LiveObject): object {
  const { name, uid = '' } = metadata;
  const owner = { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
  const labels = { ...child.metadata.labels, 'controller-uid': uid };
  return { ...child, metadata: { ...child.metadata, labels, ownerReferences: [owner] } };
}

/** Returns the full name of a resource for kubectl: `jobs.v1.batch`. */
function resourceName({ apiVersion, resource }: { readonly apiVersion: string; readonly resource: string }): string {
  const [group = '', version] = apiVersion.split('/');
  return version === undefined ? resource : `${resource}.${version}.${group}`;
}

function inNamespace({ metadata }: LiveObject): readonly string[] {
  return ['--namespace', metadata.namespace ?? ''];
}
