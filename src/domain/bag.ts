/** Members in no order, each of which can be taken out at once. */
export interface Bag<Member> {
  /** Gives the function that takes the member out again; a second call of it does nothing. */
  add(member: Member): () => void;
  members(): readonly Member[];
}

/**
 * For members that come and go by the thousand. A Set or a Map would do, but each time it is laid out anew its old
 * table still points to all that was in it, and once such a table is old, the garbage collector of young objects
 * takes everything that it names for alive.
 */
export function createBag<Member>(): Bag<Member> {
  const slots: { readonly member: Member; at: number }[] = [];
  return {
    add(member) {
      const slot = { member, at: slots.length };
      slots.push(slot);
      return () => {
        if (slots[slot.at] !== slot) return;
        const last = slots.pop();
        if (last === undefined || last === slot) return;
        slots[slot.at] = last;
        last.at = slot.at;
      };
    },
    members: () => slots.map(({ member }) => member),
  };
}
