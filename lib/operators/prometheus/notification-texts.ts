/** Alerts of a group that a message describes. Slack cuts a longer text. */
const maxAlerts = 10;

/** Label of the environment, by `externalLabels` of the Prometheus. */
const environment = '.CommonLabels.environment';

/** The summary of an alert, or the name of one whose rule has none. */
const summary = '{{ or .Annotations.summary .Labels.alertname }}';

/** Title of a message: the state and number of alerts, the environment, the alert and its namespace. */
const title =
  `[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ len .Alerts.Firing }}{{ end }}]` +
  `{{ with ${environment} }} {{ . }}:{{ end }} {{ or .CommonLabels.alertname "alerts" }}` +
  `{{ with .CommonLabels.namespace }} in {{ . }}{{ end }}`;

/** Text of a message: severity, summary, description, labels and runbook of each alert. */
const text =
  `{{ range $index, $alert := .Alerts }}{{ if lt $index ${maxAlerts} }}` +
  `*{{ or .Labels.severity "alert" }}{{ if eq .Status "resolved" }}, resolved{{ end }}: ${summary}*\n` +
  `{{ with .Annotations.description }}{{ . }}\n{{ end }}` +
  `{{ range .Labels.SortedPairs }}{{ .Name }}=\`{{ .Value }}\` {{ end }}\n` +
  `{{ with .Annotations.runbook_url }}Runbook: {{ . }}\n{{ end }}` +
  `{{ end }}{{ end }}` +
  `{{ if gt (len .Alerts) ${maxAlerts} }}{{ len .Alerts }} alerts in all{{ end }}`;

/**
 * Fields of a Slack message. The default of Alertmanager has the name of the alert alone.
 *
 * @see https://prometheus.io/docs/alerting/latest/notifications/
 */
export const slackTexts = {
  fallback: title,
  text,
  title,
  // The default is the address of an Alertmanager, to which nobody can connect.
  titleLink: '{{ with index .Alerts 0 }}{{ .Annotations.runbook_url }}{{ end }}',
} as const;

/**
 * Fields of an incident in PagerDuty. Its list shows the description alone.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/#pagerduty_config
 */
export const pagerdutyTexts = {
  description:
    `{{ with ${environment} }}{{ . }}: {{ end }}{{ with index .Alerts 0 }}${summary}{{ end }}` +
    `{{ if gt (len .Alerts) 1 }} (one of {{ len .Alerts }} alerts){{ end }}`,
  // PagerDuty refuses a severity that it does not know.
  severity: '{{ if eq .CommonLabels.severity "warning" }}warning{{ else }}critical{{ end }}',
  details: [
    { key: 'environment', value: `{{ ${environment} }}` },
    { key: 'alerts', value: text },
    { key: 'runbooks', value: '{{ range .Alerts }}{{ with .Annotations.runbook_url }}{{ . }}\n{{ end }}{{ end }}' },
  ],
} as const;
