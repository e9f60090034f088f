import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFigures } from '../../src/domain/figures.ts';
import { createLatencyScale } from '../../src/domain/latency.ts';
import { prometheusText } from '../../src/domain/prometheus.ts';
import { figuresSink } from '../../src/sinks/figures.ts';
import { NotAccepted, type Sink } from '../../src/sinks/sink.ts';
import { createRecordReader } from '../../src/use-cases/read-records.ts';
import { tail } from '../../src/use-cases/tail.ts';
import { bodyOf, delivery, RECEIVED_AT_MS, sourceOf } from '../support/deliveries.ts';
import { withEmulator } from '../support/emulated.ts';
import { startReceiver } from '../support/receiver.ts';
import { runProgram, startProgram } from '../support/run-program.ts';

const emulator = withEmulator();

describe('figures', () => {
  it('counts duplicates, redeliveries and what comes out of order, and measures each hop', () => {
    const figures = createFigures();
    const readRecords = createRecordReader();
    const body = (second: number) =>
      bodyOf({ key: 'k', requestId: `${second}`, time: `2026-03-02T08:15:${second}.000Z` });
    const enqueuedAtMs = Date.parse('2026-03-02T08:15:30.100Z');
    const deliveries = [
      delivery(body(30), { messageId: 'A', dequeueCount: 1, enqueuedAtMs }),
      delivery(body(30), { messageId: 'A', dequeueCount: 2, enqueuedAtMs }),
      delivery(body(20), { messageId: 'B', dequeueCount: 1 }),
      delivery('no event'),
    ];
    for (const record of deliveries.flatMap(readRecords)) {
      figures.add(record);
      figures.accepted(record, record.message.receivedAtMs + 5);
    }
    expect(figures.counts).toMatchObject({
      events: 3,
      undecodable: 1,
      duplicates: 1,
      redeliveries: 1,
      outOfOrder: 1,
    });
    const hop = (name: keyof typeof figures.latencies) => figures.latencies[name].percentile(0.5);
    expect(hop('event to queue')).toBeCloseTo(100, -1);
    expect(hop('queue to receipt')).toBeCloseTo(150, -1);
    expect(hop('receipt to output')).toBeCloseTo(5, 0);
    const text = prometheusText(figures);
    expect(text).toContain('ossnotify_events_total{type="ObjectCreated:PutObject"} 3\n');
    expect(text).toMatch(/ossnotify_latency_seconds\{hop="event_to_output",quantile="0.5"\} 0\.\d+\n/);
    expect(text).toMatch(/ossnotify_latency_seconds_count\{hop="queue_to_receipt"\} 2\n/);
  });

  it('tells of each link whether it is up, and of its age and that of the last event', () => {
    const sink = figuresSink(() => 0);
    const tell = (link: 'ready' | 'polled' | 'lost' | 'clock', source: string, atMs: number) =>
      sink.notice?.({ kind: 'notice', link, source, atMs });
    tell('ready', 'movies', 1000);
    tell('polled', 'movies', 2500);
    tell('ready', 'say "x"', 1500);
    tell('lost', 'say "x"', 9000);
    tell('clock', 'say "x"', 9500);
    const empty = prometheusText(sink.figures);
    expect(empty).not.toMatch(/^ossnotify_last_event_timestamp_seconds/m);
    for (const record of createRecordReader()(delivery(bodyOf({ key: 'k' })))) sink.write?.(record);
    const text = prometheusText(sink.figures);
    expect(text.split('\n').filter((line) => /^ossnotify_l(ink_|ast_)/.test(line))).toEqual([
      'ossnotify_link_up{source="movies"} 1',
      'ossnotify_link_up{source="say \\"x\\""} 0',
      'ossnotify_last_contact_timestamp_seconds{source="movies"} 2.5',
      'ossnotify_last_contact_timestamp_seconds{source="say \\"x\\""} 1.5',
      `ossnotify_last_event_timestamp_seconds ${RECEIVED_AT_MS / 1000}`,
    ]);
  });

  it('counts types beyond a thousand together', () => {
    const figures = createFigures();
    const readRecords = createRecordReader();
    for (let nth = 0; nth < 1010; nth++)
      for (const record of readRecords(delivery(bodyOf({ key: 'k', type: `T${nth}`, requestId: `${nth}` }))))
        figures.add(record);
    expect([figures.byType.size, figures.byType.get('(others)'), figures.counts.events]).toEqual([
      1001, 10, 1010,
    ]);
  });

  it('tells percentiles within 5 %', () => {
    const scale = createLatencyScale();
    expect(scale.percentile(0.5)).toBeUndefined();
    for (let ms = 1; ms <= 1000; ms++) scale.add(ms);
    for (const share of [0.5, 0.95, 0.99]) {
      expect((scale.percentile(share) ?? 0) / (share * 1000)).toBeGreaterThan(0.95);
      expect((scale.percentile(share) ?? 0) / (share * 1000)).toBeLessThan(1.05);
    }
    expect(scale.percentile(1)).toBeCloseTo(1000, -2);
  });
});

