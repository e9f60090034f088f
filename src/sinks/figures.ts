import { createFigures, type Figures } from '../domain/figures.ts';
import type { Sink } from './sink.ts';

/** Counts what passes; shows nothing by itself. */
export function figuresSink(now: () => number): Sink & { readonly figures: Figures } {
  const figures = createFigures();
  return {
    figures,
    write: (record) => figures.add(record),
    accepted: (record) => figures.accepted(record, now()),
    refused: () => figures.refused(),
    filtered: () => figures.filtered(),
    notice({ link }) {
      if (link === 'back') figures.reconnected();
    },
    close: () => {},
  };
}
