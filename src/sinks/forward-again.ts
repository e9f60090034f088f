import type { Extensions } from '../domain/cloudevent.ts';
import { type ForwardFormat, forwardRequest } from '../domain/forward-request.ts';
import type { TailRecord } from '../domain/record.ts';
import { Failure } from '../errors.ts';
import { shownUrl } from './forward.ts';
import type { HttpPoster } from './http-poster.ts';

export interface AgainOptions {
  readonly poster: HttpPoster;
  readonly route: (record: TailRecord) => string | undefined;
  readonly format: ForwardFormat;
  readonly overrides: Extensions;
}

/**
 * Posts a record once more because a person asked for it: at once, past those that wait for their turn, and once, so
 * that the receiver's answer is what the person sees. Resolves with it in words.
 * @throws {Failure} when nothing takes such events, or the receiver did not take this one.
 */
export async function forwardAgain(
  record: TailRecord,
  { poster, route, format, overrides }: AgainOptions,
): Promise<string> {
  const url = route(record);
  if (url === undefined) throw notForwarded('no --route takes this type, and there is no --forward');
  const answer = await poster.post(url, forwardRequest(record, format, overrides));
  if (answer.kind === 'none') throw notForwarded(`${answer.code} from ${shownUrl(url)}`);
  const { status } = answer;
  if (status < 200 || status >= 300) throw notForwarded(`${shownUrl(url)} answered ${status}`);
  return `forwarded again: ${shownUrl(url)} answered ${status}`;
}

function notForwarded(reason: string): Failure {
  return new Failure('failure', 'not-forwarded', `not forwarded: ${reason}`);
}
