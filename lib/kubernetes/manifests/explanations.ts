import type { Explanations } from '../../core/explanation';

export const explanations = {
  'duplicate-object': {
    reason: 'Two objects of one kind, name and namespace are one object in the cluster: the last apply wins.',
    example: "two Workers with the name 'loader'",
    fix: "rename one of them to 'loader-eu'",
    see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  },
  'patch-reason': {
    reason: 'Reviewers of the manifests do not see a patch without an annotation.',
    example: 'deployment.addJsonPatch(operation)',
    fix: "patch(deployment, 'the partner resolves names slowly', operation)",
  },
} as const satisfies Explanations;
