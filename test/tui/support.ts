import type { EventRecord, TailRecord } from '../../src/domain/record.ts';
import type { Actions } from '../../src/tui/actions.ts';
import { type Frame, makeFrame } from '../../src/tui/frame.ts';
import { Model } from '../../src/tui/model.ts';
import { createTheme } from '../../src/tui/theme.ts';
import { Ui } from '../../src/tui/ui.ts';

export const NOW_MS = Date.parse('2026-03-02T08:15:30.250Z');

interface Given {
  readonly type?: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly size?: number;
  readonly latencyMs?: number;
  readonly duplicate?: boolean;
  readonly topic?: string;
  readonly requestId?: string;
}

export function eventOf(given: Given = {}): EventRecord {
  const { type = 'ObjectCreated:PutObject', bucket = 'demo-bucket', key = 'a.txt', size = 5 } = given;
  const { latencyMs = 250, duplicate = false, topic = 'demo', requestId = `REQUEST-${key}` } = given;
  const time = '2026-03-02T08:15:30.000Z';
  const raw = { eventName: type, eventTime: time, oss: { bucket: { name: bucket }, object: { key, size } } };
  return {
    kind: 'event',
    event: { provider: 'oss', type, bucket, key, size, time, region: 'cn-hangzhou', requestId, raw },
    message: { body: JSON.stringify(raw), receivedAtMs: NOW_MS, topic, messageId: `MESSAGE-${key}` },
    latencyMs,
    duplicate,
  };
}

export function undecodableOf(body: string): TailRecord {
  return { kind: 'undecodable', reason: 'not JSON', message: { body, receivedAtMs: NOW_MS } };
}

/** What the screen asked for, in order. */
export function recordingActions(): Actions & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    quit: (how) => asked.push(how),
    suspend: () => asked.push('suspend'),
    redraw: () => asked.push('redraw'),
    copy: (text) => asked.push(`copy ${text}`),
    async save(path, records) {
      if (path === 'taken') throw new Error('there is a file of that name already');
      asked.push(`save ${records.length} to ${path}`);
    },
    async forward(record) {
      asked.push(`forward ${record.kind}`);
      return 'forwarded: 200';
    },
  };
}

export interface Screen {
  readonly ui: Ui;
  readonly model: Model;
  readonly asked: readonly string[];
  add(...records: readonly TailRecord[]): void;
  press(...keys: readonly string[]): void;
  frame(): Frame;
  /** Every line of the screen without colours, as a person reads it. */
  text(): string[];
}

/** A screen without Ink: keys in, lines out, at a time that stands still. */
export function screenOf(options: { columns?: number; rows?: number; capacity?: number } = {}): Screen {
  const { columns = 80, rows = 24, capacity = 1000 } = options;
  const actions = recordingActions();
  const model = new Model(capacity, NOW_MS - 10_000);
  const ui = new Ui({ model, actions, now: () => NOW_MS, utc: true, changed: () => {} });
  ui.size = { columns, rows };
  const theme = createTheme(0);
  const frame = () => {
    const made = makeFrame(ui, { names: 'topic demo', theme, nowMs: NOW_MS });
    ui.drawn(made.seen);
    return made;
  };
  return {
    ui,
    model,
    asked: actions.asked,
    add: (...records) => {
      for (const record of records) model.add(record, NOW_MS);
    },
    press: (...keys) => {
      for (const key of keys) ui.press(key);
      frame();
    },
    frame,
    text: () => {
      const { header, page, list, pane = [], footer } = frame();
      return [...header, ...(page ?? [...list, ...pane]), footer].map(plainText);
    },
  };
}

/** The signs of columns as the blanks that they stand for. */
export function blankJumps(line: string): string {
  return line.replace(/[\u{100000}-\u{100FFF}]/gu, ' ');
}

/** Without styles and trailing blanks. */
export function plainText(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is taken out
  return blankJumps(line.replace(/\u001B\[[\d;]*m/g, '')).trimEnd();
}
