import path from 'node:path';

export type Tool = 'checkov' | 'kube-score' | 'kubeconform';

/** Something that a tool does not like. */
export interface Finding {
  readonly tool: Tool;
  /** The tool's own id of what it asks for. */
  readonly check: string;
  readonly environment: string;
  /** A resource's type, `aws_lb`, or an object's kind, `Deployment`. */
  readonly kind: string;
  readonly name: string;
  /** What the tool says. */
  readonly says: string;
}

/** What we do not do, and why. It is about every environment, and every one of its kinds, unless it says which. */
export interface Exception {
  readonly tool: Tool;
  readonly check: string;
  readonly kinds: readonly string[];
  readonly names?: readonly string[];
  readonly environments?: readonly string[];
  /** A part of what the tool says, where one check asks for several things. */
  readonly says?: string;
  readonly reason: string;
}

export function excuses(exception: Exception, finding: Finding): boolean {
  const { check, environments, kinds, names, says, tool } = exception;
  return (
    tool === finding.tool &&
    check === finding.check &&
    kinds.includes(finding.kind) &&
    (names?.includes(finding.name) ?? true) &&
    (environments?.includes(finding.environment) ?? true) &&
    (says === undefined || finding.says.includes(says))
  );
}

/** What no exception excuses. */
export function unexcused(findings: readonly Finding[], exceptions: readonly Exception[]): Finding[] {
  return findings.filter((finding) => !exceptions.some((exception) => excuses(exception, finding)));
}

/** What is left of exceptions that excuse nothing any more: each kind, name and environment must still need them. */
export function unneeded(exceptions: readonly Exception[], findings: readonly Finding[]): string[] {
  return exceptions.flatMap((exception) => {
    const { check, environments = [], kinds, names = [], tool } = exception;
    const excused = findings.filter((finding) => excuses(exception, finding));
    if (excused.length === 0) return [`${tool} ${check}`];
    return [
      ...kinds.filter((kind) => !excused.some((finding) => finding.kind === kind)),
      ...names.filter((name) => !excused.some((finding) => finding.name === name)),
      ...environments.filter((environment) => !excused.some((finding) => finding.environment === environment)),
    ].map((part) => `${tool} ${check}, of ${part}`);
  });
}

/** One line for each, in one order whatever the tool's. */
export function shown(findings: readonly Finding[]): string {
  return findings
    .map(({ check, environment, kind, name, says }) => `  ${environment}  ${kind} ${name}\n    ${check}: ${says}`)
    .sort()
    .join('\n');
}

/** Whose a file is, by its path below `dist`; one of Kubernetes holds one object and is named after it. */
export function ownerOf(file: string): Pick<Finding, 'environment' | 'kind' | 'name'> {
  const [, environment = ''] = file.split(path.sep);
  const [, kind = '', name = ''] = /^([^.]+)\.(.+)\.yaml$/.exec(path.basename(file)) ?? [];
  return { environment, kind, name };
}

/** Whether it describes pods, which every tool must have an eye on. */
export function makesPods(file: string): boolean {
  return ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'StatefulSet'].includes(ownerOf(file).kind);
}
