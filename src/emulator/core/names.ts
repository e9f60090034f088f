import { Problem, type ProblemKind } from './problem.ts';

const RESOURCE_NAME = /^[A-Za-z0-9][A-Za-z0-9-]*$/;

interface NameRule {
  readonly longest: number;
  readonly invalid: ProblemKind;
  readonly length: ProblemKind;
}

/** Queue, topic and subscription names share an alphabet and differ in length and code. */
export function nameProblem(name: string, { longest, invalid, length }: NameRule): Problem | undefined {
  if (name.length < 1 || name.length > longest) return new Problem(length, name, { low: 1, high: longest });
  return RESOURCE_NAME.test(name) ? undefined : new Problem(invalid, name);
}
