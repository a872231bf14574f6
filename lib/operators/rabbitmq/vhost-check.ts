import type { Finding } from '../../core/diagnostics';

/**
 * Checks the name of a virtual host. It is a value in rabbitmq.conf, where `#` starts a comment, and quotes, backslashes and
 * `%(…)` are changed by the operator's parser.
 */
export function checkVhost(vhost: string, setting: string | readonly string[]): Finding[] {
  // The HTTP API takes dots for parts of its path.
  if (!/^\.{1,2}$/.test(vhost) && /^[\w/.:@+-](?:[\w/.:@+ -]{0,253}[\w/.:@+-])?$/.test(vhost)) return [];
  return [
    {
      id: 'rabbitmq-vhost',
      setting,
      message: `vhost must be 1 to 255 letters, digits, inner spaces and _/.:@+-, other than '.' and '..'; got '${vhost}'`,
      hint: "write it as 'dts' or '/'",
    },
  ];
}
