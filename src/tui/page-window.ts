export interface PageWindow {
  /** The first line that is seen: the wanted one, corrected to what there is. */
  readonly top: number;
  readonly lines: readonly string[];
  /** Whether there are lines below those that are seen. */
  readonly hasMore: boolean;
}

/** The lines of a longer text that fit, from one on. */
export function pageWindow(text: readonly string[], wanted: number, height: number): PageWindow {
  const top = Math.max(0, Math.min(wanted, text.length - height));
  const lines = text.slice(top, top + height);
  return { top, lines, hasMore: top + lines.length < text.length };
}
