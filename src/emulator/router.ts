import type { Services } from './core/services.ts';
import { type ApiFamily, apiFamilyOf } from './http/api-family.ts';
import { answerControl } from './http/control/index.ts';
import { refusal } from './http/control/json-answer.ts';
import { faultAnswer } from './http/fault-answer.ts';
import { isFormOfKs3 } from './http/ks3/form-upload.ts';
import { answerKs3, ks3FailureAnswer, ks3RefusalByHead } from './http/ks3/index.ts';
import { answerMns, mnsErrorAnswer, mnsRefusalByHead } from './http/mns/index.ts';
import { longestMnsBodyBytes } from './http/mns/mns-body-limit.ts';
import { MESSAGE_TOO_LONG } from './http/mns/mns-error.ts';
import { MnsOpen, openErrorAnswer } from './http/mns-open/index.ts';
import { OpenError } from './http/mns-open/open-error.ts';
import { operationName } from './http/operation-name.ts';
import { answerOss, ossErrorAnswer, ossRefusalByHead } from './http/oss/index.ts';
import type { BodyRefusal } from './http/request-body.ts';
import type { Answer, RequestHead, WireRequest } from './http/wire-request.ts';
import type { Steering } from './steering.ts';

const NO_BODY = Buffer.alloc(0);
const MIB = 1024 * 1024;

/** Enough for the objects of tests; the services take 5 GB. */
const LARGEST_OBJECT_BYTES = 256 * MIB;
/** Parameters of rules and topics, in a query string or a form. */
const LARGEST_OPEN_BYTES = MIB;
/** The controls' largest body is an event to be raised. */
const LARGEST_CONTROL_BYTES = 16 * MIB;

/** Gives every request to the API family that it is for. */
export class Router {
  readonly #services: Services;
  readonly #steering: Steering;
  readonly #mnsOpen: MnsOpen;
  readonly #maximumBodyBytes: Readonly<Record<ApiFamily, number>>;

  constructor(steering: Steering) {
    this.#steering = steering;
    this.#services = steering.services;
    this.#mnsOpen = new MnsOpen(steering.services);
    this.#maximumBodyBytes = {
      control: LARGEST_CONTROL_BYTES,
      'mns-open': LARGEST_OPEN_BYTES,
      // Without bounds on properties only memory bounds a batch.
      mns: Math.min(longestMnsBodyBytes(steering.services.limits), LARGEST_OBJECT_BYTES),
      ks3: LARGEST_OBJECT_BYTES,
      oss: LARGEST_OBJECT_BYTES,
    };
  }

  maximumBodyBytes(head: RequestHead): number {
    return this.#maximumBodyBytes[apiFamilyOf(head)];
  }

  /** The answer to a request that is refused whatever its body, so that the body need not be kept. */
  refusalByHead(head: RequestHead): Answer | undefined {
    const request = { ...head, body: NO_BODY };
    const answer = this.#refusalByHead(request);
    if (answer !== undefined) this.#logRefusal(request, answer);
    return answer;
  }

  /** The answer to a request whose body is longer than it may be, or than there is room for. */
  refuseBody(head: RequestHead, refusal: BodyRefusal): Answer {
    const request = { ...head, body: NO_BODY };
    const answer = refusal === 'no-room' ? faultAnswer(familyOf(request), request, 503) : tooLarge(request);
    this.#logRefusal(request, answer);
    return answer;
  }

  async answer(request: WireRequest): Promise<Answer | 'drop'> {
    const family = familyOf(request);
    if (family === 'control') return this.#carriedOut(family, request);
    const { clock, buckets } = this.#services;
    const operation = operationName(family, request, buckets);
    const startedAtMs = clock.now();
    const { answer, fault } = await this.#underFaults(family, operation, request);
    const endedAtMs = clock.now();
    this.#steering.requests.add({ request, family, operation, answer, startedAtMs, endedAtMs, fault });
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
    const answer = await this.#carriedOut(family, request);
    if (drop === 'after') return { answer: 'drop', fault: 'dropped after' };
    return { answer, fault: undefined };
  }

  async #carriedOut(family: ApiFamily, request: WireRequest): Promise<Answer> {
    const isLook = family === 'control' && /^(?:GET|HEAD)$/.test(request.method);
    // While the disk takes nothing, nothing is done that it would have to take.
    if (!isLook && !this.#isKept()) return this.#failure(family, request);
    try {
      const answer = await this.#answerOf(family, request);
      return isLook || this.#isKept() ? answer : this.#failure(family, request);
    } catch {
      return this.#failure(family, request);
    }
  }

  /** What is acknowledged must be there after the process was killed. */
  #isKept(): boolean {
    try {
      this.#services.journal.flush();
      return true;
    } catch {
      return false;
    }
  }

  #refusalByHead(request: WireRequest): Answer | undefined {
    switch (apiFamilyOf(request)) {
      case 'mns':
        return mnsRefusalByHead(this.#services, request);
      case 'ks3':
        return ks3RefusalByHead(this.#services, request);
      case 'oss':
        return ossRefusalByHead(this.#services, request);
      default:
        return undefined;
    }
  }

  #logRefusal(request: WireRequest, answer: Answer): void {
    const family = familyOf(request);
    if (family === 'control') return;
    const { clock, buckets } = this.#services;
    const operation = operationName(family, request, buckets);
    const atMs = clock.now();
    const times = { startedAtMs: atMs, endedAtMs: atMs };
    this.#steering.requests.add({ request, family, operation, answer, ...times, fault: undefined });
  }

  #answerOf(family: ApiFamily, request: WireRequest): Answer | Promise<Answer> {
    switch (family) {
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
  #failure(family: ApiFamily, request: WireRequest): Answer {
    switch (family) {
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

function tooLarge(request: WireRequest): Answer {
  switch (familyOf(request)) {
    case 'control':
      return refusal(413, 'BodyTooLarge', 'The body is too large.');
    case 'mns':
      return mnsErrorAnswer(request, 'InvalidArgument', MESSAGE_TOO_LONG);
    case 'mns-open':
      return openErrorAnswer(request, new OpenError(413, 'RequestBodyTooLarge', 'The body is too large.'));
    case 'ks3':
      return ks3FailureAnswer(request, 400, 'EntityTooLarge');
    default:
      return ossErrorAnswer(request, 'EntityTooLarge');
  }
}

interface Outcome {
  readonly answer: Answer | 'drop';
  readonly fault: string | undefined;
}

/** A form names its provider by a field of its own. */
function familyOf(request: WireRequest): ApiFamily {
  const family = apiFamilyOf(request);
  return family === 'oss' && isFormOfKs3(request) ? 'ks3' : family;
}
