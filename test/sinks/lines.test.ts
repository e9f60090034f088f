import { describe, expect, it } from 'vitest';
import { lineFormatter } from '../../src/sinks/lines.ts';
import { statusSink } from '../../src/sinks/status.ts';
import { createRecordReader } from '../../src/use-cases/read-records.ts';
import { bodyOf, delivery } from '../support/deliveries.ts';

const [record] = createRecordReader()(delivery(bodyOf({ key: 'movie/a.mp3' })));

describe('pretty lines', () => {
  it('show time, full type, bucket/key, size and latency', () => {
    if (!record) throw new Error('no record');
    const plain = lineFormatter({ colors: 0, utc: true })(record);
    expect(plain).toBe(
      '2026-03-02 08:15:30.000Z  ObjectCreated:PutObject  demo-bucket/movie/a.mp3  5 B  +250 ms',
    );
    const colored = lineFormatter({ colors: 1, utc: true })(record);
    expect(colored).toContain('\u001b[32mObjectCreated:PutObject\u001b[39m');
  });

  it('show what cannot be decoded, made safe', () => {
    const [broken] = createRecordReader()(delivery('{"a":"\u001b[2J"}'));
    if (!broken) throw new Error('no record');
    expect(lineFormatter({ colors: 0, utc: true })(broken)).toMatch(
      /^2026-03-02 08:15:30\.250Z {2}undecodable {2}.+: \{"a":"␛\[2J"\}$/,
    );
  });
});

describe('status', () => {
  it('tells what changes, and is silent about each poll', () => {
    const told: string[] = [];
    const sink = statusSink((text) => told.push(text), 'topic movies');
    sink.notice?.({ kind: 'notice', link: 'ready', atMs: 0 });
    sink.notice?.({ kind: 'notice', link: 'polled', atMs: 0 });
    sink.notice?.({ kind: 'notice', link: 'lost', atMs: 0, text: 'refused' });
    sink.notice?.({ kind: 'notice', link: 'back', atMs: 0, text: 'the link is back after 2.0 s' });
    expect(told).toEqual([
      'listening on topic movies',
      'link lost: refused; trying again',
      'the link is back after 2.0 s',
    ]);
  });

  it('says once for all of several sources that it listens, when the last of them is ready', () => {
    const told: string[] = [];
    const sink = statusSink((text) => told.push(text), 'topics a, b', 2);
    for (const source of ['a', 'a', 'b', 'a', 'b'])
      sink.notice?.({ kind: 'notice', link: 'ready', atMs: 0, source });
    expect(told).toEqual(['listening on topics a, b']);
  });
});
