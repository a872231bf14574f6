import { readFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow, writeJson } from '../support/project';
import { run } from '../support/process';
import { type Finding, makesPods, parseFilePath } from './findings';
import { checkovOffline } from './tools';
import { expect } from '../support/report';

/** One passed or failed check. */
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

/** Runs checkov on infrastructure, workloads and secrets. It must have read every stack and every manifest with pods. */
export async function checkov(folder: string, log: string): Promise<Finding[]> {
  const stacks = filesBelow(folder, '.tf.json');
  for (const stack of stacks) writeJson(stack, checkovInput(JSON.parse(readFileSync(stack, 'utf8')) as Configuration));
  const { stdout } = await run({
    program: 'checkov',
    // From the working folder, because checkov skips manifests below a hidden folder.
    arguments: ['--directory', '.', '--framework', ...frameworks, '--output', 'json', ...checkovOffline.arguments],
    folder,
    env: checkovOffline.env,
    seconds: 400,
    log,
    allow: [0, 1],
  });
  const sections = JSON.parse(stdout) as readonly Section[];
  const errors = sections.flatMap(({ results }) => results.parsing_errors);
  expect(errors.length === 0, `checkov cannot read ${errors.join(', ')}`, log);
  const all = sections.flatMap(({ results }) => [...results.passed_checks, ...results.failed_checks]);
  const read = new Set(all.map(({ file_abs_path: file }) => path.resolve(folder, file)));
  const unread = [...stacks, ...filesBelow(folder, '.yaml').filter(makesPods)].filter((file) => !read.has(file));
  expect(unread.length === 0, `checkov did not read ${unread.join(', ')}`, log);
  return sections.flatMap(({ results }) => results.failed_checks.map((failed) => toFinding(failed, folder)));
}

const frameworks = ['terraform_json', 'kubernetes', 'secrets'];

interface Configuration {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly provider?: unknown;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, { readonly policy?: unknown }>>>>;
}

/**
 * Rewrites a stack for checkov. It fails on the `terraform` block, which is removed, and ignores a permission policy that
 * is a string, which becomes an `aws_iam_policy_document`.
 */
function checkovInput({ data = {}, provider, resource = {} }: Configuration): Configuration {
  const policies = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, { policy }]) =>
      permissionPolicyTypes.includes(type) && typeof policy === 'string'
        ? [[`${type}.${name}`, policyDocument(policy)]]
        : [],
    ),
  );
  return {
    data: { ...data, aws_iam_policy_document: Object.fromEntries(policies) as Readonly<Record<string, unknown>> },
    provider,
    resource,
  };
}

const permissionPolicyTypes = ['aws_iam_policy', 'aws_iam_role_policy'];

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
      actions: toList(Action),
      // checkov ignores statements with an empty list.
      condition: Condition && conditionBlocks(Condition),
      effect: Effect,
      not_actions: toList(NotAction),
      not_resources: toList(NotResource),
      resources: toList(Resource),
    })),
  };
}

function conditionBlocks(conditions: NonNullable<Statement['Condition']>): unknown {
  return Object.entries(conditions).flatMap(([test, keys]) =>
    Object.entries(keys).map(([variable, values]) => ({ test, values: toList(values), variable })),
  );
}

function toList(value: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof value === 'string' ? [value] : value;
}

function toFinding(result: Result, folder: string): Finding {
  const file = path.resolve(folder, result.file_abs_path);
  const object = parseFilePath(path.relative(folder, file));
  const { check_id: check, check_name: message } = result;
  return {
    ...object,
    ...(file.endsWith('.tf.json') ? resourceName(result, file) : {}),
    check,
    message,
    tool: 'checkov',
  };
}

/** Some checks report only the name of a resource. Its type is then the nearest type above the reported line. */
function resourceName({ file_line_range: [line], resource }: Result, file: string): Pick<Finding, 'kind' | 'name'> {
  const parts = resource.split('.');
  const reportedType = parts
    .slice(0, -1)
    .reverse()
    .find((part) => part.startsWith('aws_'));
  const linesAbove = readFileSync(file, 'utf8').split('\n').slice(0, line).reverse();
  const type = linesAbove.map((text) => /^ {4}"(\w+)": \{/.exec(text)?.[1]).find((found) => found !== undefined);
  return { kind: reportedType ?? type ?? '', name: parts[parts.length - 1] ?? '' };
}
