import { counted } from '../domain/counted.ts';
import type { Sink } from '../sinks/sink.ts';

/** What came while events were waited for, so that an expectation that is not met can be told with its cause. */
export interface ExpectAccount {
  readonly sink: Sink;
  /** Why fewer events counted than were expected, and what to do about it. */
  hint(messages: number): string;
}

export const NEVER_LISTENED =
  'the time was over before the service had answered: give it a longer --timeout, and see ossnotify doctor';

export function createExpectAccount(): ExpectAccount {
  const links = new Map<string, 'lost' | 'good'>();
  let undecodable = 0;
  let repeated = 0;
  let filtered = 0;

  function causes(): string[] {
    const isLost = [...links.values()].includes('lost');
    return [
      ...(isLost ? ['the link was lost and not back in time: ossnotify doctor finds the cause'] : []),
      ...(undecodable > 0 ? [`${undecodable} could not be decoded`] : []),
      ...(repeated > 0 ? [`${counted(repeated, 'event')} came again, and counted once`] : []),
      ...(filtered > 0 ? [`${filtered} did not match: compare --event and --key with ossnotify tail`] : []),
    ];
  }

  return {
    sink: {
      notice({ link, source = '' }) {
        if (link === 'ready' || link === 'back') links.set(source, 'good');
        else if (link === 'lost') links.set(source, 'lost');
      },
      write(record) {
        if (record.kind === 'undecodable') undecodable += 1;
        else if (record.duplicate) repeated += 1;
      },
      filtered() {
        filtered += 1;
      },
      close: () => {},
    },
    hint(messages) {
      if (links.size === 0) return NEVER_LISTENED;
      const found = causes();
      if (messages > 0)
        return [`${counted(messages, 'message')} came`, ...(found.length > 0 ? found : [LONGER])].join('; ');
      return (
        found[0] ?? `no message came at all: ossnotify rule list shows whether a rule asks for these events`
      );
    },
  };
}

const LONGER = 'the others may take longer than --timeout';
