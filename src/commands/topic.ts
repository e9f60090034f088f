import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Act } from './context.ts';
import * as topicDelete from './topic-delete.ts';
import * as topicUnsubscribe from './topic-unsubscribe.ts';

export function register(parent: CommandUnknownOpts, act: Act): void {
  const group = parent.command('topic').description('topics and subscriptions that are in the way');
  topicDelete.register(group, act);
  topicUnsubscribe.register(group, act);
}
