/** An emulator of its own process under clients that mean it ill: it stays up, answers others, and its memory is bounded. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { mnsHeaders } from '../emulator/support/mns-wire.ts';

const MIB = 1024 * 1024;
/** Two million bytes, one at a time, took 850 before they were put together as they come. */
const MEMORY_LIMIT_MIB = 300;

let emulator: ChildProcess;
let url: URL;
const sockets: Socket[] = [];

beforeAll(async () => {
  emulator = spawn(process.execPath, ['bin/ossnotify.js', 'emulator', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line: Buffer = await new Promise((resolve) => emulator.stdout?.once('data', resolve));
  url = new URL(line.toString().trim().split(' ').at(-1) ?? '');
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(() => emulator.kill('SIGKILL'));

function open(): Promise<Socket> {
  const socket = connect(Number(url.port), url.hostname);
  sockets.push(socket);
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.once('connect', () => resolve(socket)));
}

/** Writes and waits until it was taken, or the other side has had enough. */
function write(socket: Socket, data: string | Buffer): Promise<void> {
  return new Promise((resolve) => {
    socket.write(data, () => resolve());
  });
}

/** What comes until the other side closes. */
function answer(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
  });
}

async function isWell(): Promise<void> {
  expect(await (await fetch(new URL('/_emulator/health', url))).json()).toEqual({ status: 'ok' });
  expect(emulator.exitCode).toBeNull();
}

const peakMib = (): number => {
  const file = `/proc/${emulator.pid}/status`;
  return existsSync(file) ? Number(/VmHWM:\s+(\d+)/.exec(readFileSync(file, 'utf8'))?.[1]) / 1024 : 0;
};

const MNS = 'Host: x\r\nx-mns-version: 2015-06-06\r\n';

it('refuses a body that is announced as too large without reading it', async () => {
  const socket = await open();
  const reply = answer(socket);
  await write(socket, `POST /queues/q/messages HTTP/1.1\r\n${MNS}Content-Length: 99999999999\r\n\r\n`);
  expect(await reply).toMatch(/^HTTP\/1\.1 400 [\s\S]*InvalidArgument/);
  await isWell();
});

it('refuses one that grows too large while it comes', async () => {
  const socket = await open();
  const reply = answer(socket);
  const signed = mnsHeaders({ method: 'POST', path: '/queues/q/messages' });
  const fields = Object.entries(signed).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST /queues/q/messages HTTP/1.1\r\nHost: x\r\n${fields.join('')}`;
  await write(socket, `${head}Transfer-Encoding: chunked\r\n\r\n`);
  for (let sent = 0; sent < 40; sent += 1) await write(socket, `100000\r\n${'x'.repeat(MIB)}\r\n`);
  expect(await reply).toMatch(/^HTTP\/1\.1 400 [\s\S]*InvalidArgument/);
  await isWell();
});

it('takes a body that comes byte by byte for no more than it is', async () => {
  const socket = await open();
  await write(socket, 'PUT /b/k HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
  const bytes = '1\r\nx\r\n'.repeat(100_000);
  for (let sent = 0; sent < 20; sent += 1) await write(socket, bytes);
  await isWell();
  expect(peakMib()).toBeLessThan(MEMORY_LIMIT_MIB);
});

it('serves others while hundreds hold half a request open', async () => {
  const halves = [
    'GET /queues HTTP/1.1\r\nHos',
    `POST /queues/q/messages HTTP/1.1\r\n${MNS}Content-Length: 1000\r\n\r\n<Mess`,
    'PUT /b/k HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\nx',
  ];
  const many = await Promise.all(Array.from({ length: 300 }, open));
  await Promise.all(many.map((socket, index) => write(socket, halves[index % halves.length] ?? '')));
  await isWell();
  // The slowest of them send a byte now and then, which keeps nobody else waiting either.
  await Promise.all(many.map((socket) => write(socket, 'x')));
  await isWell();
  expect(peakMib()).toBeLessThan(MEMORY_LIMIT_MIB);
});

it('answers XML that is a bomb, a maze or no XML with an error, and goes on', async () => {
  const bodies = [
    `<!DOCTYPE a [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}">]><Message>&b;</Message>`,
    `<Message>${'<a>'.repeat(100_000)}`,
    `<Message ${'a="1" '.repeat(50_000)}`,
    `<Message>${' '.repeat(900_000)}`,
    '<'.repeat(900_000),
    '&'.repeat(900_000),
    `<Message>${'&#'.repeat(400_000)}</Message>`,
    `<Messages>${'<Message/>'.repeat(90_000)}</Messages>`,
  ];
  const headers = { 'x-mns-version': '2015-06-06', authorization: 'MNS emulator:x' };
  for (const body of bodies) {
    const reply = await fetch(new URL('/queues/q/messages', url), { method: 'POST', headers, body });
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
  }
  await isWell();
});
