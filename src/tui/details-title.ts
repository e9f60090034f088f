import { counted } from './quantities.ts';
import { joinSegments } from './segments.ts';
import type { Theme } from './theme.ts';
import type { Ui } from './ui.ts';

/** The line above the details: how the event stands to what came since, and how to go there. */
export function detailsTitle({ model, cursor, isSelectedGone }: Ui, width: number, theme: Theme): string {
  const { view, waiting } = model;
  const newer = cursor.isFollowing ? waiting : view.recordsAfter(cursor.number) + waiting;
  if (newer === 0) return theme.dim(joinSegments([{ text: 'the newest event', rank: 0 }], width));
  const keys = cursor.isPinned ? 'G or esc' : 'G';
  return joinSegments(
    [
      { text: isSelectedGone ? 'gone from the list' : '', rank: 2, paint: theme.warn },
      { text: `${counted(newer, 'newer event')}`, rank: 0, paint: theme.warn },
      { text: model.isPaused ? 'space goes on' : `${keys} follows`, rank: 1, paint: theme.dim },
    ],
    width,
  );
}
