export interface PageRequest {
  readonly prefix: string;
  /** Where the page before this one ended; empty for the first. */
  readonly marker: string;
  readonly maximum: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Given back as `marker` of the next page; absent on the last. */
  readonly nextMarker?: string;
}

/** One page of named things in the order of their names; the marker is the name to begin with. */
export function pageOf<Item extends { readonly name: string }>(
  all: Iterable<Item>,
  { prefix, marker, maximum }: PageRequest,
): Page<Item> {
  const rest = [...all]
    .filter(({ name }) => name.startsWith(prefix) && name >= marker)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const next = rest[maximum];
  const items = rest.slice(0, maximum);
  return next === undefined ? { items } : { items, nextMarker: next.name };
}
