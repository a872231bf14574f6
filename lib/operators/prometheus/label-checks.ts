import type { Finding } from '../../core/diagnostics';
import type { SettingPath } from '../../core/settings-location';

const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * True for the name of a label that every version of Prometheus and Alertmanager reads. Names that begin with two underscores are
 * their own.
 *
 * @see https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels
 */
export function isMetricLabel(name: string): boolean {
  return labelName.test(name) && !name.startsWith('__');
}

/** Checks the names of labels of metrics and alerts. */
export function checkMetricLabels(names: readonly string[], setting: SettingPath): Finding[] {
  return names
    .filter((name) => !isMetricLabel(name))
    .map((name) => ({
      id: 'metric-label',
      setting,
      message: `label must be letters, digits and _, beginning neither with a digit nor with __; got '${name}'`,
      hint: "write the label of the metric, such as 'namespace'",
    }));
}
