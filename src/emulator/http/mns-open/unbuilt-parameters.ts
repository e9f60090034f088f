import { invalid, isRecord, type Parameters } from './open-context.ts';
import { OpenError } from './open-error.ts';

/** Objects with an `Enabled` of their own. */
const POLICIES = ['DlqPolicy', 'TenantRateLimitPolicy'];
const KINDS = ['QueueType', 'TopicType'];

/** What the service would act on and the emulator cannot: dead letters, rate limits, order, encryption. */
export function refuseUnbuilt(parameters: Parameters): void {
  for (const name of POLICIES) {
    const policy = parameters.json(name);
    if (policy === undefined) continue;
    if (!isRecord(policy)) throw invalid(name);
    if (String(policy['Enabled']).toLowerCase() === 'true') throw unbuilt(name);
  }
  for (const name of KINDS) {
    const kind = parameters.get(name);
    if (kind !== undefined && kind.toLowerCase() !== 'normal') throw unbuilt(`${name} ${kind}`);
  }
  if (parameters.boolean('EnableSSE') === true) throw unbuilt('EnableSSE');
}

export const unbuilt = (what: string): OpenError =>
  new OpenError(501, 'NotImplemented', `The emulator does not have ${what}.`);
