import { describe, expect, it } from 'vitest';
import { isKnownEventType } from '../../src/domain/event-type.ts';
import { providers } from '../../src/domain/providers/index.ts';

describe('providers', () => {
  it.each([
    ['oss', 20, ['ObjectCreated', 'ObjectModified', 'ObjectRemoved', 'ObjectReplication']],
    ['ks3', 13, ['ObjectCreated', 'ObjectRemoved']],
  ] as const)('%s has %d event types, and wildcards for %j', (name, count, groups) => {
    const { events, wildcardGroups } = providers[name];
    expect(events).toHaveLength(count);
    expect(new Set(events.map(({ type }) => type)).size).toBe(count);
    expect([...wildcardGroups]).toEqual(groups);
  });

  it.each(Object.values(providers))('$name describes every type', (provider) => {
    for (const { type, group, meaning } of provider.events) {
      expect(type.startsWith(`${provider.eventPrefix}${group}:`)).toBe(true);
      expect(isKnownEventType(type, provider)).toBe(true);
      expect(meaning).not.toBe('');
    }
  });

  it.each(Object.values(providers))('$name is found under its name', (provider) => {
    expect(providers[provider.name]).toBe(provider);
  });
});
