import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Act } from './context.ts';
import * as queueCreate from './queue-create.ts';
import * as queueDelete from './queue-delete.ts';

export function register(parent: CommandUnknownOpts, act: Act): void {
  const group = parent.command('queue').description('durable queues, which several readers can share');
  for (const command of [queueCreate, queueDelete]) command.register(group, act);
}
