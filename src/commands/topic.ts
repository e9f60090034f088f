import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Act } from './context.ts';
import * as topicDelete from './topic-delete.ts';

export function register(parent: CommandUnknownOpts, act: Act): void {
  const group = parent.command('topic').description('topics that rules have left behind');
  topicDelete.register(group, act);
}
