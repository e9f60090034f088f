/** The lines of a longer text that fit, from one on, with the last corrected to what there is. */
export function pageWindow(
  lines: readonly string[],
  top: number,
  height: number,
): { top: number; lines: string[] } {
  const first = Math.max(0, Math.min(top, lines.length - height));
  return { top: first, lines: lines.slice(first, first + height) };
}
