/** What the program may know of the outside world. `bin/` makes the real one, tests make their own. */
export interface System {
  /** Arguments after the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly homeDir: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms` (or sooner, for more than a timer holds), or at once, without an error, when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Uniform in [0, 1). */
  random(): number;
  /** Aborts on SIGINT, SIGTERM or SIGHUP; its reason is the signal's name. */
  readonly signal: AbortSignal;
  /** What the shell's job control does to us; absent where nobody has to know. */
  readonly job?: Job;
}

export type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Whoever changes the terminal's modes has to know when the process stops, goes on and ends. */
export interface Job {
  /**
   * Before the process stops, after it goes on, and at its end: a crash, a second signal and SIGQUIT included. The answer
   * takes the listener off.
   */
  on(event: 'stop' | 'continue' | 'end', listener: () => void): () => void;
  /** Stops the process and its group, as ctrl-z does where a key is a signal; listeners of `stop` are not called. */
  stop(): void;
  /** Ends the process at once, as a second SIGINT does. */
  end(): void;
}

export interface Input extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
}

export interface Output extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}
