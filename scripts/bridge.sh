#!/usr/bin/env bash
# The bridge at full size: 10,000 events through three replicas of which one is killed half-way, and then how many
# events a second one, two, three and four replicas carry to a receiver that takes 0 and 50 ms for each.
set -euo pipefail
cd "$(dirname "$0")/.."

report=$(mktemp)
trap 'rm -f "$report"' EXIT
measure() { env BRIDGE_REPORT="$report" "$@" npx vitest run test/smoke/bridge.test.ts -t deliver >/dev/null; }

npm run --silent build
measure BRIDGE_EVENTS=10000 BRIDGE_REPLICAS=3 BRIDGE_VISIBILITY=15
for replicas in 1 2 3 4; do
  measure BRIDGE_EVENTS=10000 BRIDGE_REPLICAS=$replicas BRIDGE_KILL=no
  measure BRIDGE_EVENTS=6000 BRIDGE_REPLICAS=$replicas BRIDGE_RECEIVER_MS=50 BRIDGE_KILL=no
done
cat "$report"
