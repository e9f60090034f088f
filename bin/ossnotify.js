#!/usr/bin/env node
const { homedir } = require('node:os');
const { run } = require('../dist/main.cjs');

/** How long a stopped program may take to close what is still open. */
const GRACE_MS = 200;
/** Timers hold no more; whoever sleeps longer sleeps again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

// Some SDKs inside the bundle use what newer versions of Node deprecate; users can do nothing about it.
process.noDeprecation = true;

const stop = new AbortController();
let isOver = false;
/** What has to be set right however we end: the terminal's modes, programs that we started. */
const atEnd = new Set();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => endBy(name));
process.on('SIGQUIT', () => dieOf('SIGQUIT'));
process.on('exit', setRight);

/**
 * The first signal lets the program end by itself, a second one ends it at once. Not `once`: signal-exit, which Ink uses,
 * would find nobody left to listen, and kill us before anything is tidied up.
 */
function endBy(name) {
  if (stop.signal.aborted || isOver) dieOf(name);
  else stop.abort(name);
}

/** As if nobody listened: whoever waits for us then sees which signal it was. */
function dieOf(name) {
  setRight();
  process.removeAllListeners(name);
  process.kill(process.pid, name);
}

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
  job: { on: onJobEvent, stop: () => stopJob(0), end: () => dieOf('SIGINT') },
};

run(system).then((status) => {
  process.exitCode = status;
  // From here on nobody would hear a signal: should anything still keep the process alive, the first one ends it.
  isOver = true;
  // Requests of SDKs that cannot be broken off would keep a stopped program alive; then the signal itself ends it.
  if (stop.signal.aborted) setTimeout(() => dieOf(stop.signal.reason), GRACE_MS).unref();
});

function setRight() {
  for (const listener of atEnd) listener();
}

function onJobEvent(event, listener) {
  if (event === 'end') {
    atEnd.add(listener);
    return () => atEnd.delete(listener);
  }
  const name = { stop: 'SIGTSTP', continue: 'SIGCONT' }[event];
  // Listening to SIGTSTP takes over what it does: the listener sets the terminal right, and then we stop.
  const heard = () => {
    listener();
    if (event === 'stop') stopJob(process.pid);
  };
  process.on(name, heard);
  return () => process.off(name, heard);
}

/** The signal itself and not SIGSTOP: it has no effect where no shell could ever continue us. */
function stopJob(target) {
  const listeners = process.listeners('SIGTSTP');
  process.removeAllListeners('SIGTSTP');
  process.kill(target, 'SIGTSTP');
  // Once we go on; at once, the signal could still meet them.
  setTimeout(() => {
    for (const listener of listeners) process.on('SIGTSTP', listener);
  }, 50);
}

/** Ends early, without an error, when the signal aborts. */
function sleep(ms, signal) {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, Math.min(ms, LONGEST_TIMER_MS));
    signal?.addEventListener('abort', end);
  });
}
