#!/usr/bin/env bash
# Runs the suite on every supported major version of Node, each taken from the npm package `node`.
set -euo pipefail
cd "$(dirname "$0")/.."
for major in 20 22 24; do
  printf '\n== Node %s\n' "$major"
  npx --yes -p "node@$major" -- node --version
  npx --yes -p "node@$major" -- node node_modules/vitest/vitest.mjs run
  npx --yes -p "node@$major" -- node bin/ossnotify.js demo
done
