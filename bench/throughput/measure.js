import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A benchmark that hangs is a finding, not a wait. */
const LIMIT_MS = 300_000;

/** Runs a Node program to its end: its wall time in milliseconds and its peak memory in MB. */
export function measure(args, { env = {}, stdin = 'ignore' } = {}) {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(args[0], args.slice(1), {
      stdio: [stdin, 'ignore', 'inherit'],
      env: { ...process.env, ...env },
    });
    const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    let peakMb = 0;
    const watch = setInterval(() => {
      peakMb = Math.max(peakMb, peakOf(child.pid));
    }, 50);
    child.on('error', reject);
    child.on('close', (status) => {
      clearInterval(watch);
      clearTimeout(limit);
      if (status !== 0) reject(new Error(`${args.join(' ')} ended with ${status}`));
      else resolve({ ms: performance.now() - startedAt, peakMb });
    });
  });
}

/** Linux tells the peak; elsewhere it stays 0. */
function peakOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** A Node program that prints one line when it is ready. */
export function startServer(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    child.on('error', reject);
    child.stdout.once('data', (line) => resolve({ child, url: String(line).trim().split(' ').at(-1) }));
  });
}
