import type { Diagnostic } from '../lib/core/diagnostics';
import { isRecord } from '../lib/core/records';
import { shownValue } from '../lib/core/schema-words';
import type { EnvironmentDefinition } from './define-environment';

/** Environments by the name of the file that defines each, without its ending. */
export type EnvironmentList = Readonly<Record<string, EnvironmentDefinition>>;

/**
 * Removes what is no environment, and environments with another name than their file: diagnostics name the file of a setting
 * by the environment's name. An environment that is in the list twice has the name of one file only.
 */
export function checkList(list: EnvironmentList): {
  readonly defined: readonly EnvironmentDefinition[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const checked = Object.entries(list).map(([key, definition]) => ({
    definition,
    mistakes: checkEntry(key, definition),
  }));
  return {
    defined: checked.filter(({ mistakes }) => mistakes.length === 0).map(({ definition }) => definition),
    diagnostics: checked.flatMap(({ mistakes }) => mistakes),
  };
}

function checkEntry(key: string, definition: unknown): Diagnostic[] {
  const settings = isRecord(definition) ? definition['settings'] : undefined;
  if (!isRecord(settings)) {
    return [
      {
        id: 'environment-list',
        path: key,
        message: `${key} must be an environment; got ${definition === undefined ? 'undefined' : shownValue(definition)}`,
        source: `environments/index.ts → ${key}`,
        hint: `export the environment from environments/${key}.ts and import it, or remove it from the list`,
      },
    ];
  }
  const name = settings['name'];
  if (name === key) return [];
  return [
    {
      id: 'environment-name',
      path: key,
      message: `name must be that of the environment's file and of its key in environments/index.ts ('${key}'); got ${shownValue(name)}`,
      source: `environments/${key}.ts → name`,
      hint: `write defineEnvironment('${key}', …)`,
    },
  ];
}
