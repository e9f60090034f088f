import { cellWidth } from './cells.ts';
import { sourceLabels } from './source-labels.ts';

/** Widths of the list's columns in cells; 0 for a column that is left out. */
export interface RowLayout {
  readonly width: number;
  readonly time: number;
  readonly source: number;
  /** The names of the sources in that width, by their number. */
  readonly sourceLabels: readonly string[];
  readonly type: number;
  readonly name: number;
  readonly size: number;
  readonly latency: number;
  readonly duplicate: number;
}

export const GUTTER = 2;
const SIZE = 7;
const LATENCY = 7;
const LONGEST_TYPE = 39;
const LONGEST_OPERATION = 25;

export interface RowRoom {
  readonly width: number;
  /** Names of the sources, shown when there are several. */
  readonly sources: readonly string[];
}

/** The wider the list, the more columns, and the more of each; the name gets what is left. */
export function rowLayout({ width, sources }: RowRoom): RowLayout {
  const time = width >= 110 ? 12 : 8;
  const labels = sources.length < 2 || width < 40 ? [] : sourceLabels(sources, sourceRoom(width));
  const source = Math.max(0, ...labels.map(cellWidth));
  const type = width >= 120 ? LONGEST_TYPE : width >= 100 ? LONGEST_OPERATION : width >= 78 ? 18 : 12;
  const duplicate = width >= 78 ? 3 : 0;
  const size = width >= 50 ? SIZE : 0;
  const latency = width >= 40 ? LATENCY : 0;
  const taken = [time, source, type, size, latency, duplicate].filter((column) => column > 0);
  const used = GUTTER + taken.reduce((sum, column) => sum + column + 1, 0);
  const name = Math.max(1, width - used);
  return { width, time, source, sourceLabels: labels, type, name, size, latency, duplicate };
}

function sourceRoom(width: number): number {
  return width < 70 ? 4 : width < 110 ? 10 : 20;
}
