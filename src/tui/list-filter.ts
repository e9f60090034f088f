import { compileGlob } from '../domain/glob.ts';
import { toPrintable } from '../domain/printable.ts';
import { type ListItem, nameOf, sourceOf, typeOf } from './list-item.ts';

/** What the `f` panel says: only these types (all when there is none), and only keys that the glob matches. */
export interface ListFilter {
  readonly types: ReadonlySet<string>;
  readonly glob: string;
}

export const NO_FILTER: ListFilter = { types: new Set(), glob: '' };

export function isFiltering({ types, glob }: ListFilter): boolean {
  return types.size > 0 || glob !== '';
}

/** Undefined when everything passes. Marks and news of the link always do. */
export function compileListFilter(filter: ListFilter): ((item: ListItem) => boolean) | undefined {
  if (!isFiltering(filter)) return undefined;
  const { types, glob } = filter;
  const matchesKey = glob === '' ? () => true : keyTest(glob);
  return (item) => {
    if (item.kind !== 'record') return true;
    if (types.size > 0 && !types.has(typeOf(item.record))) return false;
    return item.record.kind === 'undecodable' ? glob === '' : matchesKey(item.record.event.key ?? '');
  };
}

/** While a glob is being typed it may be unfinished; then it is taken as the text that it is. */
function keyTest(glob: string): (key: string) => boolean {
  const pattern = /[*?[{]/.test(glob) ? glob : `*${glob}*`;
  try {
    return compileGlob(pattern);
  } catch {
    return (key) => key.includes(glob);
  }
}

/** The pattern behind a search: capital letters in it make it heed them. Undefined for an empty one. */
export function searchPattern(query: string): RegExp | undefined {
  if (query === '') return undefined;
  const literal = query.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(literal, query === query.toLowerCase() ? 'iu' : 'u');
}

/** Looks at what is shown of an event, as it is shown too, and at the ids by which people look one up. */
export function compileSearch(query: string): ((item: ListItem) => boolean) | undefined {
  const pattern = searchPattern(query);
  return pattern && ((item) => pattern.test(searchText(item)));
}

function searchText(item: ListItem): string {
  if (item.kind !== 'record') return toPrintable(item.text);
  const { record } = item;
  const parts = [typeOf(record), nameOf(record), sourceOf(record), record.message.messageId];
  if (record.kind === 'event') parts.push(record.event.requestId, record.event.rule, record.event.sourceIp);
  return parts
    .filter((part) => part !== undefined)
    .flatMap((part) => [...new Set([part, toPrintable(part)])])
    .join('\n');
}
