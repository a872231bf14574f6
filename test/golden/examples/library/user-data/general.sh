#!/bin/bash
set -euo pipefail
install -d -m 0755 /etc/adamant
cat >/etc/adamant/node.json <<'END'
{
  "cluster": "shop",
  "group": "general",
  "labels": {
    "node.adamant.dev/group": "general"
  },
  "launchingHook": "ready",
  "taints": {},
  "terminatingHook": "drain"
}
END
systemctl start --no-block adamant-node.service
