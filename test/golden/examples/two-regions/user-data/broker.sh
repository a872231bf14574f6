#!/bin/bash
set -euo pipefail
install -d -m 0755 /etc/adamant
cat >/etc/adamant/node.json <<'END'
{
  "cluster": "two-regions",
  "group": "broker",
  "labels": {
    "node.adamant.dev/group": "broker"
  },
  "launchingHook": "ready",
  "taints": {},
  "terminatingHook": "drain"
}
END
systemctl start --no-block adamant-node.service
