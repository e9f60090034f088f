/** What is wrong with something that a user wrote: found before anything is sent. */
export interface Problem {
  /** Stable, for programs. */
  readonly code: string;
  /** One line that says what is wrong. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}
