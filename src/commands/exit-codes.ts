import { EXIT_CODES } from '../errors.ts';
import type { Context, ExitStatus } from './context.ts';

const MEANINGS: readonly (readonly [number, string])[] = [
  [0, 'ok'],
  [EXIT_CODES.failure, 'failure'],
  [EXIT_CODES.usage, 'usage: an argument or a setting is missing or wrong'],
  [EXIT_CODES.findings, 'findings or differences (rule check, rule diff, token inspect)'],
  [EXIT_CODES.authentication, 'authentication or permission'],
  [EXIT_CODES['not-found'], 'not found'],
  [EXIT_CODES.conflict, 'conflict: rules overlap, a name is taken, a limit of the service is reached'],
  [EXIT_CODES.timeout, 'timed out, or an expectation was not met (tail -n cut short by --timeout)'],
  [EXIT_CODES.interrupted, 'interrupted (SIGINT, Ctrl-C)'],
  [EXIT_CODES.terminated, 'terminated (SIGTERM, SIGHUP)'],
];

export async function printExitCodes(_options: object, context: Context): Promise<ExitStatus> {
  await context.print(
    MEANINGS.map(([code, meaning]) => `${String(code).padStart(3)}  ${meaning}\n`).join(''),
  );
  return 0;
}
