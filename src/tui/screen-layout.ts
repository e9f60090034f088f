/** Where things stand on a screen of a given size, in cells. */
export interface ScreenLayout {
  readonly columns: number;
  readonly rows: number;
  /** Lines of the body, between header and footer. */
  readonly body: number;
  readonly list: Room;
  /** Beside the list, below it, or in its place where there is no room for both. */
  readonly pane?: Room & { readonly place: 'right' | 'below' | 'instead' };
}

export interface Room {
  /** The column of the screen that it begins at, from 0. */
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

const HEADER_LINES = 2;
const FOOTER_LINES = 1;
const SIDE_BY_SIDE_COLUMNS = 110;
const STACKED_ROWS = 20;

export function screenLayout(columns: number, rows: number, withPane: boolean): ScreenLayout {
  const body = Math.max(1, rows - HEADER_LINES - FOOTER_LINES);
  const whole: Room = { left: 0, width: columns, height: body };
  const base = { columns, rows, body };
  if (!withPane) return { ...base, list: whole };
  if (columns >= SIDE_BY_SIDE_COLUMNS) {
    const width = Math.floor(columns * 0.44);
    const list = { left: 0, width: columns - width - 1, height: body };
    return { ...base, list, pane: { place: 'right', left: columns - width, width, height: body } };
  }
  if (rows >= STACKED_ROWS) {
    const height = Math.floor(body * 0.6);
    const list = { ...whole, height: body - height - 1 };
    return { ...base, list, pane: { place: 'below', ...whole, height } };
  }
  return { ...base, list: whole, pane: { place: 'instead', ...whole } };
}

/** First of the shown items: all stay where they are unless the selected one would be out of sight. */
export function windowTop(options: {
  readonly top: number;
  readonly selected: number;
  readonly count: number;
  readonly height: number;
}): number {
  const { top, selected, count, height } = options;
  const lowest = Math.max(0, count - height);
  const wanted = selected < top ? selected : selected >= top + height ? selected - height + 1 : top;
  return Math.max(0, Math.min(wanted, lowest));
}
