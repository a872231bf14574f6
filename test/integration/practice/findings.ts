import path from 'node:path';

export type Tool = 'checkov' | 'kube-score' | 'kubeconform';

/** A problem that a tool reports. */
export interface Finding {
  readonly tool: Tool;
  /** The tool's id of the check. */
  readonly check: string;
  readonly environment: string;
  /** Resource type (`aws_lb`) or object kind (`Deployment`). */
  readonly kind: string;
  readonly name: string;
  /** The tool's message. */
  readonly message: string;
}

/**
 * An accepted finding with its reason. It applies to all environments and names unless they are listed. A name is listed
 * without the hash of its content.
 */
export interface Exception {
  readonly tool: Tool;
  readonly check: string;
  readonly kinds: readonly string[];
  readonly names?: readonly string[];
  readonly environments?: readonly string[];
  /** A part of the tool's message, for checks with several requirements. */
  readonly message?: string;
  readonly reason: string;
}

/** The name of an object without the hash of its content. */
function withoutHash(name: string): string {
  return name.replace(/-[0-9a-f]{10}$/, '');
}

export function isExcepted(exception: Exception, finding: Finding): boolean {
  const { check, environments, kinds, names, message, tool } = exception;
  return (
    tool === finding.tool &&
    check === finding.check &&
    kinds.includes(finding.kind) &&
    (names?.includes(withoutHash(finding.name)) ?? true) &&
    (environments?.includes(finding.environment) ?? true) &&
    (message === undefined || finding.message.includes(message))
  );
}

/** Findings without an exception. */
export function unexceptedFindings(findings: readonly Finding[], exceptions: readonly Exception[]): Finding[] {
  return findings.filter((finding) => !exceptions.some((exception) => isExcepted(exception, finding)));
}

/** Exceptions, or their kinds, names and environments, that match no finding. */
export function unusedExceptions(exceptions: readonly Exception[], findings: readonly Finding[]): string[] {
  return exceptions.flatMap((exception) => {
    const { check, environments = [], kinds, names = [], tool } = exception;
    const excepted = findings.filter((finding) => isExcepted(exception, finding));
    if (excepted.length === 0) return [`${tool} ${check}`];
    return [
      ...kinds.filter((kind) => !excepted.some((finding) => finding.kind === kind)),
      ...names.filter((name) => !excepted.some((finding) => withoutHash(finding.name) === name)),
      ...environments.filter((environment) => !excepted.some((finding) => finding.environment === environment)),
    ].map((part) => `${tool} ${check} for ${part}`);
  });
}

/** Formats findings in a stable order. */
export function formatFindings(findings: readonly Finding[]): string {
  return findings
    .map(({ check, environment, kind, name, message }) => `  ${environment}  ${kind} ${name}\n    ${check}: ${message}`)
    .sort()
    .join('\n');
}

/** Reads environment, kind and name from a path below `dist`. A manifest contains one object. */
export function parseFilePath(file: string): Pick<Finding, 'environment' | 'kind' | 'name'> {
  const [, environment = ''] = file.split(path.sep);
  const [, kind = '', name = ''] = /^([^.]+)\.(.+)\.yaml$/.exec(path.basename(file)) ?? [];
  return { environment, kind, name };
}

/** Returns true if a manifest creates pods. Every tool must have read it. */
export function makesPods(file: string): boolean {
  return ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'StatefulSet'].includes(parseFilePath(file).kind);
}