describe('the counters served', () => {
  const counters = (text: string) =>
    Object.fromEntries(
      [...text.matchAll(/^ossnotify_(\w+_total(?:\{.*\})?) (\S+)$/gm)].map(([, name, value]) => [
        name,
        value,
      ]),
    );

  it('each tell what passed through the loop', async () => {
    const sink = figuresSink(() => RECEIVED_AT_MS);
    const refusing: Sink = {
      async write(record) {
        if (record.kind === 'event' && record.event.key === 'bad') throw new NotAccepted('no');
      },
      close: () => {},
    };
    const at = (second: number, key: string, requestId = `${key} ${second}`) =>
      bodyOf({ key, requestId, time: `2026-03-02T08:15:${second}.000Z` });
    const back = { kind: 'notice', link: 'back', atMs: 0 } as const;
    await tail({
      source: sourceOf([
        delivery(at(20, 'a')),
        delivery(at(20, 'a')),
        delivery(at(20, 'a')),
        back,
        delivery(at(19, 'a')),
        delivery(at(20, 'other'), { dequeueCount: 2 }),
        delivery(bodyOf({ key: 'gone', type: 'ObjectRemoved:DeleteObject' }, { key: 'b' })),
        ...['bad', 'bad', 'bad', 'bad'].map((key, nth) => delivery(at(20, key, `${nth}`))),
        back,
        ...Array.from({ length: 5 }, (_, nth) => delivery(at(20, 'skipped', `${nth}`))),
        ...['x', 'y', 'z'].map((body) => delivery(body)),
      ]),
      accepts: ({ key }) => key !== 'skipped',
      sinks: [sink, refusing],
      signal: new AbortController().signal,
      system: { now: () => 0, sleep: () => new Promise(() => {}) },
    });
    for (let nth = 0; nth < 6; nth++) sink.figures.buried();
    expect(counters(prometheusText(sink.figures))).toEqual({
      'events_total{type="ObjectCreated:PutObject"}': '10',
      'events_total{type="ObjectRemoved:DeleteObject"}': '1',
      undecodable_total: '3',
      duplicates_total: '2',
      redeliveries_total: '1',
      out_of_order_total: '1',
      reconnects_total: '2',
      filtered_total: '5',
      dead_lettered_total: '6',
      refused_total: '4',
    });
  });

  it('are those of the tail at that moment', async () => {
    const receiver = await startReceiver(({ body }) => (body.includes('"key":"bad"') ? 400 : 204));
    const folder = await mkdtemp(join(tmpdir(), 'ossnotify-'));
    const program = startProgram(
      [
        ...['tail', '--from', '-', '--metrics', '0', '-o', 'ndjson', '--exclude-key', 'skipped'],
        ...['--forward', receiver.url, '--dead-letter', join(folder, 'dead')],
      ],
      { env: emulator.env, tty: ['stdin'] },
    );
    const [, url = ''] = /figures at (\S+)/.exec(await program.stderr.until(/figures at \S+\n/)) ?? [];
    const served = async () => counters(await (await fetch(url)).text());
    expect(await served()).toMatchObject({ undecodable_total: '0', filtered_total: '0' });
    for (const key of ['a', 'a', 'skipped', 'bad']) program.type(`${bodyOf({ key })}\n`);
    await program.stderr.until(/did not take/);
    const { dead_lettered_total: _, ...others } = await served();
    expect(others).toEqual({
      'events_total{type="ObjectCreated:PutObject"}': '3',
      undecodable_total: '0',
      duplicates_total: '1',
      redeliveries_total: '0',
      out_of_order_total: '0',
      reconnects_total: '0',
      filtered_total: '1',
      refused_total: '0',
    });
    // It is told of first, and counted once it is on the disk.
    while ((await served())['dead_lettered_total'] !== '1') await new Promise(setImmediate);
    program.signal('SIGINT');
    await program.ended;
  });
});

describe('tail --metrics', () => {
  it('serves its figures while it runs, and sums up at its end', async () => {
    const { env } = emulator;
    const tail = startProgram(['tail', '--from', '-', '--metrics', '0', '-o', 'ndjson'], {
      env,
      stdin: bodyOf({ key: 'a' }),
      tty: ['stdin'],
    });
    const [, url = ''] = /figures at (\S+)/.exec(await tail.stderr.until(/figures at \S+\n/)) ?? [];
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4');
    expect(await answer.text()).toContain('# TYPE ossnotify_events_total counter\n');
    expect((await fetch(new URL('/', url))).status).toBe(404);
    tail.signal('SIGINT');
    expect(await tail.ended).toMatchObject({
      status: 130,
      stderr: expect.stringMatching(/\n\d events in \d+\.\d s/),
    });
  });

  it.each(['x', '1:2:3:99999', '99999'])('refuses the address %s', async (value) => {
    expect((await runProgram(['tail', 'movies', '--metrics', value])).status).toBe(2);
  });
});
