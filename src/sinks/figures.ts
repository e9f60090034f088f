import { createFigures, type Figures, type LinkFigures } from '../domain/figures.ts';
import type { Notice } from '../sources/source.ts';
import type { Sink } from './sink.ts';

function linkAfter({ link, atMs }: Notice): LinkFigures | undefined {
  switch (link) {
    case 'clock':
    case 'deletions':
      return undefined;
    case 'lost':
    case 'closing':
      return { isUp: false };
    case 'listening':
    case 'reading':
      return { isUp: true };
    default:
      return { isUp: true, lastContactAtMs: atMs };
  }
}

/** Counts what passes; shows nothing by itself. */
export function figuresSink(now: () => number): Sink & { readonly figures: Figures } {
  const figures = createFigures();
  return {
    figures,
    write: (record) => figures.add(record),
    accepted: (record) => figures.accepted(record, now()),
    refused: () => figures.refused(),
    filtered: () => figures.filtered(),
    notice(notice) {
      if (notice.link === 'back') figures.reconnected();
      const link = linkAfter(notice);
      if (link) figures.linked(notice.source ?? '', link);
    },
    close: () => {},
  };
}
