import type { Construct } from 'constructs';
import { sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import { objectsIn } from '../../kubernetes/manifests/objects';
import { enabledAnnotation } from './filebeat-yml';

interface Annotated {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, unknown>> };
}

/** An object that has templates of pods, or is a pod. */
interface Templates extends Annotated {
  readonly kind: string;
  readonly metadata: { readonly annotations?: Readonly<Record<string, unknown>>; readonly name: string };
  readonly spec?: {
    readonly jobTemplate?: { readonly spec?: { readonly template?: Annotated } };
    readonly nodeSets?: readonly { readonly podTemplate?: Annotated }[];
    readonly podTemplate?: Annotated;
    readonly template?: Annotated;
  };
}

/** Checks annotations of all pods in the program: those of Filebeat's hints have no effect, except the one that excludes a pod. */
export function checkAnnotations(scope: Construct): Finding[] {
  return objectsIn(scope.node.root).flatMap((object) => {
    const manifest = object.toJson() as Templates;
    const { kind, metadata, spec } = manifest;
    const pods: readonly (Annotated | undefined)[] = [
      ...(kind === 'Pod' ? [manifest] : []),
      spec?.template,
      spec?.podTemplate,
      spec?.jobTemplate?.spec?.template,
      ...(spec?.nodeSets ?? []).map(({ podTemplate }) => podTemplate),
    ];
    // The annotations of a namespace or a workload are not those of its pods.
    const others = kind === 'Pod' ? [] : hints(manifest);
    return [...others, ...pods.flatMap(hints).filter(([key, value]) => !isAccepted(key, value))].map(
      ([key, value]) => ({
        id: 'filebeat-annotation',
        setting: 'name',
        message: `annotations co.elastic.logs must be ${enabledAnnotation} of pods, with 'true' or 'false'; got ${key}: '${String(value)}' of ${kind} ${metadata.name}`,
        hint: 'remove it, and describe events of several lines in multiline of Filebeat',
      }),
    );
  });
}

function isAccepted(key: string, value: unknown): boolean {
  return key === enabledAnnotation && (value === 'true' || value === 'false');
}

/** Returns the hints of all containers of a pod, and of one: `co.elastic.logs.sidecar/raw`. */
function hints(annotated: Annotated | undefined): (readonly [string, unknown])[] {
  return sortedEntries(annotated?.metadata?.annotations ?? {}).filter(([key]) => /^co\.elastic\.logs[./]/.test(key));
}
