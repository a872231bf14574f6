import type { Files } from '../../apps/synthesize';
import { filesBelow } from '../../cli/cost';
import { settingsLocation } from '../../environments';
import type { Environment } from '../../environments/environment';
import type { Diagnostic } from '../../lib/core/diagnostics';
import { settingPath } from '../../lib/core/settings-location';
import { rejectedDatabaseChanges } from '../../lib/review/database-changes';
import { refusedTopologyChanges } from '../../lib/review/rabbitmq-changes';
import { shrunkClusters } from '../../lib/review/shrunk-clusters';

/**
 * Returns a diagnostic for each RabbitMQ cluster that is smaller than the accepted one, and for each object of its topology that
 * RabbitMQ does not change.
 *
 * @param before files in the layout of the golden folder
 */
export function checkShrunkClusters(before: Files, after: Files, environments: readonly Environment[]): Diagnostic[] {
  return environments.flatMap((environment) => {
    const folder = `${environment.name}/kubernetes/`;
    const location = settingsLocation(environment).at('rabbitmq');
    const [was, is] = [filesBelow(before, folder), filesBelow(after, folder)];
    return [...shrunkClusters(was, is), ...refusedTopologyChanges(was, is)].map(({ finding, name }) => ({
      id: finding.id,
      path: `${environment.name}: ${name}`,
      message: finding.message,
      source: location.atPath(...settingPath(finding.setting)).toString(),
      hint: finding.hint,
    }));
  });
}

/** Returns a diagnostic for each change of a database that RDS rejects. */
export function checkDatabaseChanges(before: Files, after: Files, environments: readonly Environment[]): Diagnostic[] {
  return environments.flatMap((environment) => {
    const folder = `${environment.name}/terraform/`;
    const location = settingsLocation(environment).at('database');
    return rejectedDatabaseChanges(filesBelow(before, folder), filesBelow(after, folder)).map(({ finding, name }) => ({
      id: finding.id,
      path: `${environment.name}: ${name}`,
      message: finding.message,
      source: location.atPath(...settingPath(finding.setting)).toString(),
      hint: finding.hint,
    }));
  });
}
