import type { FileProblem } from './rule-file.ts';

/** Reads the plain values of a rule file, member by member, and keeps what is wrong with them. */

/** From the file's root: number of the document, then names and places. */
export type Path = readonly (string | number)[];

export type Members = Readonly<Record<string, unknown>>;

export class Complaints {
  readonly problems: FileProblem[] = [];

  add(at: Path, code: string, message: string, hint: string): void {
    this.problems.push({ at, code, message, hint });
  }

  take(problem: FileProblem): void {
    this.problems.push(problem);
  }
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function unknownMembers(
  value: Members,
  known: readonly string[],
  at: Path,
  complaints: Complaints,
): void {
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    const message = `${JSON.stringify(name)} means nothing here`;
    complaints.add([...at, name], 'unknown-member', message, `members are: ${known.join(', ')}`);
  }
}

/** A text that may be missing; anything else than a text is a mistake. */
export function optionalText(
  value: Members,
  name: string,
  at: Path,
  complaints: Complaints,
): string | undefined {
  const given = value[name];
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'string' && given !== '') return given;
  complaints.add([...at, name], 'bad-value', `${name} is a text`, `write it in quotes, or leave it out`);
  return undefined;
}

/**
 * A list of texts; one text alone counts as a list of one. Undefined when it is missing; what is no text leaves a gap
 * in the list, so that the others keep their places.
 */
export function optionalTexts(
  value: Members,
  name: string,
  at: Path,
  complaints: Complaints,
): readonly (string | undefined)[] | undefined {
  const given = value[name];
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'string') return [given];
  const hint = 'put each in quotes: a bare * or a number means something else in YAML';
  if (!Array.isArray(given)) {
    complaints.add([...at, name], 'bad-value', `${name} is a list of texts`, hint);
    return [];
  }
  if (given.every((each) => typeof each === 'string')) return given;
  return given.map((each: unknown, index) => {
    if (typeof each === 'string') return each;
    const message = `${name} is a list of texts, and ${JSON.stringify(each)} is none`;
    complaints.add([...at, name, index], 'bad-value', message, hint);
    return undefined;
  });
}

export function optionalChoice<Choice extends string>(
  value: Members,
  name: string,
  choices: readonly Choice[],
  at: Path,
  complaints: Complaints,
): Choice | undefined {
  const given = value[name];
  if (given === undefined || given === null) return undefined;
  const choice = choices.find((each) => each === given);
  if (choice === undefined)
    complaints.add(
      [...at, name],
      'bad-value',
      `${JSON.stringify(given)} is no ${name}`,
      `choose one of: ${choices.join(', ')}`,
    );
  return choice;
}
