import type { Explanations } from '../../core/explanation';

/** Explanations of the checks in this folder. */
export const explanations = {
  'state-stack-name': {
    reason:
      'The policy of a role names states by their key, <environment>/<stack>.tfstate. A wildcard in a name would give access to other states.',
    example: `access: { ci: { environment: 'dev', stacks: ['*'], to: 'apply' } }`,
    fix: `access: { ci: { environment: 'dev', to: 'apply' } }`,
    see: 'https://developer.hashicorp.com/terraform/language/backend/s3',
  },
} as const satisfies Explanations;
