import { expect, test } from 'vitest';
import { parseEndpoint } from '../../../src/emulator/core/endpoint.ts';

test.each(['http://%ff@127.0.0.1:4699/', 'http://user:password@127.0.0.1/', 'http://', 'ftp://127.0.0.1/'])(
  '%s is no endpoint',
  (url) => {
    expect(parseEndpoint(url)).toBeUndefined();
  },
);

test.each(['http://127.0.0.1:4699', 'https://example.com/a@b?c=%ff'])('%s is one', (url) => {
  expect(parseEndpoint(url)).toEqual({ kind: 'http', url });
});
