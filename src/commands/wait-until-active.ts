import type { Provider } from '../domain/providers/index.ts';
import type { Rule } from '../domain/rule.ts';
import { EXIT_CODES, Failure } from '../errors.ts';
import type { Context, ExitStatus } from './context.ts';
import { probeFor, probeStore } from './probe-ports.ts';

/** Longer than either service says that a rule takes. */
export const WAIT_LIMIT_MS = 12 * 60_000;

/** @throws {Failure} of kind timeout, when the service says nothing of the probe's event in time. */
export async function waitUntilActive(
  rule: Rule,
  timeoutMs: number,
  provider: Provider,
  context: Context,
): Promise<ExitStatus> {
  const { system, services, signal, tell } = context;
  const { awaitActive } = await import('../use-cases/await-active.ts');
  tell(`waiting until rule ${rule.name} is active`);
  const activity = await awaitActive({
    probe: probeFor(rule, context),
    store: await probeStore(rule.bucket, provider, services),
    timeoutMs,
    now: system.now,
    sleep: system.sleep,
    signal,
    onWait: (passedMs) => {
      if (system.stderr.isTTY) tell(`not active yet after ${Math.round(passedMs / 1000)} s`);
    },
  });
  if (activity.kind === 'stopped') return EXIT_CODES.interrupted;
  if (activity.kind === 'timeout') throw notActive(rule, timeoutMs);
  tell(
    activity.status === 'Ok'
      ? `rule ${rule.name} is active (after ${Math.round(activity.afterMs / 1000)} s)`
      : `rule ${rule.name} is active, but its event was not delivered: ${activity.status}`,
  );
  return 0;
}

function notActive({ name, bucket }: Rule, timeoutMs: number): Failure {
  const message = `rule ${name} was created, but is not active after ${Math.round(timeoutMs / 1000)} s`;
  return new Failure('timeout', 'rule-not-active', message, {
    hint: `wait on, or look for the cause: ossnotify doctor --bucket ${bucket} --rule ${name}`,
  });
}
