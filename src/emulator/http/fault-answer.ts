import type { FaultStatus } from '../core/fault-plan.ts';
import type { ApiFamily } from './api-family.ts';
import { ks3FailureAnswer } from './ks3/index.ts';
import { mnsErrorAnswer } from './mns/index.ts';
import type { MnsCode } from './mns/mns-error.ts';
import { openErrorAnswer } from './mns-open/index.ts';
import { OpenError } from './mns-open/open-error.ts';
import { ossErrorAnswer } from './oss/index.ts';
import type { OssCode } from './oss/oss-error.ts';
import type { Answer, WireRequest } from './wire-request.ts';

const MNS_CODES: Readonly<Record<FaultStatus, MnsCode>> = {
  500: 'InternalError',
  503: 'ServiceUnavailable',
  429: 'TooManyRequests',
  403: 'AccessDenied',
};

const OSS_CODES: Readonly<Record<FaultStatus, OssCode>> = {
  500: 'InternalError',
  503: 'ServiceUnavailable',
  429: 'TooManyRequests',
  403: 'AccessDenied',
};

const OPEN_CODES: Readonly<Record<FaultStatus, string>> = {
  500: 'InternalError',
  503: 'ServiceUnavailable',
  429: 'Throttling',
  403: 'NoPermission',
};

/** A refusal that the emulator was told to make, in the form of the service. */
export function faultAnswer(family: ApiFamily, request: WireRequest, status: FaultStatus): Answer {
  switch (family) {
    case 'mns':
      return mnsErrorAnswer(request, MNS_CODES[status]);
    case 'mns-open':
      return openErrorAnswer(
        request,
        new OpenError(status, OPEN_CODES[status], 'The emulator was told to fail.'),
      );
    case 'ks3':
      return ks3FailureAnswer(request, status, OSS_CODES[status]);
    default:
      return ossErrorAnswer(request, OSS_CODES[status]);
  }
}
