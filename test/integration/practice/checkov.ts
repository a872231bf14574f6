import { readFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow, writeJson } from '../support/project';
import { run } from '../support/process';
import { type Finding, makesPods, ownerOf } from './findings';
import { checkovAlone } from './tools';
import { expect } from '../support/report';

/** One of what checkov passes or fails, with the fields that tell what and where. */
interface Result {
  readonly check_id: string;
  readonly check_name: string;
  readonly file_abs_path: string;
  readonly file_line_range: readonly [number, number];
  readonly resource: string;
}

interface Section {
  readonly check_type: string;
  readonly results: {
    readonly failed_checks: readonly Result[];
    readonly passed_checks: readonly Result[];
    readonly parsing_errors: readonly string[];
  };
}

/** Infrastructure, workloads and secrets in any file. Every stack and everything that makes pods must have been looked at. */
export async function checkov(folder: string, log: string): Promise<Finding[]> {
  const stacks = filesBelow(folder, '.tf.json');
  for (const stack of stacks) writeJson(stack, readable(JSON.parse(readFileSync(stack, 'utf8')) as Configuration));
  const { stdout } = await run({
    program: 'checkov',
    // From where it stands: below a folder with a dot it reads no objects.
    arguments: ['--directory', '.', '--framework', ...frameworks, '--output', 'json', ...checkovAlone.arguments],
    folder,
    env: checkovAlone.env,
    seconds: 180,
    log,
    allow: [0, 1],
  });
  const sections = JSON.parse(stdout) as readonly Section[];
  const errors = sections.flatMap(({ results }) => results.parsing_errors);
  expect(errors.length === 0, `checkov cannot read ${errors.join(', ')}`, log);
  const all = sections.flatMap(({ results }) => [...results.passed_checks, ...results.failed_checks]);
  const seen = new Set(all.map(({ file_abs_path: file }) => path.resolve(folder, file)));
  const unseen = [...stacks, ...filesBelow(folder, '.yaml').filter(makesPods)].filter((file) => !seen.has(file));
  expect(unseen.length === 0, `checkov has nothing to say of ${unseen.join(', ')}`, log);
  return sections.flatMap(({ results }) => results.failed_checks.map((failed) => findingOf(failed, folder)));
}

const frameworks = ['terraform_json', 'kubernetes', 'secrets'];

interface Configuration {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly provider?: unknown;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, { readonly policy?: unknown }>>>>;
}

/**
 * What checkov understands of a stack. It fails on the block `terraform`, of which it asks nothing, and sees nothing in a
 * permission policy that is text: as a policy document of Terraform's it looks at every action.
 */
function readable({ data = {}, provider, resource = {} }: Configuration): Configuration {
  const policies = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, { policy }]) =>
      permissions.includes(type) && typeof policy === 'string' ? [[`${type}.${name}`, policyDocument(policy)]] : [],
    ),
  );
  return {
    data: { ...data, aws_iam_policy_document: Object.fromEntries(policies) as Readonly<Record<string, unknown>> },
    provider,
    resource,
  };
}

const permissions = ['aws_iam_policy', 'aws_iam_role_policy'];

interface Statement {
  readonly Action?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  readonly Effect: string;
  readonly NotAction?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Resource?: string | readonly string[];
}

function policyDocument(text: string): unknown {
  const { Statement: statements } = JSON.parse(text) as { Statement: readonly Statement[] };
  return {
    statement: statements.map(({ Action, Condition, Effect, NotAction, NotResource, Resource }) => ({
      actions: listOf(Action),
      // None is not the same as an empty list: with that, checkov says nothing.
      condition: Condition && conditionsOf(Condition),
      effect: Effect,
      not_actions: listOf(NotAction),
      not_resources: listOf(NotResource),
      resources: listOf(Resource),
    })),
  };
}

function conditionsOf(conditions: NonNullable<Statement['Condition']>): unknown {
  return Object.entries(conditions).flatMap(([test, keys]) =>
    Object.entries(keys).map(([variable, values]) => ({ test, values: listOf(values), variable })),
  );
}

function listOf(value: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof value === 'string' ? [value] : value;
}

function findingOf(result: Result, folder: string): Finding {
  const file = path.resolve(folder, result.file_abs_path);
  const owner = ownerOf(path.relative(folder, file));
  const { check_id: check, check_name: says } = result;
  return { ...owner, ...(file.endsWith('.tf.json') ? addressOf(result, file) : {}), check, says, tool: 'checkov' };
}

/** Some of its checks know a resource by its name alone; its type is then the last one above it. */
function addressOf({ file_line_range: [line], resource }: Result, file: string): Pick<Finding, 'kind' | 'name'> {
  const parts = resource.split('.');
  const known = parts
    .slice(0, -1)
    .reverse()
    .find((part) => part.startsWith('aws_'));
  const above = readFileSync(file, 'utf8').split('\n').slice(0, line).reverse();
  const type = above.map((text) => /^ {4}"(\w+)": \{/.exec(text)?.[1]).find((found) => found !== undefined);
  return { kind: known ?? type ?? '', name: parts[parts.length - 1] ?? '' };
}
