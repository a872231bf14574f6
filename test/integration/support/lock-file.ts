import { readFileSync, writeFileSync } from 'node:fs';
import type { Lock, Pinned } from '../../../environments/locks';

/** Changes the pins of a lock file. */
export function editLockFile<Entry>(file: string, change: (lock: Lock<Entry>) => Lock<Entry>): void {
  const { $schema, ...lock } = JSON.parse(readFileSync(file, 'utf8')) as Lock<Entry> & { readonly $schema: string };
  writeFileSync(file, `${JSON.stringify({ $schema, ...change(lock) }, undefined, 2)}\n`);
}

/** Returns an entry with another pin, and the current one in its history. */
export function withNextPin<Entry extends Pinned<unknown>>(
  entry: Entry,
  change: (pin: Entry['pinned']) => Entry['pinned'],
): Entry {
  return { ...entry, pinned: change(entry.pinned), history: [entry.pinned, ...entry.history] };
}

/** Returns a record with each value changed. */
export function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
