import {
  add,
  type Code,
  gather,
  get,
  integer,
  integerAdd,
  integerSubtract,
  loop,
  moduleOf,
  not,
  or,
  select,
  set,
  shiftLeft,
  shiftRight,
  splat,
  store,
  tee,
  xor,
} from './wasm-code.ts';

/** Two vectors of four: the second fills the time in which the first waits for its own results. */
const GROUPS = 2;
export const LANES = GROUPS * 4;
export const BLOCK_BYTES = 64;
/** Where lane follows lane in memory, each with a padded text. */
export const LANE_BYTES = 8192;
/** Behind them the state after each block, since lanes end at different ones. */
const STATES_AT = LANES * LANE_BYTES;
const STATE_BYTES = LANES * 16;
const PAGE_BYTES = 65536;

/** Address of word 0 to 3 of a lane's state after that many blocks. */
export const stateWordAt = (lane: number, blocks: number, word: number): number =>
  STATES_AT + (blocks - 1) * STATE_BYTES + (lane >> 2) * 64 + word * 16 + (lane & 3) * 4;

const [blocksLeft, block, states] = [0, 1, 2];
const INTEGERS = 3;
const VECTORS_OF_GROUP = 25;

/** The local variables of one group of four lanes. */
function localsOf(group: number) {
  const first = INTEGERS + group * VECTORS_OF_GROUP;
  const take = (from: number, count: number) => Array.from({ length: count }, (_, at) => first + from + at);
  return { group, state: take(0, 4), turning: take(4, 4), words: take(8, 16), sum: first + 24 };
}

type Locals = ReturnType<typeof localsOf>;

const INITIAL_STATE = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
const SINES = Array.from(
  { length: 64 },
  (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32) >>> 0,
);

/** The four rounds of RFC 1321, section 3.4: function, rotations, order of words. */
const ROUNDS: readonly {
  readonly mix: (b: number, c: number, d: number) => Code;
  readonly rotations: readonly number[];
  readonly wordOf: (step: number) => number;
}[] = [
  {
    mix: (b, c, d) => [...get(c), ...get(d), ...get(b), ...select],
    rotations: [7, 12, 17, 22],
    wordOf: (step) => step,
  },
  {
    mix: (b, c, d) => [...get(b), ...get(c), ...get(d), ...select],
    rotations: [5, 9, 14, 20],
    wordOf: (step) => (5 * step + 1) % 16,
  },
  {
    mix: (b, c, d) => [...get(b), ...get(c), ...xor, ...get(d), ...xor],
    rotations: [4, 11, 16, 23],
    wordOf: (step) => (3 * step + 5) % 16,
  },
  {
    mix: (b, c, d) => [...get(b), ...get(d), ...not, ...or, ...get(c), ...xor],
    rotations: [6, 10, 15, 21],
    wordOf: (step) => (7 * step) % 16,
  },
];

/** a = b + rotated(a + mix(b, c, d) + word + sine) */
function stepOf({ turning, words, sum }: Locals, step: number): Code {
  const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map((place) => turning[(place - step) & 3]);
  const { mix, rotations, wordOf } = ROUNDS[step >> 4] as (typeof ROUNDS)[number];
  const rotation = rotations[step & 3] ?? 0;
  return [
    ...[...get(a), ...mix(b, c, d), ...add, ...get(words[wordOf(step)] ?? 0), ...splat(SINES[step] ?? 0)],
    ...[...add, ...add, ...tee(sum), ...integer(rotation), ...shiftLeft],
    ...[...get(sum), ...integer(32 - rotation), ...shiftRight, ...or, ...get(b), ...add, ...set(a)],
  ];
}

const start = ({ state }: Locals): Code =>
  state.flatMap((local, word) => [...splat(INITIAL_STATE[word] ?? 0), ...set(local)]);

const readWords = ({ group, words }: Locals): Code =>
  words.flatMap((local, word) => {
    const offsets = [0, 1, 2, 3].map((lane) => (group * 4 + lane) * LANE_BYTES + word * 4);
    return [...gather(block, offsets), ...set(local)];
  });

const startTurning = ({ state, turning }: Locals): Code =>
  state.flatMap((local, word) => [...get(local), ...set(turning[word] ?? 0)]);

const endBlock = ({ group, state, turning }: Locals): Code =>
  state.flatMap((local, word) => [
    ...[...get(local), ...get(turning[word] ?? 0), ...add, ...set(local)],
    ...[...get(states), ...get(local), ...store(group * 64 + word * 16)],
  ]);

const advance = (local: number, bytes: number): Code => [
  ...get(local),
  ...integer(bytes),
  ...integerAdd,
  ...set(local),
];

/** MD5 of eight texts side by side; `f(blocks)` runs through that many blocks of every lane. */
export function lanesModule(): Uint8Array<ArrayBuffer> {
  const groups = Array.from({ length: GROUPS }, (_, group) => localsOf(group));
  const everyBlock = loop([
    ...groups.flatMap(readWords),
    ...groups.flatMap(startTurning),
    ...SINES.flatMap((_, step) => groups.flatMap((locals) => stepOf(locals, step))),
    ...groups.flatMap(endBlock),
    ...advance(block, BLOCK_BYTES),
    ...advance(states, STATE_BYTES),
    ...[...get(blocksLeft), ...integer(1), ...integerSubtract, ...tee(blocksLeft)],
  ]);
  return moduleOf({
    memoryPages: Math.ceil((STATES_AT + (LANE_BYTES / BLOCK_BYTES) * STATE_BYTES) / PAGE_BYTES),
    integers: INTEGERS,
    vectors: GROUPS * VECTORS_OF_GROUP,
    code: [...groups.flatMap(start), ...integer(STATES_AT), ...set(states), ...everyBlock],
  });
}
