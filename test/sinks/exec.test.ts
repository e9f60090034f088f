import { ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { TailRecord } from '../../src/domain/record.ts';
import { execSink, printTo } from '../../src/sinks/exec.ts';
import type { Source } from '../../src/sources/source.ts';
import type { Output } from '../../src/system.ts';
import { tail } from '../../src/use-cases/tail.ts';
import { batch, bodyOf, delivery } from '../support/deliveries.ts';

const system = {
  cwd: tmpdir(),
  env: { PATH: '/usr/bin:/bin' },
  now: Date.now,
  sleep: async (ms: number, signal?: AbortSignal) => {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  },
};

describe('--exec', () => {
  it('holds its source up, and runs one command after the other', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ossnotify-'));
    // The first waits until it is told to go on; one that ran beside another would find its lock.
    const command = [
      'mkdir lock || { echo overlap >> log; exit 1; }',
      'touch begun; while [ ! -e go ]; do sleep 0.01; done',
      'echo "$OSSNOTIFY_KEY" >> log; rmdir lock',
    ].join('\n');
    let given = 0;
    const source: Source = async function* () {
      for (; given < 70; given += 1) yield batch(delivery(bodyOf({ key: `k${given}` })));
    };
    const sink = execSink({
      command,
      system: { ...system, cwd: folder },
      print: (printed) => void printed.resume(),
      tell: () => {},
      ifRefused: 'is not delivered',
    });
    const { signal } = new AbortController();
    const tailing = tail({ source, accepts: () => true, sinks: [sink], signal, system });
    while (!existsSync(join(folder, 'begun'))) await new Promise(setImmediate);
    for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
    // As many as may be under way, less the one that is being taken.
    expect(given).toBe(63);
    await writeFile(join(folder, 'go'), '');
    expect((await tailing).shown).toBe(70);
    const log = await readFile(join(folder, 'log'), 'utf8');
    expect(log.trim().split('\n')).toEqual(Array.from({ length: 70 }, (_, nth) => `k${nth}`));
  });

  it('goes on when a command has left something running in the background', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ossnotify-'));
    let printed = '';
    const sink = execSink({
      command: 'sleep 30 & echo $! >> pids; echo "done $OSSNOTIFY_KEY"',
      system: { ...system, cwd: folder },
      print: (output) =>
        void output.on('data', (text) => {
          printed += text;
        }),
      tell: () => {},
      ifRefused: 'is not delivered',
    });
    const source: Source = async function* () {
      yield batch(delivery(bodyOf({ key: 'a' })), delivery(bodyOf({ key: 'b' })));
    };
    const { signal } = new AbortController();
    const { shown } = await tail({ source, accepts: () => true, sinks: [sink], signal, system });
    expect([shown, printed]).toEqual([2, 'done a\ndone b\n']);
    const pids = (await readFile(join(folder, 'pids'), 'utf8')).trim().split('\n').map(Number);
    // Nobody asked for its end.
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    expect(pids).toHaveLength(2);
  });

  it('stops reading what a command prints while nobody takes it', async () => {
    const printed = new PassThrough({ highWaterMark: 16 });
    const taken: string[] = [];
    const output = new PassThrough() as unknown as Output & PassThrough;
    let hasRoom = false;
    output.write = (chunk: unknown) => {
      taken.push(String(chunk));
      return hasRoom;
    };
    printTo(output)(printed);
    for (let nth = 0; nth < 10; nth++) printed.write('0123456789abcdef');
    await new Promise(setImmediate);
    expect(taken).toHaveLength(1);
    hasRoom = true;
    output.emit('drain');
    await new Promise(setImmediate);
    expect(taken).toHaveLength(10);
  });

  it('refuses an event whose fields no command can be given, and goes on', async () => {
    const told: string[] = [];
    let printed = '';
    const sink = execSink({
      command: 'echo "$OSSNOTIFY_KEY"',
      system,
      print: (output) =>
        void output.on('data', (text) => {
          printed += text;
        }),
      tell: (text) => told.push(text),
      ifRefused: 'is not delivered',
    });
    const refused: string[] = [];
    const watching = {
      write: () => {},
      refused: ({ message }: TailRecord) => void refused.push(message.body),
      close: () => {},
    };
    const long = bodyOf({ key: 'k'.repeat(200_000) });
    const source: Source = async function* () {
      yield batch(delivery(long), delivery(bodyOf({ key: 'b' })));
    };
    const { signal } = new AbortController();
    await tail({ source, accepts: () => true, sinks: [sink, watching], signal, system });
    expect(printed).toBe('b\n');
    expect(refused).toEqual([long]);
    expect(told).toEqual([
      "warning: the command could not be started: the event's fields are too long for an environment; the message is not delivered",
    ]);
  });

  it('refuses an event for which no process can be started, and goes on', async () => {
    let starts = 0;
    const told: string[] = [];
    const sink = execSink({
      command: 'true',
      system,
      print: (printed) => void printed.resume(),
      tell: (text) => told.push(text),
      ifRefused: 'is not delivered',
      // As Node does where the process may open no more files: no streams, and an error later.
      spawn: ((command: string, options: SpawnOptions) => {
        starts += 1;
        if (starts > 1) return spawn(command, options);
        const child = new ChildProcess();
        const error = Object.assign(new Error('spawn /bin/sh EMFILE'), { syscall: 'spawn /bin/sh' });
        process.nextTick(() => child.emit('error', error));
        return child;
      }) as typeof spawn,
    });
    const source: Source = async function* () {
      yield batch(delivery(bodyOf({ key: 'a' })), delivery(bodyOf({ key: 'b' })));
    };
    const accepted: unknown[] = [];
    const listener = { accepted: ({ message }: TailRecord) => accepted.push(message.body), close: () => {} };
    const { signal } = new AbortController();
    await tail({ source, accepts: () => true, sinks: [sink, listener], signal, system });
    expect(told).toEqual([
      'warning: the command could not be started: spawn /bin/sh EMFILE; the message is not delivered',
    ]);
    expect(accepted).toEqual([bodyOf({ key: 'b' })]);
  });
});
