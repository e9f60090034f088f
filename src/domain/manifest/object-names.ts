/** What the API server would refuse about names and labels, told before anything is printed. */
import { isExtensionName } from '../cloudevent-extension.ts';
import type { Problem } from '../problem.ts';

interface NameRule {
  readonly pattern: RegExp;
  readonly longest: number;
  readonly text: string;
}

/** The forms of names in Kubernetes: most objects take DNS-1123 subdomains, namespaces and Knative's names labels. */
const RULES = {
  subdomain: {
    pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    longest: 253,
    text: 'lower-case letters, digits, hyphens and dots, a letter or digit at both ends of every part, at most 253 characters',
  },
  label: {
    pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    longest: 63,
    text: 'lower-case letters, digits and hyphens, a letter or digit at both ends, at most 63 characters',
  },
  // A Knative Service becomes part of a host name and the name of a core Service.
  service: {
    pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
    longest: 63,
    text: 'lower-case letters, digits and hyphens, a letter first, a letter or digit last, at most 63 characters',
  },
  key: {
    pattern: /^(?!\.$|\.\.)[-._a-zA-Z0-9]+$/,
    longest: 253,
    text: 'letters, digits, hyphens, underscores and dots, not beginning with two dots, at most 253 characters',
  },
  'label-value': {
    pattern: /^([a-zA-Z0-9]([-._a-zA-Z0-9]*[a-zA-Z0-9])?)?$/,
    longest: 63,
    text: 'letters, digits, hyphens, underscores and dots, a letter or digit at both ends, at most 63 characters',
  },
  'label-name': {
    pattern: /^([a-z0-9]([-.a-z0-9]*[a-z0-9])?\/)?[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/,
    longest: 317,
    text: 'letters, digits, hyphens, underscores and dots, at most 63 characters, after an optional DNS name and a slash',
  },
} as const satisfies Record<string, NameRule>;

export type NameForm = keyof typeof RULES;

/** Nothing, or the one problem with a name; `what` says whose name it is, in the user's words. */
export function checkName(what: string, name: string, form: NameForm): Problem[] {
  const { pattern, longest, text }: NameRule = RULES[form];
  if (pattern.test(name) && name.length <= longest) return [];
  return [
    {
      code: `bad-${what.replaceAll(' ', '-')}`,
      message: `${JSON.stringify(name)} is no ${what}`,
      hint: `Kubernetes takes ${text}`,
    },
  ];
}

export function checkNamespace(namespace: string | undefined): Problem[] {
  return namespace === undefined ? [] : checkName('namespace', namespace, 'label');
}

export function checkLabels(labels: Readonly<Record<string, string>>): Problem[] {
  return Object.entries(labels).flatMap(([name, value]) => [
    ...checkName('label name', name, 'label-name'),
    ...checkName('label value', value, 'label-value'),
  ]);
}

/** CloudEvents attributes have names of lower-case letters and digits, and data is none of them (its specification). */
export function checkAttributes(extensions: Readonly<Record<string, string>>): Problem[] {
  const bad = Object.keys(extensions).find((name) => !/^[a-z0-9]{1,20}$/.test(name) || name === 'data');
  if (bad === undefined) return [];
  return [
    {
      code: 'bad-attribute-name',
      message: `${JSON.stringify(bad)} is no name of a CloudEvents attribute`,
      hint: 'it has 1 to 20 lower-case letters and digits, and is not data',
    },
  ];
}

/** What may be set on every event: the attributes of the specification itself are the events' own. */
export function checkExtensions(extensions: Readonly<Record<string, string>>): Problem[] {
  const core = Object.keys(extensions).find((name) => !isExtensionName(name));
  if (core === undefined) return [];
  const [malformed] = checkAttributes(extensions);
  if (malformed) return [malformed];
  return [
    {
      code: 'core-attribute',
      message: `${JSON.stringify(core)} is no extension: it is an attribute of every event`,
      hint: 'override extensions only, by names such as team',
    },
  ];
}
