import type { Explanations } from '../../core/explanation';

/** Explanations of the checks in this folder. */
export const explanations = {
  'physical-name': {
    reason:
      'AWS gives a name to one resource of a kind in an account and region. It rejects the second one in the middle of an apply, or overwrites the first one without an error.',
    example: "nodeGroups: { general: { physicalName: 'shared' }, transfer: { physicalName: 'shared' } }",
    fix: "nodeGroups: { general: { physicalName: 'shared' }, transfer: {} }",
    see: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html',
  },
  'stack-tags': {
    reason:
      'AWS rejects other keys, other characters and more tags at the apply, and IAM two keys that differ in case only. A tag that a construct sets too would be one thing for some resources and another for others.',
    example: "tags: { Environment: 'lab' }",
    fix: "tags: { team: 'payments' }",
    see: 'https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html',
  },
  'provider-lock': {
    reason:
      'terraform init fails if the lock file names another version of a provider than the stack requires, or does not contain the provider.',
    example: 'version = "6.24.0" // in a lock file, while the stacks require 6.25.0',
    fix: 'version = "6.25.0"',
    see: 'https://developer.hashicorp.com/terraform/language/files/dependency-lock',
  },
  'provider-lock-platforms': {
    reason:
      'A lock file that was written on one machine holds the checksums of that platform only. terraform init fails on every other platform.',
    example: 'terraform providers lock -platform=linux_amd64',
    fix: 'scripts/lock-providers.sh',
    see: 'https://developer.hashicorp.com/terraform/cli/commands/providers/lock',
  },
} as const satisfies Explanations;
