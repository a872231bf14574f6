import { canonicalJson, sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';
import type { SettingPath } from '../../core/settings-location';

/** An action of a service: `kms:Decrypt`. `checkPolicy` rejects `*` alone. */
export type Action = `${string}:${string}`;

/** Principal of a statement in a resource policy. */
export type Principal =
  | { readonly service: string }
  /** Every identity of these accounts whose own policy allows it too. */
  | { readonly accounts: readonly string[] }
  /** Roles by their ARN: a resource policy accepts no names. They must exist before the policy. */
  | { readonly roles: readonly string[] }
  | 'anyone';

/** Conditions by operator, then by key: `{ StringEquals: { 'aws:SourceAccount': '111111111111' } }`. All of them must hold. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Statement of a policy: a permission or, with `deny`, a prohibition. */
export interface Statement {
  /** @default 'allow' */
  readonly effect?: 'allow' | 'deny';
  /** Allowed or denied actions. */
  readonly actions: readonly Action[];
  /**
   * ARNs of the resources. The policy of a key or repository names none, because it applies to that resource.
   *
   * @default none
   */
  readonly resources?: readonly string[];
  /**
   * Identities that the statement applies to, in resource and trust policies only.
   *
   * @default the identity that the policy is attached to
   */
  readonly principal?: Principal;
  /** @default none */
  readonly conditions?: Conditions;
}

/** Statements by their Sid: letters and digits that name their purpose. */
export type Statements = Readonly<Record<string, Statement>>;

/** Returns the policy as JSON, with the statements sorted by Sid. */
export function policyDocument(statements: Statements): string {
  return JSON.stringify({
    Statement: sortedEntries(statements).map(([sid, statement]) => renderStatement(sid, statement)),
    Version: '2012-10-17',
  });
}

function renderStatement(
  sid: string,
  { actions, conditions, effect = 'allow', principal, resources }: Statement,
): unknown {
  return canonicalJson({
    Action: actions,
    Condition: conditions,
    Effect: effect === 'allow' ? 'Allow' : 'Deny',
    Principal: principal && renderPrincipal(principal),
    Resource: resources,
    Sid: sid,
  });
}

function renderPrincipal(principal: Principal): unknown {
  // Equal to a bare '*', which some programs that read policies do not accept.
  if (principal === 'anyone') return { AWS: '*' };
  if ('service' in principal) return { Service: principal.service };
  return 'accounts' in principal
    ? { AWS: principal.accounts.map((account) => `arn:aws:iam::${account}:root`) }
    : { AWS: principal.roles };
}

/** Returns the statements without those whose list of resources is empty, which AWS rejects. */
export function withResources(statements: Statements): Statements {
  return Object.fromEntries(sortedEntries(statements).filter(([, { resources }]) => resources?.length !== 0));
}

/** Returns a Sid made of names: `use` and `flow-logs` become `UseFlowLogs`. */
export function statementId(...names: readonly string[]): string {
  return names
    .flatMap((name) => name.split(/[^A-Za-z0-9]+/))
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
}

/** Checks that a policy does not allow too much. A statement that denies is never too broad. */
export function checkPolicy(statements: Statements, setting = 'statements'): Finding[] {
  return sortedEntries(statements).flatMap(([sid, statement]) => [
    ...checkSid(sid, [setting, sid]),
    ...(statement.effect === 'deny' ? [] : checkAllowed(statement, [setting, sid])),
  ]);
}

function checkSid(sid: string, setting: SettingPath): Finding[] {
  if (/^[A-Za-z0-9]+$/.test(sid)) return [];
  const plain = statementId(sid);
  return [
    {
      id: 'policy-statement-id',
      setting,
      message: `statement id must be letters and digits; got '${sid}'`,
      hint: `rename it, for example to '${plain === '' ? 'ReadObjects' : plain}'`,
    },
  ];
}

function checkAllowed(
  { actions, conditions, principal, resources = [] }: Statement,
  statement: SettingPath,
): Finding[] {
  const findings: Finding[] = [];
  const anyAction = actions.find((action) => action === ('*' as string) || action.startsWith('*:'));
  // A policy without resources applies to the one resource that it is attached to.
  const anyResource = actions.find((action) => action.endsWith(':*') && resources.includes('*'));
  if (anyAction !== undefined || anyResource !== undefined) {
    findings.push({
      id: 'policy-wildcard',
      setting: [...statement, 'actions'],
      message: `actions must not allow everything; got '${anyAction ?? anyResource}'${anyAction === undefined ? ` on '*'` : ''}`,
      hint: 'list the actions that are used, or the resources that they are used on',
    });
  }
  // A statement that allows every action has been reported.
  const passRole = anyAction === undefined ? actions.find((action) => matchesPassRole(action)) : undefined;
  if (passRole !== undefined && resources.some((resource) => /(^\*$|:role\/\*$)/.test(resource))) {
    findings.push({
      id: 'policy-pass-role',
      setting: [...statement, 'resources'],
      message: `resources must name the roles for iam:PassRole; got '${resources.join(', ')}'${passRole === 'iam:PassRole' ? '' : ` for '${passRole}'`}`,
      hint: 'list the roles that may be passed: an identity that passes any role has the permissions of all',
    });
  }
  if (principal === 'anyone' && conditions === undefined) {
    findings.push({
      id: 'policy-public-principal',
      setting: [...statement, 'principal'],
      message: `principal must not be 'anyone' without a condition; got 'anyone'`,
      hint: 'name the principal, or add a condition',
    });
  }
  return findings;
}

/** True if an action's pattern matches iam:PassRole. IAM's names are case-insensitive. */
function matchesPassRole(action: string): boolean {
  const pattern = action.toLowerCase().replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test('iam:passrole');
}
