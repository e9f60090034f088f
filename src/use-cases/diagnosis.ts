import { NOT_OPENED } from '../clients/not-opened.ts';
import { Failure, type FailureKind, ServiceError } from '../errors.ts';

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'failed' | 'warning' | 'skipped';
  /** What was found; of a failure, its one cause. */
  readonly text: string;
  /** The one command, or act, that mends it. */
  readonly remedy?: string;
  readonly kind?: FailureKind;
  readonly code?: string;
  readonly requestId?: string;
}

interface Cause {
  readonly pattern: RegExp;
  readonly text: string;
  /** Where the service's own code means something else, too. */
  readonly code?: string;
  readonly remedy: (permission: string, hint: string | undefined) => string;
}

/** By the services' codes; where several products have codes of their own, all of them stand together. */
const CAUSES: readonly Cause[] = [
  {
    // OSS refuses it as AccessDenied: only the text tells it from a missing permission.
    pattern: /must be addressed using the specified endpoint/,
    code: 'wrong-region',
    text: 'wrong region: the bucket is in another one, which the console of OSS shows',
    remedy: () => 'ossnotify doctor --region REGION-OF-THE-BUCKET',
  },
  {
    pattern: /^no-credentials$/,
    text: 'no access key is known',
    remedy: () => 'ossnotify config credentials --access-key-id ID',
  },
  {
    pattern: /^InvalidAccessKey/,
    text: 'wrong key: the service does not know this access key id',
    remedy: () => 'ossnotify config credentials --access-key-id ID',
  },
  {
    pattern: /^SignatureDoesNotMatch/,
    text: 'wrong key: the secret does not belong to this access key id',
    remedy: () => 'ossnotify config credentials --access-key-id ID',
  },
  {
    pattern: /^(InvalidTimeStamp|RequestTimeTooSkewed|TimeExpired|RequestExpired)/,
    text: "clock skew: this computer's clock differs too much from the service's",
    remedy: (_, hint) =>
      hint?.includes('it is') ? hint : "set this computer's clock: sudo chronyc makestep",
  },
  {
    // No code of it is documented; the console speaks of an instance id that is not unique.
    pattern: NOT_OPENED,
    text: 'service not opened: the account has not activated it',
    remedy: (permission) =>
      `open ${/^ks3:/.test(permission) ? 'KS3' : 'Simple Message Queue (MNS)'} once in the console of the account`,
  },
  {
    pattern: /^(NoPermission|Forbidden|AccessDenied)/,
    text: 'no permission',
    remedy: grantOf,
  },
  {
    pattern: /^(ENOTFOUND|EAI_AGAIN)$/,
    text: 'wrong region, or no network: the host name does not resolve',
    remedy: () => 'ossnotify config list --show-origin',
  },
];

/** Each vendor has an access management of its own. */
function grantOf(permission: string): string {
  const actions = permission.includes(' and ') ? 'actions' : 'action';
  return `grant the ${/^ks3:/.test(permission) ? 'IAM' : 'RAM'} ${actions} ${permission}`;
}

/** A failed check of what went wrong: its one cause, and what mends it. */
export function failedCheck(name: string, error: unknown, permission: string): Check {
  if (!(error instanceof Failure)) throw error;
  const { code, message, hint, kind, requestId } = error;
  const known = CAUSES.find(
    ({ pattern }) => pattern.test(code) || (error instanceof ServiceError && pattern.test(message)),
  );
  const isPermission = known?.text === 'no permission';
  return {
    name,
    state: 'failed',
    text: known ? `${known.text}${isPermission ? ` for ${permission}` : ''} (${message})` : message,
    remedy: known?.remedy(permission, hint) ?? hint ?? 'ossnotify config list --show-origin',
    kind,
    code: known?.code ?? code,
    ...(requestId !== undefined && { requestId }),
  };
}

export function ok(name: string, text: string): Check {
  return { name, state: 'ok', text };
}

export function failed(
  name: string,
  code: string,
  text: string,
  remedy: string,
  kind: FailureKind = 'failure',
): Check {
  return { name, state: 'failed', text, remedy, kind, code };
}

export function warning(name: string, text: string, remedy: string): Check {
  return { name, state: 'warning', text, remedy };
}

type Attempt<T> = () => Promise<readonly [T, Check]>;

/** Yields the check; returns what it found, or undefined when it failed. */
export async function* attempt<T>(
  name: string,
  permission: string,
  run: Attempt<T>,
): AsyncGenerator<Check, T | undefined> {
  let result: readonly [T, Check];
  try {
    result = await run();
  } catch (error) {
    yield failedCheck(name, error, permission);
    return undefined;
  }
  yield result[1];
  return result[0];
}
