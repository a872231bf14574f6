import { policyDocument, statementId, type Statements } from '../../../../lib/aws/iam/iam-policy';

describe('policy document', () => {
  it('text: does not depend on the order of statements', () => {
    const read: Statements[string] = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'] };
    const list: Statements[string] = { actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::b'] };
    expect(policyDocument({ List: list, Read: read })).toBe(policyDocument({ Read: read, List: list }));
  });

  it('statements: have the element names of AWS', () => {
    expect(
      JSON.parse(
        policyDocument({
          Deny: { actions: ['s3:*'], effect: 'deny', principal: 'anyone', resources: ['arn:aws:s3:::b'] },
          Use: {
            actions: ['kms:Decrypt'],
            conditions: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
            principal: { accounts: ['111111111111'] },
          },
        }),
      ),
    ).toEqual({
      Statement: [
        { Action: ['s3:*'], Effect: 'Deny', Principal: { AWS: '*' }, Resource: ['arn:aws:s3:::b'], Sid: 'Deny' },
        {
          Action: ['kms:Decrypt'],
          Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
          Effect: 'Allow',
          Principal: { AWS: ['arn:aws:iam::111111111111:root'] },
          Sid: 'Use',
        },
      ],
      Version: '2012-10-17',
    });
  });

  it('statement id: is made of the names of its parts', () => {
    expect(statementId('use', 'flow-logs')).toBe('UseFlowLogs');
  });
});
