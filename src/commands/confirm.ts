import { Failure, UsageError } from '../errors.ts';
import type { Context } from './context.ts';

/**
 * Asks before something is deleted or overwritten, on a terminal.
 * @throws {UsageError} where nobody can be asked, {Failure} when the answer is no.
 */
export async function confirm(question: string, yes: boolean, context: Context): Promise<void> {
  if (yes) return;
  const { system, signal } = context;
  if (!canAsk(context)) {
    throw new UsageError('needs-yes', `${question} Nobody can be asked here`, 'pass --yes to go ahead');
  }
  const { createInterface } = await import('node:readline/promises');
  const prompt = createInterface({ input: system.stdin, output: system.stderr });
  try {
    const answer = await prompt.question(`${question} [y/N] `, { signal }).catch(unanswered);
    if (!/^y(es)?$/i.test(answer.trim())) throw declined();
  } finally {
    prompt.close();
  }
}

/**
 * The same where a rule that nobody has named would be lost.
 * @throws {Failure} of kind conflict where nobody can be asked.
 */
export async function confirmTaking(question: string, yes: boolean, context: Context): Promise<void> {
  if (!yes && !canAsk(context)) {
    throw new Failure('conflict', 'name-taken', `${question} Nobody can be asked here`, {
      hint: 'nothing was changed; choose another name, or pass --yes to go ahead',
    });
  }
  await confirm(question, yes, context);
}

function canAsk({ system, globals }: Context): boolean {
  return system.stdin.isTTY === true && system.stderr.isTTY === true && globals.input;
}

/** At a prompt Ctrl-C and Ctrl-D are keys: they reject the question and raise no signal. */
function unanswered(error: unknown): string {
  if (error instanceof Error && /Ctrl\+C/.test(error.message)) {
    throw new Failure('interrupted', 'interrupted', 'interrupted; nothing was changed');
  }
  if (error instanceof Error && error.name === 'AbortError') throw declined();
  throw error;
}

function declined(): Failure {
  return new Failure('failure', 'declined', 'nothing was changed');
}
