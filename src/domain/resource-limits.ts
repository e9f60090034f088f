import { toPrintable } from './printable.ts';
import type { Problem } from './problem.ts';
import type { Provider } from './providers/index.ts';
import { formatResource, type Resource } from './resource.ts';

/** Why the provider would refuse this description, or why it could never match a key there. */
export function checkResource(resource: Resource, provider: Provider): readonly Problem[] {
  if (isOrdinary(resource, provider)) return NONE;
  if (resource.kind === 'name') {
    if (!provider.exactNames) return [noExactNames(writtenForm(resource), provider)];
    return [...checkLength('key', resource.key, provider), ...checkFirst(resource, resource.key, provider)];
  }
  return [
    ...checkLength('prefix', resource.prefix, provider),
    ...checkLength('suffix', resource.suffix, provider),
    ...checkFirst(resource, resource.prefix, provider),
  ];
}

const NONE: readonly Problem[] = [];

/** What most descriptions are, told without measuring: a letter has at most three bytes of UTF-8 a UTF-16 unit. */
function isOrdinary(resource: Resource, { maxKeyBytes, impossibleFirst }: Provider): boolean {
  if (resource.kind === 'name') return false;
  const { prefix, suffix } = resource;
  const isShort = prefix.length * 3 <= maxKeyBytes && suffix.length * 3 <= maxKeyBytes;
  return isShort && (prefix === '' || !impossibleFirst.includes(prefix.charAt(0)));
}

function writtenForm(resource: Resource): string {
  return toPrintable(formatResource(resource));
}

function checkLength(part: string, text: string, provider: Provider): Problem[] {
  const bytes = Buffer.byteLength(text);
  if (bytes <= provider.maxKeyBytes) return [];
  return [
    {
      code: 'resource-too-long',
      message: `a ${part} has ${bytes} bytes, ${provider.label} takes at most ${provider.maxKeyBytes}`,
      hint: `shorten the ${part}; the limit counts UTF-8 bytes, not letters`,
    },
  ];
}

function checkFirst(resource: Resource, text: string, provider: Provider): Problem[] {
  const first = text[0];
  if (first === undefined || !provider.impossibleFirst.includes(first)) return [];
  return [
    {
      code: 'impossible-first-character',
      message: `resource description ${writtenForm(resource)} matches nothing: no key of ${provider.label} begins with ${first}`,
      hint: `leave out the leading ${first}; keys are not paths`,
    },
  ];
}

function noExactNames(written: string, provider: Provider): Problem {
  return {
    code: 'exact-name-unsupported',
    message: `${provider.label} has no rules for one full key, which ${written} is`,
    hint: `write ${written}* for every key that begins so`,
  };
}
