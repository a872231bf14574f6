import { readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';
import { definedObject, findProperty } from '../../support/source-file';

/** A file that exports one object of settings: an environment, `base.ts` or a service definition. */
export class SettingsFile {
  constructor(private readonly file: string) {}

  /** Returns the source text of a setting, or undefined if the file does not set it. */
  get(...path: readonly string[]): string | undefined {
    return this.find(path)?.initializer.getText();
  }

  /** Returns the keys of a record of settings. */
  keys(...path: readonly string[]): string[] {
    const record = this.find(path)?.initializer;
    if (!record || !ts.isObjectLiteralExpression(record)) return [];
    return record.properties.flatMap(({ name }) => (name && 'text' in name ? [name.text] : []));
  }

  /** Sets a setting, and adds the records that contain it. */
  set(path: readonly string[], value: string): void {
    const found = this.find(path);
    if (found) return this.replace(found.initializer.getStart(), found.initializer.end, value);
    const key = `'${path.at(-1) ?? ''}'`;
    const record = path.length === 1 ? this.settings : this.find(path.slice(0, -1))?.initializer;
    if (!record) return this.set(path.slice(0, -1), `{ ${key}: ${value} }`);
    const start = record.getStart() + 1;
    return this.replace(start, start, ` ${key}: ${value},`);
  }

  /** Removes a setting, with its comments. */
  remove(...path: readonly string[]): void {
    const found = this.find(path);
    if (!found) return;
    const comma = /^\s*,/.exec(this.text.slice(found.end))?.[0].length ?? 0;
    this.replace(found.pos, found.end + comma, '');
  }

  /** Changes the key of a setting. */
  rename(path: readonly string[], key: string): void {
    const name = this.find(path)?.name;
    if (name) this.replace(name.getStart(), name.end, `'${key}'`);
  }

  private get text(): string {
    return readFileSync(this.file, 'utf8');
  }

  private get settings(): ts.ObjectLiteralExpression {
    const settings = definedObject(this.text);
    if (!settings || !ts.isObjectLiteralExpression(settings)) throw new Error(`${this.file} exports no settings`);
    return settings;
  }

  private find(path: readonly string[]): ts.PropertyAssignment | undefined {
    let record: ts.Expression | undefined = this.settings;
    let property: ts.ObjectLiteralElementLike | undefined;
    for (const key of path) {
      if (!record || !ts.isObjectLiteralExpression(record)) return undefined;
      property = findProperty(record, key);
      record = property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
    }
    return property && ts.isPropertyAssignment(property) ? property : undefined;
  }

  private replace(start: number, end: number, by: string): void {
    const { text } = this;
    writeFileSync(this.file, text.slice(0, start) + by + text.slice(end));
  }
}
