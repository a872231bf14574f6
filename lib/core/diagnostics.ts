import type { IConstruct } from 'constructs';
import { formatPath, type SettingPath, settingPath, type SettingsLocation } from './settings-location';

/** One mistake, with everything that a person needs to correct it. */
export interface Diagnostic {
  /** The check that found it: `node-group-size`. `adamant explain <id>` prints its reason. A waiver names it. */
  readonly id: string;
  /** The construct or file that it is about: `lab-cluster/node-group-general`. */
  readonly path: string;
  /** `<setting> must <constraint>; got <value>`. */
  readonly message: string;
  /** The setting at fault, in the user's own file: `environments/production.ts → nodeGroups.general.minSizePerZone`. */
  readonly source: string;
  /** The correction, as an imperative: `lower minSizePerZone to 3, or raise maxSizePerZone`. */
  readonly hint: string;
}

/** A mistake as the check of a construct reports it; path and source are added by the construct tree. */
export interface Finding {
  readonly id: string;
  /**
   * The prop at fault, below the construct's props: `minSizePerZone`, `zones.a.slot`. Keys that contain a dot, as labels do, are
   * given as a list: `['labels', 'node.adamant.dev/group']`.
   */
  readonly setting: string | SettingPath;
  readonly message: string;
  readonly hint: string;
}

/** The source of a prop that no file sets: the program computes it, so a finding about it names construct and prop. */
export const computed = 'computed';

/** Returns `computed` as the source of several props. */
export function computedProps<Prop extends string>(...props: readonly Prop[]): Readonly<Record<Prop, typeof computed>> {
  return Object.fromEntries(props.map((prop) => [prop, computed])) as Record<Prop, typeof computed>;
}

/**
 * The sources of a construct's props. Every prop has an entry, so a prop that is added later without a source does not
 * compile. An entry is the setting that the prop is copied from, a map where its own props come from different settings,
 * or `computed`.
 */
export type Sources<Props> = {
  readonly [Prop in keyof Props]-?: SettingsLocation | typeof computed | Sources<NonNullable<Props[Prop]>>;
};

/** The props of a parent construct that props of its child are copied from, by the child's prop or a path below it. */
export type ForwardedProps = Readonly<Record<string, string | SettingPath>>;

interface AnySources {
  readonly [prop: string]: SettingsLocation | typeof computed | AnySources;
}

const sources = new WeakMap<IConstruct, AnySources>();
const forwarded = new WeakMap<IConstruct, { readonly parent: IConstruct; readonly props: ForwardedProps }>();
const findings = new WeakMap<IConstruct, Finding[]>();
const checks = new WeakMap<IConstruct, (() => readonly Finding[])[]>();
const suppressed = new WeakMap<IConstruct, (diagnostic: Diagnostic) => boolean>();

/**
 * Records the settings that a construct's props are copied from, for the diagnostics of that construct.
 *
 * @param type class of the construct: every prop of its constructor has an entry
 * @example
 * const lab = new SettingsLocation([{ file: 'environments/lab.ts', settings: { domain: 'lab.example.com' } }]);
 * const publicZone = new PublicZone(stack, 'public-zone', { name: 'lab.example.com' });
 * withSources(PublicZone, publicZone, { name: lab.at('domain') });
 */
export function withSources<Props, Instance extends IConstruct>(
  type: new (scope: never, id: string, props: Props) => Instance,
  construct: NoInfer<Instance>,
  props: NoInfer<Sources<Props>>,
): void;
/** @param type class of a stack or chart, whose id follows from its props */
export function withSources<Props, Instance extends IConstruct>(
  type: new (scope: never, props: Props) => Instance,
  construct: NoInfer<Instance>,
  props: NoInfer<Sources<Props>>,
): void;
export function withSources(
  type: new (...args: never[]) => IConstruct,
  construct: IConstruct,
  props: AnySources,
): void {
  // Classes with the same members are one type to the compiler.
  const isInstance: boolean = construct instanceof type;
  if (!isInstance) throw new TypeError(`${construct.node.path} is not a ${type.name}`);
  sources.set(construct, props);
}

/** True if the sources of a construct's props are recorded. */
export function hasSources(construct: IConstruct): boolean {
  return sources.has(construct);
}

/**
 * Records that a child's props are copied from its parent's, so that a mistake in them is reported for the parent's setting.
 *
 * @param props parent's prop by the child's: `{ expiration: 'retention', 'healthCheck.path': 'healthPath' }`
 */
