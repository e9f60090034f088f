import { Failure } from '../errors.ts';
import type { TuiSink } from '../tui/sink.ts';
import type { TailOutcome, TailSummary } from '../use-cases/tail.ts';
import { failureLines } from './failure-text.ts';

/**
 * Keeps the screen when its input has ended or failed, until the user leaves it: all that is on it would be gone. What
 * failed before it began has nothing to show, and is told on the terminal at once. The source is closed meanwhile.
 */
export function lastLook(
  screen: TuiSink | undefined,
  signal: AbortSignal,
  closeSource: () => Promise<void> = async () => {},
): { ended?: (outcome: TailOutcome) => Promise<void> } {
  if (screen === undefined) return {};
  return {
    async ended(outcome) {
      if (signal.aborted || (outcome.kind === 'failed' && !outcome.hasBegun)) return;
      const text = outcome.kind === 'failed' ? causeOf(outcome.error) : REASONS[outcome.summary.end];
      const left = screen.stay({ kind: outcome.kind, text });
      await closeSource();
      await left;
    },
  };
}

const REASONS: Record<TailSummary['end'], string> = {
  count: 'as many events came as were asked for',
  timeout: 'the time is over',
  idle: 'no message came for the idle time',
  stopped: 'the input has ended',
};

function causeOf(error: unknown): string {
  return error instanceof Failure ? failureLines(error).cause : String(error);
}
