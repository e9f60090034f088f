import { cutEnd, widestWidth } from './cells.ts';
import { type Paint, unpainted } from './theme.ts';

/** A piece of a line; the higher its rank, the sooner it goes where there is no room. */
export interface Segment {
  readonly text: string;
  readonly rank: number;
  readonly paint?: Paint;
}

/** The pieces that fit, in order, with dots between them. The last one left is cut. */
export function joinSegments(segments: readonly Segment[], width: number): string {
  const kept = segments.filter(({ text }) => text !== '');
  while (kept.length > 1 && widthOf(kept) > width) {
    const worst = kept.reduce((a, b) => (b.rank >= a.rank ? b : a));
    kept.splice(kept.indexOf(worst), 1);
  }
  return kept
    .map(({ text, paint }) => (paint ?? unpainted)(kept.length === 1 ? cutEnd(text, width) : text))
    .join(' · ');
}

function widthOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { text }) => sum + widestWidth(text), (segments.length - 1) * 3);
}
