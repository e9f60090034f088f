import { Problem, type ProblemKind } from '../../core/problem.ts';

/** A refusal of the rule API: JSON with a code in words. */
export class OpenError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Codes of the service where a public client shows them (Terraform provider); the others are not documented, so they are ours. */
const CODE_OF: Partial<Record<ProblemKind, readonly [status: number, code: string, message: string]>> = {
  'queue-missing': [404, 'QueueNotExist', 'The queue does not exist'],
  'topic-missing': [404, 'TopicNotExist', 'The topic does not exist'],
  'subscription-missing': [404, 'SubscriptionNotExist', 'The subscription does not exist'],
  'rule-missing': [404, 'RESOURCE_NOT_FOUND', 'The event rule does not exist'],
  'rule-exists': [409, 'EventRuleAlreadyExist', 'An event rule of this name exists'],
  'rule-overlap': [409, 'EventRuleOverlap', 'The rule covers objects and events of an event rule'],
  'rule-invalid': [400, 'InvalidParameter', 'A parameter is not valid'],
  'quota-exceeded': [409, 'QuotaExceeded', 'A limit of the account is reached'],
  'queue-exists': [409, 'QueueAlreadyExist', 'A queue of this name exists with other attributes'],
  'topic-exists': [409, 'TopicAlreadyExist', 'A topic of this name exists with other attributes'],
  'subscription-exists': [
    409,
    'SubscriptionAlreadyExist',
    'A subscription of this name exists with other attributes',
  ],
  'bucket-missing': [404, 'NoSuchBucket', 'The specified bucket does not exist'],
  'endpoint-invalid': [400, 'EndpointInvalid', 'The endpoint is not valid'],
};

export function openErrorOf({ kind, subject }: Problem): OpenError {
  const [status, code, message] = CODE_OF[kind] ?? [400, 'InvalidParameter', 'A parameter is not valid'];
  return new OpenError(status, code, `${message}: ${subject}.`);
}

/** The value, or the refusal thrown. */
export function settled<Value>(result: Value | Problem): Value {
  if (result instanceof Problem) throw openErrorOf(result);
  return result;
}
