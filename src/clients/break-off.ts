import type { Rules } from './rules.ts';

/**
 * SDKs that know no abort would hold up an interrupted program for as long as the service is silent. What only reads
 * is given up; what changes something is left to end, so that its outcome is known.
 */
export function readsBreakOff(rules: Rules, signal: AbortSignal | undefined): Rules {
  if (signal === undefined) return rules;
  return {
    ...rules,
    list: () => untilAborted(rules.list(), signal),
    get: (name) => untilAborted(rules.get(name), signal),
  };
}

function untilAborted<Answer>(work: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new DOMException('the program was told to end', 'AbortError'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
