import type { Explanations } from '../../core/explanation';

/** Explanations of the checks in this folder. */
export const explanations = {
  'account-id': {
    reason: 'An AWS account is identified by 12 digits. A policy that names another principal is rejected.',
    example: `account: '1'`,
    fix: `account: '111111111111'`,
    see: 'https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html',
  },
  'repository-name': {
    reason: 'ECR rejects a repository name with other characters.',
    example: `name: 'Imp//api'`,
    fix: `name: 'imp/api'`,
    see: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html',
  },
  'repository-retention': {
    reason: 'A lifecycle policy of ECR counts whole days.',
    example: `untaggedRetention: '6h'`,
    fix: `untaggedRetention: '1d'`,
    see: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html',
  },
  'repository-roles': {
    reason: 'A policy for every role of an account lets each identity in that account pull or push images.',
    example: `pull: { lab: { account: '111111111111', roles: ['*'] } }`,
    fix: `pull: { lab: { account: '111111111111', roles: ['lab-node'] } }`,
    see: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html',
  },
} as const satisfies Explanations;
