import type { MnsAction } from './mns-context.ts';
import { emptyAnswer, readBody, textOf, xmlAnswer } from './mns-xml.ts';

/** The element stands there without a bucket too: the Python SDK requires it. */
export const getAccountAttributes: MnsAction = ({ services }) =>
  xmlAnswer(200, ['Account', [['LoggingBucket', services.account.loggingBucket]]]);

/** What is not named stays as it is; an empty name ends it. */
export const setAccountAttributes: MnsAction = ({ services, request }) => {
  const name = textOf(readBody(request.body, 'Account'), 'LoggingBucket');
  if (name !== undefined) services.account.setLoggingBucket(name.trim());
  return emptyAnswer(204);
};

/** Here the service is always open; every order is that of the same one. */
export const openService: MnsAction = () => xmlAnswer(200, ['OpenService', [['OrderId', ORDER]]]);

const ORDER = '1000000000000001';
