import { canonicalJson, sortedEntries } from '../../core/canonical';
import type { Finding } from '../../core/diagnostics';

/** An action of a service: `kms:Decrypt`. `*` alone is refused by `checkPolicy`. */
export type Action = `${string}:${string}`;

/** Who a statement of a resource's policy is about. */
export type Principal =
  | { readonly service: string }
  /** Every identity of these accounts that its own policy allows as well. */
  | { readonly accounts: readonly string[] }
  /** Roles by their ARN: a policy of a resource takes no names. They must exist before the policy does. */
  | { readonly roles: readonly string[] }
  | 'anyone';

/** Tests by their operator, then by key: `{ StringEquals: { 'aws:SourceAccount': '111111111111' } }`. All of them must hold. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One permission or, with `deny`, one refusal. */
export interface Statement {
  /** @default 'allow' */
  readonly effect?: 'allow' | 'deny';
  /** What may be done, action by action. */
  readonly actions: readonly Action[];
  /** What it may be done to. A key's and a repository's own policy name none: they are about themselves. @default none */
  readonly resources?: readonly string[];
  /** Who may do it: in policies of resources and of trust only. @default whoever the policy is attached to */
  readonly principal?: Principal;
  /** @default none */
  readonly conditions?: Conditions;
}

/** Statements by their Sid: letters and digits, saying what they are for. */
export type Statements = Readonly<Record<string, Statement>>;

/** The policy as AWS reads it, in one order whatever the order of the statements. */
export function policyDocument(statements: Statements): string {
  return JSON.stringify({
    Statement: sortedEntries(statements).map(([sid, statement]) => rendered(sid, statement)),
    Version: '2012-10-17',
  });
}

function rendered(sid: string, { actions, conditions, effect = 'allow', principal, resources }: Statement): unknown {
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
  // The same as a bare '*', which some who read policies, the emulated account among them, take for a mistake.
  if (principal === 'anyone') return { AWS: '*' };
  if ('service' in principal) return { Service: principal.service };
  return 'accounts' in principal
    ? { AWS: principal.accounts.map((account) => `arn:aws:iam::${account}:root`) }
    : { AWS: principal.roles };
}

/** A statement's name from names of ours: `use` and `flow-logs` become `UseFlowLogs`. */
export function statementId(...names: readonly string[]): string {
  return names
    .flatMap((name) => name.split(/[^A-Za-z0-9]+/))
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
}

/** What is too much in a policy. A refusal (`deny`) can never be too much. */
export function checkPolicy(statements: Statements, setting = 'statements'): Finding[] {
  return sortedEntries(statements).flatMap(([sid, statement]) => [
    ...checkSid(sid, `${setting}.${sid}`),
    ...(statement.effect === 'deny' ? [] : checkAllowed(statement, `${setting}.${sid}`)),
  ]);
}

function checkSid(sid: string, setting: string): Finding[] {
  if (/^[A-Za-z0-9]+$/.test(sid)) return [];
  const plain = statementId(sid);
  return [
    {
      hint: `rename it, for example to '${plain === '' ? 'ReadObjects' : plain}'`,
      message: `a statement's name is letters and digits, got '${sid}'`,
      setting,
    },
  ];
}

function checkAllowed({ actions, conditions, principal, resources = [] }: Statement, setting: string): Finding[] {
  const found: Finding[] = [];
  const all = actions.find((action) => action === ('*' as string) || action.startsWith('*:'));
  // A policy without resources is about the one resource that it stands on.
  const everything = actions.find((action) => action.endsWith(':*') && resources.includes('*'));
  if (all !== undefined || everything !== undefined) {
    found.push({
      hint: 'name the actions that are used, or the resources that they are used on',
      message: `a policy must not allow everything, got '${all ?? everything}'${all === undefined ? ` on '*'` : ''}`,
      setting: `${setting}.actions`,
    });
  }
  // What allows everything has been said.
  const passing = all === undefined ? actions.find((action) => mayPassRoles(action)) : undefined;
  if (passing !== undefined && resources.some((resource) => /(^\*$|:role\/\*$)/.test(resource))) {
    found.push({
      hint: 'name the roles that may be passed: who passes any role has the rights of all',
      message: `iam:PassRole must name the roles, got '${resources.join(', ')}'${passing === 'iam:PassRole' ? '' : ` through '${passing}'`}`,
      setting: `${setting}.resources`,
    });
  }
  if (principal === 'anyone' && conditions === undefined) {
    found.push({
      hint: 'name the principal, or add a condition',
      message: `a policy must not allow everybody without a condition, got principal '*'`,
      setting: `${setting}.principal`,
    });
  }
  return found;
}

/** Whether an action's pattern takes in iam:PassRole. IAM's names are case-insensitive. */
function mayPassRoles(action: string): boolean {
  const pattern = action.toLowerCase().replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test('iam:passrole');
}
