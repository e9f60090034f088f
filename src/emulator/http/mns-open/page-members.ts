import type { Parameters } from './open-context.ts';

const PAGE_SIZE = { low: 10, high: 50 };
const PAGE_NUMBER = { low: 1, high: 100_000 };

/** A page of the items as the lists of this API tell it; what is out of range is brought into it, as documented. */
export function pageMembers<Item>(
  parameters: Parameters,
  items: readonly Item[],
  members: (item: Item) => unknown,
) {
  const size = clamped(parameters.signedInteger('PageSize') ?? PAGE_SIZE.low, PAGE_SIZE);
  const number = clamped(parameters.signedInteger('PageNum') ?? PAGE_NUMBER.low, PAGE_NUMBER);
  const page = items.slice((number - 1) * size, number * size);
  return {
    PageData: page.map(members),
    PageNum: number,
    PageSize: size,
    Pages: Math.ceil(items.length / size),
    Size: page.length,
    Total: items.length,
  };
}

const clamped = (value: number, { low, high }: typeof PAGE_SIZE): number =>
  Math.min(high, Math.max(low, value));

/** What the `Data` of a change holds is not known; this much its siblings have. */
export const done = { Code: 200, Message: 'operation success', Success: true };

export const secondsOf = (timeMs: number): number => Math.floor(timeMs / 1000);

/** Without the members that are not there. */
export function given<Members extends object>(
  members: {
    [Name in keyof Members]: Members[Name] | undefined;
  },
): Partial<Members> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as Partial<Members>;
}
