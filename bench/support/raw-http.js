// A bare HTTP/1.1 client over one kept connection: request text in, body text out. No parsing beyond the framing.
import { connect } from 'node:net';

export async function openConnection(url) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.setNoDelay(true);
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let received = '';
  let settle;
  socket.on('data', (chunk) => {
    // Latin-1 keeps one character a byte, so lengths are right whatever the body is.
    received += chunk.toString('latin1');
    const end = endOfAnswer(received);
    if (end < 0) return;
    const answer = received.slice(0, end);
    received = received.slice(end);
    settle({ status: Number(answer.slice(9, 12)), body: answer.slice(answer.indexOf('\r\n\r\n') + 4) });
  });
  return {
    send(text) {
      return new Promise((resolve) => {
        settle = resolve;
        socket.write(text);
      });
    },
    close: () => socket.destroy(),
  };
}

function endOfAnswer(text) {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return -1;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head + 2));
  if (length) return text.length >= head + 4 + Number(length[1]) ? head + 4 + Number(length[1]) : -1;
  if (!/\r\ntransfer-encoding: chunked/i.test(text.slice(0, head + 2))) return head + 4;
  const last = text.indexOf('\r\n0\r\n\r\n', head);
  return last < 0 ? -1 : last + 7;
}

export function requestText(method, target, headers, body = '') {
  const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(body) });
  return `${method} ${target} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

/** Four connections, each with one request under way at a time, until `next` has no more. Gives operations a second. */
export async function drive(connections, next) {
  const startedAt = process.hrtime.bigint();
  const counts = await Promise.all(connections.map((connection) => driveOne(connection, next)));
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  return counts.reduce((sum, count) => sum + count, 0) / seconds;
}

async function driveOne(connection, next) {
  let total = 0;
  for (;;) {
    const count = await next(connection);
    if (count === undefined) return total;
    total += count;
  }
}
