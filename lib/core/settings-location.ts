/** Keys that lead from a settings object to one of its settings. */
export type SettingPath = readonly string[];

/** An error message names settings as JavaScript would: `labels['node.adamant.dev/group']`. */
export function formatPath(path: SettingPath): string {
  return path
    .map((key, index) => {
      if (/^\d+$/.test(key)) return `[${key}]`;
      if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `['${key}']`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');
}

/**
 * The place of a setting in a file that a user edits. Printed as `environments/lab.ts → network.nat`. A setting that the
 * file leaves out is printed with the note `(not set)`, so that the place is never one that the reader cannot find.
 *
 * @example
 * const size = new SettingsLocation('environments/lab.ts', { nodeGroups: { general: { minSize: 3 } } }).at('nodeGroups', 'general');
 * size.at('minSize').toString(); // environments/lab.ts → nodeGroups.general.minSize
 */
export class SettingsLocation {
  constructor(
    /** The file, relative to the project's folder. */
    readonly file: string,
    /** The object that the file defines; paths are evaluated against it. */
    private readonly settings: unknown,
    private readonly path: SettingPath = [],
  ) {}

  /** Returns the location of a setting below this one. */
  at(...keys: SettingPath): SettingsLocation {
    return new SettingsLocation(this.file, this.settings, [...this.path, ...keys]);
  }

  /** True if the file sets it. */
  get isSet(): boolean {
    return lookUp(this.settings, this.path) !== undefined;
  }

  toString(): string {
    if (this.path.length === 0) return this.file;
    return `${this.file} → ${formatPath(this.path)}${this.isSet ? '' : ' (not set)'}`;
  }
}

/** Returns the value at a path, or undefined. */
export function lookUp(value: unknown, path: SettingPath): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
}
