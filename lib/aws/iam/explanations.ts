import type { Explanations } from '../../core/explanation';

/** Explanations of the checks in this folder. */
export const explanations = {
  'kms-key-alias': {
    reason: 'KMS rejects an alias with other characters, and reserves the prefix aws/ for keys that AWS manages.',
    example: `name: 'aws/logs'`,
    fix: `name: 'lab-logs'`,
    see: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html',
  },
  'kms-key-deletion-window': {
    reason: 'KMS deletes a key after a waiting period of 7 to 30 days, in which the deletion can be cancelled.',
    example: `deletionWindow: '3d'`,
    fix: `deletionWindow: '7d'`,
    see: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html',
  },
  'kms-key-grant-name': {
    reason:
      'The name of a grant becomes the Sid of a statement, which consists of letters and digits and is unique in its policy.',
    example: `grants: { 'flow-logs': KmsKeyGrant.alarms(), 'flow_logs': KmsKeyGrant.logDelivery() }`,
    fix: `grants: { 'alarms': KmsKeyGrant.alarms(), 'flow-logs': KmsKeyGrant.logDelivery() }`,
    see: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html',
  },
  'kms-key-rotation': {
    reason: 'KMS rotates key material every 90 to 2560 days.',
    example: `rotation: '30d'`,
    fix: `rotation: '90d'`,
    see: 'https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html',
  },
  'policy-pass-role': {
    reason:
      'iam:PassRole lets an identity start a service with a role. With any role allowed, the identity has the permissions of every role in the account.',
    example: `Pass: { actions: ['iam:PassRole'], resources: ['*'] }`,
    fix: `Pass: { actions: ['iam:PassRole'], resources: ['arn:aws:iam::111111111111:role/lab-node'] }`,
    see: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  },
  'policy-public-principal': {
    reason:
      'A resource policy that allows every principal without a condition opens the resource to all accounts of AWS.',
    example: `Read: { actions: ['s3:GetObject'], principal: 'anyone', resources: ['arn:aws:s3:::b/*'] }`,
    fix: `Read: { actions: ['s3:GetObject'], principal: { accounts: ['111111111111'] }, resources: ['arn:aws:s3:::b/*'] }`,
    see: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  },
  'policy-statement-id': {
    reason: 'IAM rejects a Sid with characters other than letters and digits.',
    example: `'read-objects': { actions: ['s3:GetObject'] }`,
    fix: `ReadObjects: { actions: ['s3:GetObject'] }`,
    see: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html',
  },
  'policy-wildcard': {
    reason:
      'A policy that allows every action, or every action of a service on every resource, has no least privilege.',
    example: `All: { actions: ['s3:*'], resources: ['*'] }`,
    fix: `Read: { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::imp-lab-objects/*'] }`,
    see: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  },
} as const satisfies Explanations;
