import type { Explanations } from '../../core/explanation';

export const explanations = {
  'duplicate-object': {
    reason: 'Two objects of one kind, name and namespace are one object in the cluster: the last apply wins.',
    example: "two Workers with the name 'loader'",
    fix: "rename one of them to 'loader-eu'",
    see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  },
  'patch-effect': {
    reason:
      'A patch without an effect looks as if it protected something. Often its path is misspelt, or the library has it by now.',
    example: "patch(deployment, reason, JsonPatch.replace('/spec/template/spec/dnsPolcy', 'Default'))",
    fix: "patch(deployment, reason, JsonPatch.add('/spec/template/spec/dnsPolicy', 'Default'))",
    see: 'https://datatracker.ietf.org/doc/html/rfc6902',
  },
  'patch-reason': {
    reason: 'Reviewers of the manifests do not see a patch without an annotation.',
    example: 'deployment.addJsonPatch(operation)',
    fix: "patch(deployment, 'the partner resolves names slowly', operation)",
  },
} as const satisfies Explanations;
