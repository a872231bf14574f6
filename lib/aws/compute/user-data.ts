/** The contents of a node's boot script. */
interface BootScriptSettings {
  readonly clusterName: string;
  readonly group: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: Readonly<Record<string, string>>;
}

/**
 * Returns the user data of an instance. It holds names only, so a rotated secret replaces no instance; a systemd unit of the
 * image does the rest.
 */
export function bootScript({ clusterName, group, labels, taints }: BootScriptSettings): string {
  const node = { cluster: clusterName, group, labels, launchingHook: 'ready', taints, terminatingHook: 'drain' };
  return [
    '#!/bin/bash',
    'set -euo pipefail',
    'install -d -m 0755 /etc/adamant',
    "cat >/etc/adamant/node.json <<'END'",
    JSON.stringify(node, undefined, 2),
    'END',
    'systemctl start --no-block adamant-node.service',
    '',
  ].join('\n');
}
