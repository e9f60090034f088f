import { gatherEventTypes } from './event-type.ts';
import type { LiveRule } from './live-rule.ts';
import type { Provider } from './providers/index.ts';
import { formatResource } from './resource.ts';
import { formatReport } from './rule-file-rule.ts';
import { shellCommand } from './shell-words.ts';

/** The command that makes the rule as it is, but for where it sends. */
export function creationCommand(rule: LiveRule, provider: Provider, to: readonly string[]): string {
  const { name, bucket, events, resources, method, report } = rule;
  return shellCommand([
    ...['ossnotify', 'rule', 'create', name, '--bucket', bucket],
    ...gatherEventTypes(events, provider).flatMap((event) => ['--event', event]),
    ...resources.flatMap((resource) => ['--match', formatResource(resource)]),
    ...to.flatMap((each) => ['--to', each]),
    ...(method === undefined ? [] : ['--method', method]),
    ...(report === undefined ? [] : ['--report', formatReport(report)]),
  ]);
}
