import { sortedEntries } from '../../core/canonical';
import type { BucketProps } from './bucket-props';
import { policyDocument, statementId, type Statement, type Statements } from '../iam/iam-policy';

/** What nobody may do, and what services may. People and roles of the account are allowed by policies of their own. */
export function bucketPolicy({ encryption, grants = {}, ...place }: BucketProps): string {
  const uses = sortedEntries(grants).flatMap(([name, { statements }]) =>
    sortedEntries(statements(place)).map(([suffix, statement]): [string, Statement] => [
      `${statementId('use', name)}${suffix}`,
      statement,
    ]),
  );
  return policyDocument({
    ...refusals(place.name),
    ...(encryption === 's3' ? {} : { DenyOtherEncryption: otherEncryption(place.name) }),
    ...Object.fromEntries(uses),
  });
}

function refusals(name: string): Statements {
  const everything = { actions: ['s3:*'], resources: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`] } as const;
  return {
    DenyOldTls: {
      ...everything,
      conditions: { NumericLessThan: { 's3:TlsVersion': '1.2' } },
      effect: 'deny',
      principal: 'anyone',
    },
    DenyPlainText: {
      ...everything,
      conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      effect: 'deny',
      principal: 'anyone',
    },
  };
}

/** Who does not say how to encrypt gets the bucket's key; who says something else is refused. */
function otherEncryption(name: string): Statement {
  return {
    actions: ['s3:PutObject'],
    // Negated operators hold where the header is missing, so the first condition asks whether it is there at all.
    conditions: {
      Null: { 's3:x-amz-server-side-encryption': 'false' },
      StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' },
    },
    effect: 'deny',
    principal: 'anyone',
    resources: [`arn:aws:s3:::${name}/*`],
  };
}
