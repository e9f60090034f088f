import { counted } from '../../domain/counted.ts';
import { toPrintable } from '../../domain/printable.ts';

export interface RefusalNewsOptions {
  readonly tell: (text: string) => void;
  readonly now: () => number;
}

const LINES_A_MINUTE = 10;
const MINUTE_MS = 60_000;

/** Tells of refused requests, line by line; when they come in floods, of some of them with the number of the others. */
export function createRefusalNews({ tell, now }: RefusalNewsOptions): (text: string) => void {
  let minuteBeganAtMs = Number.NEGATIVE_INFINITY;
  let told = 0;
  let untold = 0;
  return (text) => {
    if (now() - minuteBeganAtMs >= MINUTE_MS) [minuteBeganAtMs, told] = [now(), 0];
    if (told >= LINES_A_MINUTE) {
      untold += 1;
      return;
    }
    told += 1;
    const others = untold === 0 ? '' : ` (and ${counted(untold, 'other')} before it)`;
    untold = 0;
    // What a sender wrote may stand in it.
    tell(`warning: refused ${toPrintable(text)}${others}`);
  };
}
