import { SettingsLocation } from '../../core/settings-location';
import type { ServiceDefinition } from './service-definition';

/** A service of a platform, with the place of its definition. */
export interface Service {
  /** Name of the file that defines it, without its ending: `dts-worker`. */
  readonly key: string;
  readonly definition: ServiceDefinition;
  readonly location: SettingsLocation;
}

/**
 * The services of a platform, from definitions by the name of their file.
 *
 * @param folder the folder of the files: `apps/services`
 */
export function serviceList(
  folder: string,
  definitions: Readonly<Record<string, ServiceDefinition>>,
): readonly Service[] {
  return Object.entries(definitions).map(([key, definition]) => ({
    key,
    definition,
    location: new SettingsLocation([{ file: `${folder}/${key}.ts`, settings: definition }]),
  }));
}
