import type { Description, MatchRules } from '../../core/description.ts';
import type { DeliveryMode, EventRuleRequest, Receiver, ReceiverKind } from '../../core/event-rule.ts';
import { invalid, isRecord, type Parameters } from './open-context.ts';

/** What CreateEventRule asks for, the deprecated `Endpoints` and `DeliveryMode` included. */
export function ruleRequestOf(parameters: Parameters): EventRuleRequest {
  const mode = modeOf(parameters);
  return {
    name: parameters.require('RuleName'),
    eventTypes: eventTypesOf(parameters),
    matchRules: matchRulesOf(parameters),
    receivers: receiversOf(parameters),
    ...(mode === undefined ? {} : { mode }),
  };
}

function eventTypesOf(parameters: Parameters): string[] {
  parameters.require('EventTypes');
  const value = parameters.json('EventTypes');
  const sound = Array.isArray(value) && value.every((type) => typeof type === 'string');
  if (!sound) throw invalid('EventTypes');
  return value;
}

function matchRulesOf(parameters: Parameters): MatchRules {
  parameters.require('MatchRules');
  const value = parameters.json('MatchRules');
  if (!Array.isArray(value)) throw invalid('MatchRules');
  return value.map((all: unknown) => {
    if (!Array.isArray(all)) throw invalid('MatchRules');
    return all.map(descriptionOf);
  });
}

function descriptionOf(value: unknown): Description {
  if (!isRecord(value)) throw invalid('MatchRules');
  const state = value['MatchState'] ?? true;
  return {
    matchState: String(state).toLowerCase() === 'true',
    ...textMember('name', value['Name']),
    ...textMember('prefix', value['Prefix']),
    ...textMember('suffix', value['Suffix']),
  };
}

/** Terraform sends empty texts for what is not set. */
function textMember(name: 'name' | 'prefix' | 'suffix', value: unknown): Partial<Description> {
  if (value === undefined || value === null || value === '') return {};
  if (typeof value !== 'string') throw invalid('MatchRules');
  return { [name]: value };
}

function receiversOf(parameters: Parameters): Receiver[] {
  const one = parameters.json('Endpoint');
  if (one !== undefined) return [receiverOf(one, 'Endpoint')];
  const several = parameters.json('Endpoints') ?? [];
  if (!Array.isArray(several) || several.length > 10) throw invalid('Endpoints');
  return several.map((value: unknown) => receiverOf(value, 'Endpoints'));
}

const KINDS: readonly ReceiverKind[] = ['topic', 'queue', 'http'];

/** Queues come as plain names, or as paths and ARNs that end in `/queues/<name>`. */
export function receiverOf(value: unknown, parameter: string): Receiver {
  if (!isRecord(value)) throw invalid(parameter);
  const kind = KINDS.find((candidate) => candidate === value['EndpointType']);
  const text = value['EndpointValue'];
  if (kind === undefined || typeof text !== 'string' || text === '') throw invalid(parameter);
  return { kind, value: kind === 'http' ? text : text.slice(text.lastIndexOf('/') + 1) };
}

function modeOf(parameters: Parameters): DeliveryMode | undefined {
  const mode = parameters.get('DeliveryMode');
  if (mode === undefined || mode === 'DIRECT' || mode === 'BROADCAST') return mode;
  throw invalid('DeliveryMode');
}
