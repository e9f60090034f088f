import type { Services } from '../../core/services.ts';
import { Query, type QueryItem } from '../query.ts';
import type { WireRequest } from '../wire-request.ts';
import { OpenError } from './open-error.ts';

export interface OpenContext {
  readonly services: Services;
  readonly parameters: Parameters;
}

/** Returns the `Data` of the answer; `undefined` for none. */
export type OpenAction = (context: OpenContext) => unknown;

/** The call's parameters: from the query, and from a form body where a client sends one. */
export class Parameters {
  readonly #query: Query;
  readonly #form: Query;

  constructor({ query, headers, body }: WireRequest) {
    const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
    this.#query = query;
    this.#form = new Query(isForm ? body.toString('utf8').replaceAll('+', '%20') : '');
  }

  all(): QueryItem[] {
    return [...this.#query.items, ...this.#form.items];
  }

  /** An empty value counts as none. */
  get(name: string): string | undefined {
    const value = this.#query.get(name) ?? this.#form.get(name);
    return value === '' ? undefined : value;
  }

  require(name: string): string {
    const value = this.get(name);
    if (value === undefined)
      throw new OpenError(400, `Missing${name}`, `${name} is mandatory for this action.`);
    return value;
  }

  integer(name: string): number | undefined {
    const value = this.signedInteger(name);
    if (value !== undefined && value < 0) throw invalid(name);
    return value;
  }

  signedInteger(name: string): number | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    if (!/^-?\d{1,15}$/.test(value)) throw invalid(name);
    return Number(value);
  }

  boolean(name: string): boolean | undefined {
    const value = this.get(name)?.toLowerCase();
    if (value === undefined) return undefined;
    if (value !== 'true' && value !== 'false') throw invalid(name);
    return value === 'true';
  }

  /** Arrays and objects travel as one parameter that holds JSON. */
  json(name: string): unknown {
    const value = this.get(name);
    if (value === undefined) return undefined;
    try {
      return JSON.parse(value);
    } catch {
      throw invalid(name);
    }
  }
}

export const invalid = (name: string): OpenError =>
  new OpenError(400, 'InvalidParameter', `The specified parameter ${name} is not valid.`);

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