export function forwardSources(parent: IConstruct, child: IConstruct, props: ForwardedProps): void {
  forwarded.set(child, { parent, props });
}

/**
 * Adds findings to a construct without throwing, so that all mistakes of a program are reported together. They also fail a
 * plain `app.synth()` of cdktf or cdk8s, through the construct's own validation.
 */
export function addFindings(construct: IConstruct, found: readonly Finding[]): void {
  if (found.length === 0) return;
  addValidation(construct);
  findings.set(construct, [...(findings.get(construct) ?? []), ...found]);
}

/** Adds a check that runs when diagnostics are collected, because it depends on constructs that may be created later. */
export function addCheck(construct: IConstruct, check: () => readonly Finding[]): void {
  addValidation(construct);
  checks.set(construct, [...(checks.get(construct) ?? []), check]);
}

function addValidation(construct: IConstruct): void {
  if (findings.has(construct) || checks.has(construct)) return;
  const isSuppressed = (diagnostic: Diagnostic) => suppressed.get(construct.node.root)?.(diagnostic) ?? false;
  construct.node.addValidation({
    validate: () =>
      diagnosticsAt(construct)
        .filter((diagnostic) => !isSuppressed(diagnostic))
        .map(formatDiagnostic),
  });
}

/** Lets a plain `app.synth()` ignore waived diagnostics. `collectDiagnostics` still returns them. */
export function suppressWaived(app: IConstruct, isWaived: (diagnostic: Diagnostic) => boolean): void {
  suppressed.set(app, isWaived);
}

/** Returns all diagnostics of a construct tree, in the order of the tree. */
export function collectDiagnostics(root: IConstruct): Diagnostic[] {
  return root.node.findAll().flatMap(diagnosticsAt);
}

function diagnosticsAt(construct: IConstruct): Diagnostic[] {
  const late = (checks.get(construct) ?? []).flatMap((check) => check());
  return [...(findings.get(construct) ?? []), ...late].map(({ hint, id, message, setting }) => ({
    id,
    path: construct.node.path,
    message,
    source: sourceOfProp(construct, settingPath(setting)),
    hint,
  }));
}

/** Without a recorded source, the construct and its prop: never the name of a file that may not contain it. */
function sourceOfProp(construct: IConstruct, path: SettingPath): string {
  const forward = forwarded.get(construct);
  const parentPath = forward && forwardedPath(forward.props, path);
  if (parentPath) return sourceOfProp(forward.parent, parentPath);
  const recorded = findSource(sources.get(construct), path);
  if (recorded) return recorded.toString();
  return `${construct.constructor.name}: ${formatPath(path)}`;
}

/** Returns the parent's path of a child's path: the longest beginning that is forwarded, and what follows it. */
function forwardedPath(props: ForwardedProps, path: SettingPath): SettingPath | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const parentProp = props[path.slice(0, length).join('.')];
    if (parentProp === undefined) continue;
    return [...settingPath(parentProp), ...path.slice(length)];
  }
  return undefined;
}

function findSource(recorded: AnySources | undefined, [key = '', ...rest]: SettingPath): SettingsLocation | undefined {
  const entry = recorded?.[key];
  if (entry === undefined || entry === computed) return undefined;
  return isLocation(entry) ? entry.atPath(...rest) : findSource(entry, rest);
}

function isLocation(entry: SettingsLocation | AnySources): entry is SettingsLocation {
  return typeof entry.at === 'function';
}

/**
 * Returns the diagnostic of a finding about a setting in a file, which no construct reports.
 *
 * @param path the construct or file that the diagnostic is about
 */
export function locate({ hint, id, message, setting }: Finding, path: string, location: SettingsLocation): Diagnostic {
  return { id, path, message, source: location.atPath(...settingPath(setting)).toString(), hint };
}

/** Removes repetitions: one mistake in one place is reported once, however many environments and constructs encounter it. */
export function dedupe(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const first = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const mistake = `${diagnostic.id}\n${diagnostic.source}`;
    if (!first.has(mistake)) first.set(mistake, diagnostic);
  }
  return [...first.values()];
}

/** Formats a diagnostic as the four lines that a person reads. */
export function formatDiagnostic({ hint, id, message, path, source }: Diagnostic): string {
  return [`${path}  [${id}]`, message, source, hint].join('\n  ');
}

/** Ends a program with all of its diagnostics. They are a user's mistakes, so it has no stack trace. */
export class ValidationError extends Error {
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(formatDiagnostic).join('\n\n'));
    this.name = 'ValidationError';
  }
}
