const CORE = new Set(
  'specversion id source type subject time datacontenttype dataschema data data_base64'.split(' '),
);
const NAME = /^[a-z0-9]{1,20}$/;

/** Whether the specification lets an extension bear that name; 20 characters are its advice. */
export function isExtensionName(name: string): boolean {
  return NAME.test(name) && !CORE.has(name);
}
