import { describe, expect, it } from 'vitest';
import { createFigures } from '../../src/domain/figures.ts';
import { createLatencyScale } from '../../src/domain/latency.ts';
import { prometheusText } from '../../src/domain/prometheus.ts';
import { createRecordReader } from '../../src/use-cases/read-records.ts';
import { bodyOf, delivery } from '../support/deliveries.ts';
import { withEmulator } from '../support/emulated.ts';
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
