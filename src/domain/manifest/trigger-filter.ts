/** Which events a Trigger lets through: by their CloudEvents type, and by other attributes. */

import { normaliseEventType } from '../event-type.ts';
import { bareEventType, isWildcard } from '../event-type-pattern.ts';
import type { Problem } from '../problem.ts';
import type { Provider } from '../providers/index.ts';
import type { ApiGeneration } from './kubernetes-object.ts';
import type { YamlObject } from './plain-yaml.ts';

/** The part of a Trigger's spec that filters; nothing where all events pass. */
export interface TriggerFilter extends YamlObject {}

export interface FilterInput {
  /** Event types and wildcards in any spelling; one of them must match. */
  readonly events: readonly string[];
  /** Attributes that must have exactly this value. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly provider: Provider;
  readonly api: ApiGeneration;
}

export type CompiledFilter =
  | { readonly ok: true; readonly filter: TriggerFilter }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Exact values go into `filter.attributes`, which every version knows; prefixes and alternatives need `filters`,
 * which would overrule it and therefore takes everything then.
 */
export function compileTriggerFilter({ events, attributes, provider, api }: FilterInput): CompiledFilter {
  const types = [...new Set(events.map((event) => bareEventType(normaliseEventType(event, provider))))];
  const [first, ...others] = types.map((type) => `${provider.name}:${type}`);
  const exact = Object.entries(attributes);
  if (first === undefined || (others.length === 0 && !isWildcard(first))) {
    return { ok: true, filter: attributesFilter(first === undefined ? exact : [['type', first], ...exact]) };
  }
  if (api === 'legacy') return { ok: false, problem: needsCurrent() };
  const dialects = [first, ...others].map(typeFilter);
  const byType: YamlObject = others.length === 0 ? typeFilter(first) : { any: dialects };
  const byAttribute = exact.map(([name, value]) => ({ exact: Object.fromEntries([[name, value]]) }));
  return { ok: true, filter: { filters: [byType, ...byAttribute] } };
}

function attributesFilter(attributes: readonly (readonly [string, string])[]): TriggerFilter {
  return attributes.length === 0 ? {} : { filter: { attributes: Object.fromEntries(attributes) } };
}

function typeFilter(type: string): YamlObject {
  return isWildcard(type) ? { prefix: { type: type.slice(0, -1) } } : { exact: { type } };
}

function needsCurrent(): Problem {
  return {
    code: 'filter-needs-current',
    message: 'a legacy Trigger matches one exact event type, no wildcard and no list',
    hint: 'name one type, print a Trigger for each with --name, or use --api current',
  };
}
