import { bucketOf } from '../../core/description.ts';
import type { EventRule, Receiver } from '../../core/event-rule.ts';
import type { Services } from '../../core/services.ts';
import type { Subscription } from '../../core/subscription.ts';
import { invalid, type OpenAction, type OpenContext, type Parameters } from './open-context.ts';
import { settled } from './open-error.ts';
import { pageMembers } from './page-members.ts';
import { receiverOf, ruleRequestOf } from './rule-parameters.ts';

const SUBSCRIPTIONS_SHOWN = 20;

export const createEventRule: OpenAction = ({ services, parameters }) => {
  requireOss(parameters);
  const { buckets, rules } = services;
  const request = ruleRequestOf(parameters);
  const named = request.matchRules.flat().flatMap((description) => bucketOf(description) ?? []);
  if (buckets.isStrict) for (const bucket of named) settled(buckets.get(bucket));
  const rule = settled(rules.create(request));
  // A bucket exists from the first rule that names it.
  for (const bucket of named) buckets.forWriting(bucket);
  return rule.name;
};

export const getEventRule: OpenAction = ({ services, parameters }) => {
  requireOss(parameters);
  return ruleMembers(services, settled(services.rules.get(parameters.require('RuleName'))));
};

export const deleteEventRule: OpenAction = ({ services, parameters }) => {
  requireOss(parameters);
  settled(services.rules.delete(parameters.require('RuleName')));
  return undefined;
};

export const listEventRules: OpenAction = (context) => {
  const { parameters, services } = context;
  const wanted = services.rules.all().filter(filterOf(context));
  return pageMembers(parameters, wanted, (rule) => ruleMembers(services, rule));
};

function requireOss(parameters: Parameters): void {
  if (parameters.require('ProductName') !== 'oss') throw invalid('ProductName');
}

function filterOf({ services, parameters }: OpenContext): (rule: EventRule) => boolean {
  const bucket = parameters.get('ResourceName');
  const name = parameters.get('RuleName') ?? '';
  const topic = parameters.get('TopicName') ?? '';
  const subscriber = parameters.json('Subscription');
  const wanted = subscriber === undefined ? undefined : receiverOf(subscriber, 'Subscription');
  return (rule) =>
    rule.name.includes(name) &&
    rule.topic.includes(topic) &&
    (bucket === undefined || rule.matchRules.flat().some((one) => bucketOf(one) === bucket)) &&
    (wanted === undefined || subscribersOf(services, rule).some((one) => sameReceiver(one, wanted)));
}

const sameReceiver = (one: Receiver, other: Receiver): boolean =>
  one.kind === other.kind && one.value === other.value;

function ruleMembers(services: Services, rule: EventRule) {
  return {
    RuleName: rule.name,
    EventTypes: rule.eventTypes,
    MatchRules: rule.matchRules.map((all) =>
      all.map(({ matchState, name, prefix, suffix }) => ({
        MatchState: matchState,
        ...(name === undefined ? {} : { Name: name }),
        ...(prefix === undefined ? {} : { Prefix: prefix }),
        ...(suffix === undefined ? {} : { Suffix: suffix }),
      })),
    ),
    TopicName: rule.topic,
    ...(rule.receiver === undefined ? {} : { Endpoint: receiverMembers(rule.receiver) }),
    Subscriptions: subscribersOf(services, rule).slice(0, SUBSCRIPTIONS_SHOWN).map(receiverMembers),
    DeliveryMode: rule.mode,
  };
}

const receiverMembers = ({ kind, value }: Receiver) => ({ EndpointType: kind, EndpointValue: value });

function subscribersOf({ topics }: Services, { topic }: EventRule): Receiver[] {
  return [...(topics.find(topic)?.subscriptions.values() ?? [])].flatMap(receiverOfSubscription);
}

function receiverOfSubscription({ endpoint }: Subscription): Receiver[] {
  if (endpoint.kind === 'queue') return [{ kind: 'queue', value: endpoint.queue }];
  return endpoint.kind === 'http' ? [{ kind: 'http', value: endpoint.url }] : [];
}
