/** As much of the WebAssembly binary format (core specification 2.0, chapter 5) as straight vector code in one loop takes. */
export type Code = readonly number[];

const VECTOR = 0x7b;
const INTEGER = 0x7f;

const unsigned = (value: number): Code =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];

const signed = (value: number): Code =>
  value >= -0x40 && value < 0x40 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];

const vectorOperation = (number: number): Code => [0xfd, ...unsigned(number)];

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number): Code => [0x21, ...unsigned(local)];
export const tee = (local: number): Code => [0x22, ...unsigned(local)];

export const integer = (value: number): Code => [0x41, ...signed(value)];
export const integerAdd: Code = [0x6a];
export const integerSubtract: Code = [0x6b];

export const add = vectorOperation(0xae);
export const xor = vectorOperation(0x51);
export const or = vectorOperation(0x50);
export const not = vectorOperation(0x4d);
/** From three vectors: bits of the first where the third has ones, of the second where it has zeros. */
export const select = vectorOperation(0x52);
export const shiftLeft = vectorOperation(0xab);
export const shiftRight = vectorOperation(0xad);

/** A vector with the same 32-bit word in all four lanes. */
export const splat = (word: number): Code => {
  const bytes = [word, word >>> 8, word >>> 16, word >>> 24].map((part) => part & 0xff);
  return [...vectorOperation(0x0c), ...bytes, ...bytes, ...bytes, ...bytes];
};

/** A vector of the words at four offsets from the address in `local`. */
export const gather = (local: number, [first = 0, ...others]: readonly number[]): Code => [
  ...others.flatMap(() => get(local)),
  ...get(local),
  ...[...vectorOperation(0x5c), 2, ...unsigned(first)],
  ...others.flatMap((offset, index) => [...vectorOperation(0x56), 2, ...unsigned(offset), index + 1]),
];

/** Of address and vector. */
export const store = (offset: number): Code => [...vectorOperation(0x0b), 4, ...unsigned(offset)];

/** Runs again as long as the body leaves something other than 0. */
export const loop = (body: Code): Code => [0x03, 0x40, ...body, 0x0d, 0x00, 0x0b];

export interface ModuleParts {
  readonly memoryPages: number;
  /** Locals 0 to this - 1; the first is the parameter of the function. */
  readonly integers: number;
  /** The locals that follow. */
  readonly vectors: number;
  readonly code: Code;
}

const section = (id: number, body: Code): Code => [id, ...unsigned(body.length), ...body];

/** A module that exports its memory as `m` and one function of an integer as `f`. */
export function moduleOf({ memoryPages, integers, vectors, code }: ModuleParts): Uint8Array<ArrayBuffer> {
  const locals = [2, ...unsigned(integers - 1), INTEGER, ...unsigned(vectors), VECTOR];
  const body = [...locals, ...code, 0x0b];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, 1, INTEGER, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, ...unsigned(memoryPages)]),
    ...section(7, [2, 1, 0x6d, 2, 0, 1, 0x66, 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}
