/** Members in no order, each of which can be taken out at once. */
export interface Bag<Member> {
  add(member: Member): Place<Member>;
  /** Nothing, for a place whose member is out already. */
  takeOut(place: Place<Member>): void;
  members(): readonly Member[];
}

/** Where a member is; of one bag. */
export interface Place<Member> {
  readonly member: Member;
  at: number;
}

/**
 * For members that come and go by the thousand. A Set or a Map would do, but each time it is laid out anew its old
 * table still points to all that was in it, and once such a table is old, the garbage collector of young objects
 * takes everything that it names for alive.
 */
export function createBag<Member>(): Bag<Member> {
  const places: Place<Member>[] = [];
  return {
    add(member) {
      const place = { member, at: places.length };
      places.push(place);
      return place;
    },
    takeOut(place) {
      if (places[place.at] !== place) return;
      const last = places.pop();
      if (last === undefined || last === place) return;
      places[place.at] = last;
      last.at = place.at;
    },
    members: () => places.map(({ member }) => member),
  };
}
