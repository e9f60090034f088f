import type { Services } from './core/services.ts';
import { type ApiFamily, apiFamilyOf } from './http/api-family.ts';
import { answerControl } from './http/control/index.ts';
import { refusal } from './http/control/json-answer.ts';
import { faultAnswer } from './http/fault-answer.ts';
import { answerKs3, ks3FailureAnswer } from './http/ks3/index.ts';
import { answerMns, mnsErrorAnswer } from './http/mns/index.ts';
import { MnsOpen, openErrorAnswer } from './http/mns-open/index.ts';
import { OpenError } from './http/mns-open/open-error.ts';
import { operationName } from './http/operation-name.ts';
import { isForm } from './http/oss/form-data.ts';
import { answerOss, ossErrorAnswer } from './http/oss/index.ts';
import { logEntryOf } from './http/request-log.ts';
import type { Answer, WireRequest } from './http/wire-request.ts';
import type { Steering } from './steering.ts';

const MIB = 1024 * 1024;

/** Sixteen messages, every character of which is escaped, fit into one MiB; an object may be large. */
const MAXIMUM_BODY_BYTES: Readonly<Record<ApiFamily, number>> = {
  control: 16 * MIB,
  'mns-open': MIB,
  mns: MIB,
  ks3: 256 * MIB,
  oss: 256 * MIB,
};

/** Gives every request to the API family that it is for. */
export class Router {
  readonly #services: Services;
  readonly #steering: Steering;
  readonly #mnsOpen: MnsOpen;

  constructor(steering: Steering) {
    this.#steering = steering;
    this.#services = steering.services;
    this.#mnsOpen = new MnsOpen(steering.services);
  }

  maximumBodyBytes(family: ApiFamily): number {
    return MAXIMUM_BODY_BYTES[family];
  }

  async answer(request: WireRequest): Promise<Answer | 'drop'> {
    const family = familyOf(request);
    if (family === 'control') return this.#carriedOut(request);
    const { clock, buckets } = this.#services;
    const operation = operationName(family, request, buckets);
    const startedAtMs = clock.now();
    const { answer, fault } = await this.#underFaults(family, operation, request);
    const exchange = { request, family, operation, answer, startedAtMs, endedAtMs: clock.now(), fault };
    this.#steering.requests.add(logEntryOf(exchange));
    return answer;
  }

  async #underFaults(family: ApiFamily, operation: string, request: WireRequest): Promise<Outcome> {
    const { faults, clock } = this.#services;
    const latencyMs = faults.latencyMs();
    if (latencyMs > 0) await new Promise<void>((resolve) => void clock.setTimer(latencyMs, resolve));
    const drop = faults.drop();
    if (drop === 'before') return { answer: 'drop', fault: 'dropped before' };
    const status = faults.errorFor(operation);
    if (status !== undefined) return { answer: faultAnswer(family, request, status), fault: String(status) };
    const answer = await this.#carriedOut(request);
    if (drop === 'after') return { answer: 'drop', fault: 'dropped after' };
    return { answer, fault: undefined };
  }

  async #carriedOut(request: WireRequest): Promise<Answer> {
    try {
      return await this.#answerOf(request);
    } catch {
      return this.#failure(request);
    } finally {
      // What is acknowledged must be there after the process was killed.
      this.#services.journal.flush();
    }
  }

  refuseBody(request: WireRequest): Answer {
    switch (familyOf(request)) {
      case 'control':
        return refusal(413, 'BodyTooLarge', 'The body is too large.');
      case 'mns':
        return mnsErrorAnswer(request, 'InvalidArgument');
      case 'mns-open':
        return openErrorAnswer(request, new OpenError(413, 'RequestBodyTooLarge', 'The body is too large.'));
      case 'ks3':
        return ks3FailureAnswer(request, 400, 'EntityTooLarge');
      default:
        return ossErrorAnswer(request, 'EntityTooLarge');
    }
  }

  #answerOf(request: WireRequest): Answer | Promise<Answer> {
    switch (familyOf(request)) {
      case 'control':
        return answerControl(this.#steering, request);
      case 'mns':
        return answerMns(this.#services, request);
      case 'mns-open':
        return this.#mnsOpen.answer(request);
      case 'ks3':
        return answerKs3(this.#services, request);
      default:
        return answerOss(this.#services, request);
    }
  }

  /** A fault of the emulator itself, in the form that the client can read. */
  #failure(request: WireRequest): Answer {
    switch (familyOf(request)) {
      case 'control':
        return refusal(500, 'InternalError', 'The emulator failed.');
      case 'mns':
        return mnsErrorAnswer(request, 'InternalError');
      case 'mns-open':
        return openErrorAnswer(request, new OpenError(500, 'InternalError', 'The emulator failed.'));
      case 'ks3':
        return ks3FailureAnswer(request, 500, 'InternalError');
      default:
        return ossErrorAnswer(request, 'InternalError');
    }
  }
}

interface Outcome {
  readonly answer: Answer | 'drop';
  readonly fault: string | undefined;
}

/** A form names its provider by a field of its own. */
function familyOf(request: WireRequest): ApiFamily {
  const family = apiFamilyOf(request);
  const isFormOfKs3 =
    isForm(request.headers['content-type']) && request.body.includes('name="KSSAccessKeyId"');
  return family === 'oss' && isFormOfKs3 ? 'ks3' : family;
}
