import { parseResource, type Resource } from '../../domain/resource.ts';
import type { Description } from './description.ts';
import { Problem } from './problem.ts';
import { SeedError, type SeedRule } from './seed.ts';
import { accepted, receiverOf } from './seed-values.ts';
import type { Services } from './services.ts';

export function makeRule(services: Services, seed: SeedRule, place: string): void {
  const bucket = `${place}.bucket "${seed.bucket}"`;
  if (seed.provider === 'ks3') {
    accepted(services.ks3Buckets.create(seed.bucket), bucket);
    accepted(addKs3Rule(services, seed, place) ?? true, `${place} "${seed.name}"`);
  } else {
    accepted(services.rules.create(ossRuleOf(seed, place)), `${place} "${seed.name}"`);
    accepted(services.buckets.create(seed.bucket), bucket);
  }
}

function ossRuleOf({ name, bucket, events, match = ['*'], to = [] }: SeedRule, place: string) {
  return {
    name,
    eventTypes: events,
    matchRules: match.map((text, at) => [descriptionOf(bucket, resourceOf(text, `${place}.match[${at}]`))]),
    receivers: to.map((text, at) => receiverOf(text, `${place}.to[${at}]`, ['topic', 'queue', 'http'])),
  };
}

function resourceOf(text: string, place: string): Resource {
  const parsed = parseResource(text);
  if (!parsed.ok) throw new SeedError(`${place}: "${text}" is no resource description`);
  return parsed.resource;
}

function descriptionOf(bucket: string, resource: Resource): Description {
  if (resource.kind === 'name') return { matchState: true, name: `${bucket}/${resource.key}` };
  const { prefix, suffix } = resource;
  return { matchState: true, prefix: `${bucket}/${prefix}`, ...(suffix === '' ? {} : { suffix }) };
}

/** Beside the rules that the bucket has; KS3 only takes all of them together. */
function addKs3Rule(
  { ks3Notifications }: Services,
  { name, bucket, events, match = [], to = [] }: SeedRule,
  place: string,
): Problem | undefined {
  const isTaken = ks3Notifications.all().some(({ rules }) => rules.some(({ RuleId }) => RuleId === name));
  if (isTaken) return new Problem('rule-exists', name);
  const rule = {
    RuleId: name,
    Events: events.map((event) => (event.startsWith('ks3:') ? event : `ks3:${event}`)),
    Resources: match.map((text, at) => ks3ResourceOf(text, `${place}.match[${at}]`)),
    Destinations: to.map((text, at) => ({
      DestType: 'Endpoint',
      CallbackUrl: receiverOf(text, `${place}.to[${at}]`, ['http']).value,
    })),
  };
  return ks3Notifications.replace(bucket, { Notifications: [...ks3Notifications.get(bucket), rule] });
}

function ks3ResourceOf(text: string, place: string) {
  const resource = resourceOf(text, place);
  if (resource.kind === 'pattern') return { Prefix: resource.prefix, Suffix: resource.suffix };
  throw new SeedError(`${place}: KS3 has no rules for one key ("${text}"), only [PREFIX]*[SUFFIX]`);
}
