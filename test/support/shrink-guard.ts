import type { Files } from '../../apps/synthesize';
import { filesBelow } from '../../cli/cost';
import { containerImagesLocation, settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import type { Diagnostic } from '../../lib/core/diagnostics';
import { settingPath, type SettingsLocation } from '../../lib/core/settings-location';
import { rejectedDatabaseChanges } from '../../lib/review/database-changes';
import { refusedElasticsearchChanges } from '../../lib/review/elasticsearch-changes';
import { refusedTopologyChanges } from '../../lib/review/rabbitmq-changes';
import type { RefusedChange } from '../../lib/review/refused-changes';
import { shrunkClusters } from '../../lib/review/shrunk-clusters';

/**
 * Returns a diagnostic for each RabbitMQ cluster that is smaller than the accepted one, for each object of its topology that RabbitMQ
 * does not change, and for each change of an Elasticsearch cluster that its operator refuses.
 *
 * @param before files in the layout of the golden folder
 */
export function checkShrunkClusters(before: Files, after: Files, environments: readonly Environment[]): Diagnostic[] {
  return environments.flatMap((environment) => {
    const folder = `${environment.name}/kubernetes/`;
    const location = settingsLocation(environment).at('rabbitmq');
    const [was, is] = [filesBelow(before, folder), filesBelow(after, folder)];
    const [logging, pins] = [settingsLocation(environment).at('logging'), containerImagesLocation(environment)];
    return [
      ...[...shrunkClusters(was, is), ...refusedTopologyChanges(was, is)].map((change) =>
        toDiagnostic(change, environment, location.atPath(...settingPath(change.finding.setting))),
      ),
      ...refusedElasticsearchChanges(was, is).map((change) =>
        toDiagnostic(
          change,
          environment,
          change.finding.setting === 'version' ? pins.atPath('elasticsearch', 'pinned', 'tag') : logging.at('storage'),
        ),
      ),
    ];
  });
}

function toDiagnostic(
  { finding, name }: RefusedChange,
  environment: Environment,
  source: SettingsLocation,
): Diagnostic {
  const { hint, id, message } = finding;
  return { hint, id, message, path: `${environment.name}: ${name}`, source: source.toString() };
}

/** Returns a diagnostic for each change of a database that RDS rejects. */
export function checkDatabaseChanges(before: Files, after: Files, environments: readonly Environment[]): Diagnostic[] {
  return environments.flatMap((environment) => {
    const folder = `${environment.name}/terraform/`;
    const location = settingsLocation(environment).at('database');
    return rejectedDatabaseChanges(filesBelow(before, folder), filesBelow(after, folder)).map((change) =>
      toDiagnostic(change, environment, location.atPath(...settingPath(change.finding.setting))),
    );
  });
}
