/** Keys that lead from a settings object to one of its settings. */
export type SettingPath = readonly string[];

/** Returns the keys of a setting: a string is split at its dots, a list has keys that may contain dots. */
export function settingPath(setting: string | SettingPath): SettingPath {
  return typeof setting === 'string' ? setting.split('.') : setting;
}

/** Returns the last key of a setting, by which messages name it. */
export function settingName(setting: string | SettingPath): string {
  return settingPath(setting).at(-1) ?? '';
}

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

/** A file that a user edits, and the object that it defines. */
export interface SettingsFile {
  /** Relative to the project's folder: `environments/lab.ts`. */
  readonly file: string;
  readonly settings: unknown;
}

/** Settings of any type: each key is accepted. */
export interface AnySettings {
  readonly [key: string]: AnySettings;
}

type KeyOf<Settings> = Extract<keyof Settings, string>;

/**
 * The place of a setting in the files that a user edits. Printed as `environments/lab.ts → network.nat`. A setting that no
 * file sets is printed with the note `(not set)`, so that the place is never one that the reader cannot find.
 *
 * @example
 * const lab = new SettingsLocation([
 *   { file: 'environments/lab.ts', settings: { nodeGroups: { general: { maxSizePerZone: 4 } } } },
 *   { file: 'environments/base.ts', settings: { nodeGroups: { general: { maxSizePerZone: 9, minSizePerZone: 3 } } } },
 * ]);
 * const general = lab.at('nodeGroups').at('general');
 * general.at('maxSizePerZone').toString(); // environments/lab.ts → nodeGroups.general.maxSizePerZone
 * general.at('minSizePerZone').toString(); // environments/base.ts → nodeGroups.general.minSizePerZone
 * @typeParam Settings the type at this place, whose keys `at` and `pick` accept
 */
export class SettingsLocation<Settings = AnySettings> {
  constructor(
    /** The files in which the setting may be, the one that wins first. */
    private readonly files: readonly [SettingsFile, ...SettingsFile[]],
    private readonly path: SettingPath = [],
  ) {}

  /** Returns the location of a setting below this one. */
  at<Key extends KeyOf<Settings>>(key: Key): SettingsLocation<NonNullable<Settings[Key]>> {
    return new SettingsLocation(this.files, [...this.path, key]);
  }

  /** Returns the location of a setting further below this one. The compiler does not check its keys. */
  atPath(...keys: SettingPath): SettingsLocation {
    return new SettingsLocation(this.files, [...this.path, ...keys]);
  }

  /** Returns the locations of several settings below this one, for props of the same names. */
  pick<Key extends KeyOf<Settings>>(...keys: readonly Key[]): Readonly<Record<Key, SettingsLocation>> {
    return Object.fromEntries(keys.map((key) => [key, this.atPath(key)])) as Record<Key, SettingsLocation>;
  }

  /** True if a file sets it. */
  get isSet(): boolean {
    return lookUp(this.winner.settings, this.path) !== undefined;
  }

  /** The file that sets it; if no file does, the file with the longest existing prefix of its path. */
  get file(): string {
    return this.winner.file;
  }

  private get winner(): SettingsFile {
    const depths = this.files.map(({ settings }) => depth(settings, this.path));
    return this.files[depths.indexOf(Math.max(...depths))] ?? this.files[0];
  }

  toString(): string {
    if (this.path.length === 0) return this.file;
    return `${this.file} → ${formatPath(this.path)}${this.isSet ? '' : ' (not set)'}`;
  }
}

/** Returns the number of keys of a path that an object has. A list is replaced as a whole, so its elements count as there. */
function depth(settings: unknown, path: SettingPath): number {
  if (path.some((_, index) => Array.isArray(lookUp(settings, path.slice(0, index))))) return path.length;
  const missing = path.findIndex((_, index) => lookUp(settings, path.slice(0, index + 1)) === undefined);
  return missing < 0 ? path.length : missing;
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
