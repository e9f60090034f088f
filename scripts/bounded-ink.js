import { resolve } from 'node:path';

/** A plugin of the bundler: Ink without a cache that only grows. */
export const boundedInk = {
  name: 'bounded-ink',
  resolveId(source, importer) {
    const isInk = source.endsWith('/measure-text.js') && importer?.includes('/node_modules/ink/');
    return isInk ? resolve('scripts/measure-text.js') : undefined;
  },
};
