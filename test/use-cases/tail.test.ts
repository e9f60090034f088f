import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../src/domain/filter.ts';
import type { TailRecord } from '../../src/domain/record.ts';
import { NotAccepted, type Sink } from '../../src/sinks/sink.ts';
import type { Source } from '../../src/sources/source.ts';
import { type TailRequest, tail } from '../../src/use-cases/tail.ts';
import { batch, bodyOf, delivery, sourceOf } from '../support/deliveries.ts';

function recorder(
  accept: (record: TailRecord) => void = () => {},
): Sink & { keys: string[]; closed: number } {
  const keys: string[] = [];
  return {
    keys,
    closed: 0,
    write(record) {
      accept(record);
      keys.push(record.kind === 'event' ? (record.event.key ?? '?') : `undecodable: ${record.message.body}`);
    },
    close() {
      this.closed += 1;
    },
  };
}

/** A clock that only the sleeper moves: each sleep takes its time at once, unless it is cut short. */
function movedClock() {
  let nowMs = 0;
  return {
    now: () => nowMs,
    async sleep(ms: number, signal?: AbortSignal) {
      await new Promise(setImmediate);
      if (!signal?.aborted) nowMs += ms;
    },
  };
}

function request(parts: Partial<TailRequest> & Pick<TailRequest, 'source' | 'sinks'>): TailRequest {
  return { accepts: () => true, signal: new AbortController().signal, system: movedClock(), ...parts };
}

/** An event by whose own members a repetition could not be told. */
const UNTRACED = JSON.stringify({ events: [{ eventName: 'ObjectCreated:PutObject', oss: {} }] });

