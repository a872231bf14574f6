import type { Finding } from '../../core/diagnostics';

/**
 * Checks the name of a virtual host. It is a value in rabbitmq.conf, where `#` starts a comment, and quotes, backslashes and
 * `%(…)` are changed by the operator's parser.
 */
export function checkVhost(vhost: string, setting: string | readonly string[]): Finding[] {
  if (/^[\w/.:@+-](?:[\w/.:@+ -]{0,253}[\w/.:@+-])?$/.test(vhost)) return [];
  return [
    {
      id: 'rabbitmq-vhost',
      setting,
      message: `vhost must be 1 to 255 letters, digits, inner spaces and _/.:@+-; got '${vhost}'`,
      hint: "write it as 'dts' or '/'",
    },
  ];
}
