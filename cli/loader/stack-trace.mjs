// Errors with the positions of the sources instead of those of the bundle.
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import path from 'node:path';

/** Prints an error that nothing caught: its message, then the calls that led to it. */
export function printError(root, error) {
  console.error(error instanceof Error && error.stack ? mapped(root, error.stack) : error);
}

function mapped(root, stack) {
  const maps = new Map();
  return stack
    .split('\n')
    .filter((line) => !/^ {4}at .*(node:|cli\/(load|loader\/\w+|adamant)\.mjs)/.test(line))
    .map((line) =>
      line.replace(
        /(\/[^():]+\.cjs):(\d+):(\d+)/,
        (place, file, row, column) => at(maps, root, file, row, column) ?? place,
      ),
    )
    .join('\n');
}

function at(maps, root, file, row, column) {
  if (!maps.has(file)) maps.set(file, mapOf(file));
  const { originalColumn, originalLine, originalSource } = maps.get(file)?.findEntry(row - 1, column - 1) ?? {};
  return (
    originalSource &&
    `${path.relative(root, path.resolve(root, originalSource))}:${originalLine + 1}:${originalColumn + 1}`
  );
}

function mapOf(file) {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  } catch {
    // A bundle without a map is not one of the loader's.
    return undefined;
  }
}
