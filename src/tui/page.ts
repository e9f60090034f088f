export type PageName = 'list' | 'statistics' | 'help';

/** Which page is seen, and what of it. */
export class Page {
  name: PageName = 'list';
  top = 0;

  /** Whether it hides the list. */
  get isOverList(): boolean {
    return this.name !== 'list';
  }

  show(name: PageName): void {
    this.name = name;
    this.top = 0;
  }

  toggle(name: PageName): void {
    this.show(this.name === name ? 'list' : name);
  }
}

/** A text longer than its place; a line past the end is corrected once the text is drawn. */
export interface Scrolled {
  /** The first line that is seen. */
  top: number;
}

export function scroll(text: Scrolled, by: number): void {
  text.top = Math.max(0, text.top + by);
}

export function scrollToEnd(text: Scrolled): void {
  text.top = Number.MAX_SAFE_INTEGER;
}
