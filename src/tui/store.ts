import type { TailRecord } from '../domain/record.ts';
import type { Notice } from '../sources/source.ts';
import type { System } from '../system.ts';
import type { Actions } from './actions.ts';
import { type Frame, makeFrame } from './frame.ts';
import { createFramePacer } from './frame-pacer.ts';
import type { KeyInput } from './key-reader.ts';
import type { LastState } from './last-state.ts';
import { Model } from './model.ts';
import type { Theme } from './theme.ts';
import { Ui } from './ui.ts';

export interface StoreOptions {
  /** How many events are kept; the oldest go first. */
  readonly capacity: number;
  /** What is being tailed, for people. */
  readonly names: string;
  readonly utc: boolean;
  readonly theme: Theme;
  readonly size: { readonly columns: number; readonly rows: number };
  readonly actions: Actions;
  readonly system: Pick<System, 'now' | 'sleep'>;
}

export interface Store {
  add(record: TailRecord): void;
  notice(notice: Notice): void;
  press(inputs: readonly KeyInput[]): void;
  resize(size: { readonly columns: number; readonly rows: number }): void;
  /** A line for people, across the list. */
  tell(text: string): void;
  /** What is being read, once that is known; its topics are told apart before the first event comes. */
  rename(names: string, topics?: readonly string[]): void;
  /** Nothing more comes. */
  end(state: LastState): void;
  /** Lets ages grow on the screen. */
  tick(): void;
  stop(): void;
  /** For `useSyncExternalStore`: a new frame at most 30 times a second. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly frame: () => Frame;
}

/** Events and the state of the screen, outside React: changed in place as often as it must, drawn frame by frame. */
export function createStore(options: StoreOptions): Store {
  const { system, theme, actions, utc } = options;
  const { now } = system;
  const listeners = new Set<() => void>();
  const model = new Model(options.capacity, now());
  const ui = new Ui({ model, actions, now, utc, changed: () => pacer.request('key') });
  ui.size = options.size;
  let { names } = options;
  const make = () => {
    const made = makeFrame(ui, { names, theme, nowMs: now() });
    ui.drawn(made.seen);
    return made;
  };
  let frame = make();
  const pacer = createFramePacer(() => {
    frame = make();
    for (const listener of listeners) listener();
  }, system);
  return {
    add(record) {
      model.add(record, now());
      pacer.request('event');
    },
    notice(notice) {
      model.notice(notice);
      pacer.request('event');
    },
    press(inputs) {
      for (const input of inputs)
        if (input.kind === 'key') ui.press(input.name);
        else ui.paste(input.text);
      if (inputs.length > 0) pacer.request('key');
    },
    resize(size) {
      ui.size = size;
      pacer.request('key');
    },
    tell(text) {
      model.note(text, now());
      pacer.request('event');
    },
    rename(text, topics = []) {
      names = text;
      model.counts.expect(topics);
      pacer.request('event');
    },
    end(state) {
      ui.lastState = state;
      pacer.request('key');
    },
    tick: () => pacer.request('event'),
    stop: () => pacer.stop(),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    frame: () => frame,
  };
}
