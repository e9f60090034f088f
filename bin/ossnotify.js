#!/usr/bin/env node
const { homedir } = require('node:os');
const { run } = require('../dist/main.cjs');

// Some SDKs inside the bundle use what newer versions of Node deprecate; users can do nothing about it.
process.noDeprecation = true;

const stop = new AbortController();
// `once`: a second signal meets Node's default and ends the process at once.
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stop.abort(name));

const system = {
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  homeDir: homedir(),
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  now: Date.now,
  sleep,
  random: Math.random,
  signal: stop.signal,
};

run(system).then((status) => {
  process.exitCode = status;
});

/** Ends early, without an error, when the signal aborts. */
function sleep(ms, signal) {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
