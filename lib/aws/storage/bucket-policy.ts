import { sortedEntries } from '../../core/canonical';
import { policyDocument, statementId, type Statement, type Statements } from '../iam/iam-policy';
import type { BucketProps } from './bucket-props';

/** Returns the bucket policy: prohibitions for everybody, and permissions of services. Roles of the account have their own policies. */
export function bucketPolicy({ encryption, grants = {}, ...location }: BucketProps): string {
  const serviceStatements = sortedEntries(grants).flatMap(([name, { statements }]) =>
    sortedEntries(statements(location, statementId('use', name))),
  );
  return policyDocument({
    ...requireTls(location.name),
    ...(encryption === 'sse-s3' ? {} : { DenyOtherEncryption: denyOtherEncryption(location.name) }),
    ...mergeBySid(serviceStatements),
  });
}

/** Statements of one Sid differ in their resources only: two services with a prefix each. */
function mergeBySid(statements: readonly (readonly [sid: string, statement: Statement])[]): Statements {
  const merged = new Map<string, Statement>();
  for (const [sid, statement] of statements) {
    const { resources: others = [] } = merged.get(sid) ?? {};
    merged.set(sid, { ...statement, resources: [...new Set([...others, ...(statement.resources ?? [])])] });
  }
  return Object.fromEntries(merged);
}

function requireTls(name: string): Statements {
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

/** A request without an encryption header gets the bucket's key; one with another encryption is denied. */
function denyOtherEncryption(name: string): Statement {
  return {
    actions: ['s3:PutObject'],
    // Negated operators also match a missing header, so the first condition requires that there is one.
    conditions: {
      Null: { 's3:x-amz-server-side-encryption': 'false' },
      StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' },
    },
    effect: 'deny',
    principal: 'anyone',
    resources: [`arn:aws:s3:::${name}/*`],
  };
}
