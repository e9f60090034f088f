import { Failure, ServiceError } from '../errors.ts';
import type { Source } from './source.ts';

/** A tail's own queue that goes while it is read: then nothing that the user named is wrong. */
export function tellingGoneQueue(source: Source, topic: string): Source {
  return async function* (signal) {
    try {
      yield* source(signal);
    } catch (error) {
      throw error instanceof ServiceError && error.code === 'QueueNotExist' ? goneQueue(topic, error) : error;
    }
  };
}

function goneQueue(topic: string, cause: ServiceError): Failure {
  return new Failure('not-found', cause.code, `the temporary queue on topic ${topic} is gone`, {
    hint: 'a cleanup elsewhere, or an emulator started anew, removed it: start the tail again',
    cause,
    ...(cause.requestId !== undefined && { requestId: cause.requestId }),
  });
}