describe('tail', () => {
  it('acknowledges a message after every sink has accepted all its records', async () => {
    const log: string[] = [];
    const slow: Sink = {
      async write() {
        await new Promise(setImmediate);
        log.push('slow wrote');
      },
      close: () => {},
    };
    const source = sourceOf([
      delivery(bodyOf({ key: 'a' }, { key: 'b' }), {}, () => log.push('acknowledged')),
    ]);
    const summary = await tail(request({ source, sinks: [recorder(() => log.push('quick wrote')), slow] }));
    expect(log).toEqual(['quick wrote', 'quick wrote', 'slow wrote', 'slow wrote', 'acknowledged']);
    expect(summary).toEqual({ shown: 2, messages: 1, end: 'stopped' });
  });

  it('does not acknowledge what a sink refused; ends the source and closes every sink', async () => {
    const log: string[] = [];
    async function* source() {
      try {
        yield batch(delivery(bodyOf({ key: 'a' }), {}, () => log.push('acknowledged')));
      } finally {
        log.push('source ended');
      }
    }
    const full = recorder(() => {
      throw new Error('disk full');
    });
    const other = recorder();
    await expect(tail(request({ source, sinks: [full, other] }))).rejects.toThrow('disk full');
    expect(log).toEqual(['source ended']);
    expect([full.closed, other.closed]).toEqual([1, 1]);
  });

  it('leaves the rest of a batch alone once it has enough', async () => {
    const acknowledged: string[] = [];
    const deliveries = ['a', 'b', 'c'].map((key) =>
      delivery(bodyOf({ key }), {}, () => acknowledged.push(key)),
    );
    const sink = recorder();
    const source: Source = async function* () {
      yield batch(...deliveries);
    };
    const summary = await tail(request({ source, sinks: [sink], count: 2 }));
    expect(sink.keys).toEqual(['a', 'b']);
    expect(acknowledged).toEqual(['a', 'b']);
    expect(summary).toMatchObject({ shown: 2, messages: 2, end: 'count' });
  });

  it('records what it takes, filtered out or not, and nothing of what it leaves alone', async () => {
    const recorded: string[] = [];
    const bodies = ['a.mp3', 'b.jpg', 'c.mp3', 'd.mp3'].map((key) => bodyOf({ key }));
    const source: Source = async function* () {
      yield batch(...bodies.map((body) => delivery(body)));
    };
    const accepts = compileFilter({ keys: ['*.mp3'] });
    const record = ({ body }: { body: string }) => void recorded.push(body);
    await tail(request({ source, sinks: [recorder()], accepts, record, count: 2 }));
    expect(recorded).toEqual(bodies.slice(0, 3));
  });

  it('takes nothing more once it cannot record, and ends with that in order', async () => {
    const log: string[] = [];
    const source: Source = async function* () {
      yield batch(
        ...['a', 'b', 'c'].map((key) => delivery(bodyOf({ key }), {}, () => log.push(`acknowledged ${key}`))),
      );
      log.push('source ended');
    };
    const sink: Sink = {
      async write(written) {
        await new Promise(setImmediate);
        log.push(`wrote ${written.kind === 'event' ? written.event.key : '?'}`);
      },
      close: () => {},
    };
    let lines = 0;
    const record = () => {
      if (++lines > 1) throw new Error('disk full');
    };
    await expect(tail(request({ source, sinks: [sink], record }))).rejects.toThrow('disk full');
    expect(lines).toBe(2);
    expect(log).toEqual(['source ended', 'wrote a', 'acknowledged a']);
  });

  it('tells why its source has ended though a sink is stuck, once that had its time', async () => {
    const log: string[] = [];
    const source: Source = async function* (signal) {
      yield batch(delivery(bodyOf({ key: 'a' })));
      yield { kind: 'notice', link: 'closing', atMs: 0 };
      log.push(`asked to end: ${signal.aborted}`);
      throw new Error('topic movies was deleted');
    };
    const stuck: Sink = {
      write: () => new Promise(() => {}),
      stop: (underWay) => log.push(`under way: ${underWay()}`),
      close: () => {},
    };
    const system = movedClock();
    await expect(tail(request({ source, sinks: [stuck], system }))).rejects.toThrow('movies was deleted');
    expect(log).toEqual(['under way: 1', 'asked to end: true']);
    expect(system.now()).toBe(5000);
  });

  it('is not idle while a sink still works on a message', async () => {
    const system = movedClock();
    const slow: Sink = {
      async write() {
        while (system.now() < 20_000) await new Promise(setImmediate);
      },
      close: () => {},
    };
    let acknowledgedAtMs = Number.NaN;
    const source = sourceOf(
      [
        delivery(bodyOf({ key: 'a' }), {}, () => {
          acknowledgedAtMs = system.now();
        }),
      ],
      { finite: false },
    );
    const summary = await tail(request({ source, sinks: [slow], idleTimeoutMs: 5000, system }));
    expect(acknowledgedAtMs).toBeGreaterThanOrEqual(20_000);
    expect(system.now() - acknowledgedAtMs).toBeGreaterThanOrEqual(5000);
    expect(summary).toMatchObject({ shown: 1, end: 'idle' });
  });

  it('has not shown what no sink has accepted by the end of its time', async () => {
    const stuck: Sink = { write: () => new Promise(() => {}), close: () => {} };
    const source = sourceOf([delivery(bodyOf({ key: 'a' }))], { finite: false });
    const summary = await tail(request({ source, sinks: [stuck], count: 1, timeoutMs: 2000 }));
    expect(summary).toMatchObject({ shown: 0, end: 'timeout' });
  });

  it('closes every sink, also after one that fails to', async () => {
    const failing: Sink = { write: () => {}, close: () => Promise.reject(new Error('disk full')) };
    const other = recorder();
    await expect(tail(request({ source: sourceOf([]), sinks: [failing, other] }))).rejects.toThrow(
      'disk full',
    );
    expect(other.closed).toBe(1);
  });

  it('takes no more of a batch after the abort', async () => {
    const abort = new AbortController();
    const sink = recorder(() => abort.abort('SIGINT'));
    const source: Source = async function* () {
      yield batch(delivery(bodyOf({ key: 'a' })), delivery(bodyOf({ key: 'b' })));
    };
    await tail(request({ source, sinks: [sink], signal: abort.signal }));
    expect(sink.keys).toEqual(['a']);
  });

  it('tells which records of a message were refused, though all of it comes again', async () => {
    const refused: string[] = [];
    let acknowledged = 0;
    const choosy: Sink = {
      async write(record) {
        if (record.kind === 'event' && record.event.key !== 'b') return;
        throw new NotAccepted('no');
      },
      refused: (record) => void refused.push(record.kind === 'event' ? `${record.event.key}` : '?'),
      close: () => {},
    };
    const bodies = [bodyOf({ key: 'a' }, { key: 'b' }, { key: 'c' }), bodyOf({ key: 'b' })];
    const source = sourceOf(bodies.map((body) => delivery(body, {}, () => acknowledged++)));
    await tail(request({ source, sinks: [recorder(), choosy] }));
    expect(refused).toEqual(['b', 'b']);
    expect(acknowledged).toBe(0);
  });

  it('shows of a message only the events that are wanted, and acknowledges all of it', async () => {
    let acknowledged = 0;
    const sink = recorder();
    const source = sourceOf([
      delivery(bodyOf({ key: 'a' }, { key: 'b' }, { key: 'c' }), {}, () => acknowledged++),
    ]);
    await tail(request({ source, sinks: [sink], accepts: ({ key }) => key !== 'b' }));
    expect([sink.keys, acknowledged]).toEqual([['a', 'c'], 1]);
  });

  it('tells of what a sink refuses by throwing as of what it rejects', async () => {
    const refused: TailRecord[] = [];
    const failing: Sink = {
      write() {
        throw new NotAccepted('no');
      },
      refused: (record) => void refused.push(record),
      close: () => {},
    };
    const source = sourceOf([delivery(bodyOf({ key: 'a' }))]);
    await tail(request({ source, sinks: [failing] }));
    expect(refused).toHaveLength(1);
  });

  it('tells of a message that is left where it is once, however often it comes', async () => {
    const filteredOut = async (options: Partial<TailRequest>) => {
      let filtered = 0;
      const counting: Sink = { filtered: () => void filtered++, close: () => {} };
      const ids = ['M1', 'M2', 'M1', 'M1'];
      const source = sourceOf(ids.map((messageId) => delivery(bodyOf({ key: 'a' }), { messageId })));
      await tail(request({ source, sinks: [counting], accepts: () => false, ...options }));
      return filtered;
    };
    expect(await filteredOut({ keepUnmatched: true })).toBe(2);
    expect(await filteredOut({})).toBe(4);
  });

  it('shows what cannot be decoded whatever the filter, and acknowledges it', async () => {
    let acknowledged = 0;
    const sink = recorder();
    const source = sourceOf([delivery('not an event', {}, () => acknowledged++)]);
    await tail(request({ source, sinks: [sink], accepts: () => false }));
    expect(sink.keys).toEqual(['undecodable: not an event']);
    expect(acknowledged).toBe(1);
  });

  it.each([
    ['acknowledges filtered-out messages', {}, 2],
    ['leaves them when asked to', { keepUnmatched: true }, 1],
  ])('%s', async (_, options, expected) => {
    let acknowledged = 0;
    const sink = recorder();
    const source = sourceOf(
      ['a.mp3', 'b.jpg'].map((key) => delivery(bodyOf({ key }), {}, () => acknowledged++)),
    );
    await tail(request({ source, sinks: [sink], accepts: compileFilter({ keys: ['*.mp3'] }), ...options }));
    expect(sink.keys).toEqual(['a.mp3']);
    expect(acknowledged).toBe(expected);
  });

  it('ends after so many events; what is acknowledged is shown whole, since the rest of it would be lost', async () => {
    let acknowledged = 0;
    const sink = recorder();
    const source = sourceOf([
      delivery(bodyOf({ key: 'a' }), {}, () => acknowledged++),
      delivery(bodyOf({ key: 'b' }, { key: 'c' }), {}, () => acknowledged++),
      delivery(bodyOf({ key: 'd' }), {}, () => acknowledged++),
    ]);
    const summary = await tail(request({ source, sinks: [sink], count: 2 }));
    expect(summary).toEqual({ shown: 3, messages: 2, end: 'count' });
    expect(sink.keys).toEqual(['a', 'b', 'c']);
    expect(acknowledged).toBe(2);
  });

  it('ends after just so many events where nothing is taken by showing it', async () => {
    const sink = recorder();
    const source = sourceOf([delivery(bodyOf({ key: 'a' })), delivery(bodyOf({ key: 'b' }, { key: 'c' }))]);
    const summary = await tail(request({ source, sinks: [sink], count: 2 }));
    expect(summary).toEqual({ shown: 2, messages: 2, end: 'count' });
    expect(sink.keys).toEqual(['a', 'b']);
  });

  it('counts an event that comes again once, where asked to', async () => {
    const sink = recorder();
    const source = sourceOf(['a', 'a', 'b', 'c'].map((key) => delivery(bodyOf({ key }), {}, () => {})));
    const summary = await tail(request({ source, sinks: [sink], count: 2, countsOnce: true }));
    expect(summary).toEqual({ shown: 2, messages: 3, end: 'count' });
    expect(sink.keys).toEqual(['a', 'a', 'b']);
  });

  it('has not shown what a sink gave up because the time was over', async () => {
    let giveUp = () => {};
    const patient: Sink = {
      write: () =>
        new Promise((_, reject) => {
          giveUp = () => reject(new NotAccepted('the tail is ending'));
        }),
      stop: () => giveUp(),
      close: () => {},
    };
    const source = sourceOf([delivery(bodyOf({ key: 'a' }), {}, () => {})], { finite: false });
    const summary = await tail(request({ source, sinks: [patient], count: 1, timeoutMs: 2000 }));
    expect(summary).toMatchObject({ shown: 0, end: 'timeout' });
  });

  it.each([
    ['timeout', { timeoutMs: 5000 }],
    ['idle', { idleTimeoutMs: 5000 }],
  ])('ends by %s', async (end, limit) => {
    const source = sourceOf([delivery(bodyOf({ key: 'a' }))], { finite: false });
    expect(await tail(request({ source, sinks: [recorder()], ...limit }))).toEqual({
      shown: 1,
      messages: 1,
      end,
    });
  });

  it('ends when its signal aborts', async () => {
    const stop = new AbortController();
    const sink = recorder(() => stop.abort());
    const source = sourceOf([delivery(bodyOf({ key: 'a' }))], { finite: false });
    expect(await tail(request({ source, sinks: [sink], signal: stop.signal }))).toEqual({
      shown: 1,
      messages: 1,
      end: 'stopped',
    });
    expect(sink.closed).toBe(1);
  });

  it.each([
    [
      'the same event in two messages',
      [delivery(bodyOf({ key: 'a' })), delivery(bodyOf({ key: 'a' }))],
      [false, true],
    ],
    [
      'a message that came twice, of an event that does not tell its request',
      ['M', 'M', 'N'].map((messageId) => delivery(UNTRACED, { messageId })),
      [false, true, false],
    ],
    ['two events', [delivery(bodyOf({ key: 'a' })), delivery(bodyOf({ key: 'b' }))], [false, false]],
  ])('tells duplicates: %s', async (_, items, expected) => {
    const duplicates: boolean[] = [];
    const sink = recorder((record) => record.kind === 'event' && duplicates.push(record.duplicate));
    await tail(request({ source: sourceOf(items), sinks: [sink] }));
    expect(duplicates).toEqual(expected);
  });
});
