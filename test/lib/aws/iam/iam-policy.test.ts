import { checkPolicy, policyDocument, statementId, type Statements } from '../../../../lib/aws/iam/iam-policy';

const rules = (statements: Statements) =>
  checkPolicy(statements).map(({ setting, message, hint }) => [setting, message, hint]);

describe('a policy', () => {
  it('is the same text whatever the order of its statements', () => {
    const read: Statements[string] = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'] };
    const list: Statements[string] = { actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::b'] };
    expect(policyDocument({ List: list, Read: read })).toBe(policyDocument({ Read: read, List: list }));
  });

  it('names statements, principals and conditions as AWS does', () => {
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

  it('makes a name of a statement from names of ours', () => {
    expect(statementId('use', 'flow-logs')).toBe('UseFlowLogs');
  });
});

describe('what is too much', () => {
  it.each(['*:*', 's3:*'] as const)('is %s on everything', (action) => {
    expect(rules({ All: { actions: [action], resources: ['*'] } })).toEqual([
      [
        'statements.All.actions',
        `a policy must not allow everything, got '${action}'${action === '*:*' ? '' : " on '*'"}`,
        'name the actions that are used, or the resources that they are used on',
      ],
    ]);
    expect(rules({ All: { actions: ['s3:*'], resources: ['arn:aws:s3:::b/*'] } })).toEqual([]);
    expect(rules({ All: { actions: ['s3:ListAllMyBuckets'], resources: ['*'] } })).toEqual([]);
  });

  it('is to pass any role, also behind a pattern and in other letters', () => {
    const hint = 'name the roles that may be passed: who passes any role has the rights of all';
    expect(rules({ Pass: { actions: ['iam:PassRole'], resources: ['*'] } })).toEqual([
      ['statements.Pass.resources', "iam:PassRole must name the roles, got '*'", hint],
    ]);
    expect(rules({ Pass: { actions: ['iam:Pass*'], resources: ['arn:aws:iam::111111111111:role/*'] } })).toEqual([
      [
        'statements.Pass.resources',
        "iam:PassRole must name the roles, got 'arn:aws:iam::111111111111:role/*' through 'iam:Pass*'",
        hint,
      ],
    ]);
    expect(rules({ Pass: { actions: ['IAM:passrole'], resources: ['*'] } })).toHaveLength(1);
    expect(rules({ Pass: { actions: ['iam:PassRole'], resources: ['arn:aws:iam::111111111111:role/node'] } })).toEqual(
      [],
    );
    expect(rules({ Read: { actions: ['iam:GetRole'], resources: ['*'] } })).toEqual([]);
  });

  it('is everybody without a condition; a refusal is never too much', () => {
    expect(
      rules({ Open: { actions: ['s3:GetObject'], principal: 'anyone', resources: ['arn:aws:s3:::b/*'] } }),
    ).toEqual([
      [
        'statements.Open.principal',
        "a policy must not allow everybody without a condition, got principal '*'",
        'name the principal, or add a condition',
      ],
    ]);
    expect(rules({ No: { actions: ['*:*'], effect: 'deny', principal: 'anyone', resources: ['*'] } })).toEqual([]);
  });

  it('is no name for a statement that IAM refuses', () => {
    expect(rules({ 'read-it': { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'] } })).toEqual([
      [
        'statements.read-it',
        "a statement's name is letters and digits, got 'read-it'",
        "rename it, for example to 'ReadIt'",
      ],
    ]);
  });
});
