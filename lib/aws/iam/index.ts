export {
  type Action,
  type Conditions,
  policyDocument,
  type Principal,
  type Statement,
  type Statements,
} from './iam-policy';
export { type IKmsKey, KmsKey, KmsKeyGrant, type KmsKeyProps } from './kms-key';
